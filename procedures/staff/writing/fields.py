"""The fields of the editor: what each is called, and what patients will see of it."""

from dataclasses import dataclass

from django.forms.renderers import get_default_renderer
from django.utils.safestring import SafeString
from markdownx.widgets import MarkdownxWidget

from procedures.text.format.front_matter import MAX_LENGTH
from procedures.text.format.parse import MAX_SECTION
from procedures.text.writing.manuscript import DETAILS, REQUIRED
from procedures.text.writing.manuscript import FIELDS as NAMES
from procedures.vocabulary import PARTS, Change, SectionKind


@dataclass(frozen=True)
class Shown:
    """A field of the form.

    `rows` is 0 for one line; `choices` are those of a select, `parts` the headings a
    section has, and `pictures` whether some may stand in it.
    """

    name: str
    label: str
    help: str
    rows: int
    longest: int
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    type: str = "text"
    parts: tuple[str, ...] = ()
    pictures: bool = False


_DETAILS = {
    "title": ("Title", "The heading patients see, and the name in the catalogue."),
    "also_known_as": ("Also known as", "Other names patients may have heard, one a line."),
    "updated": ("Words dated", "Leave it empty: the day of your last change."),
    "change": ("Kind of change", "Safety and facts need the whole page checked again."),
    "change_notes": ("What changed", "For patients who read the page before, one note a line."),
    "written_by": ("Written by", "Shown at the end of the page: who wrote these words."),
    "evidence_to": ("Evidence to", "The month the sources were last searched."),
}
_SECTIONS = {
    "summary": "Two or three plain sentences: what it is. They open the page.",
    SectionKind.AT_A_GLANCE: "One fact a line, as “- Session: 20 to 45 minutes [2]”. Shown with "
    "signs, beside the summary.",
    SectionKind.ABOUT: "What happens during the procedure, and why it works.",
    SectionKind.BEFORE: "What to do and bring before the appointment, as a list.",
    SectionKind.RECOVERY: "A line of time: “### Day 1”, sentences on what to expect, then a list "
    "of what to do. Items that begin “Do not” are shown as what to avoid.",
    SectionKind.INDICATIONS: "Whom it may help. No promise.",
    SectionKind.CONTRAINDICATIONS: "Under “### Do not have it if” and “### Talk to us first if”.",
    SectionKind.SIDE_EFFECTS: "Under “### Common”, “### Less common” and “### Rare but serious”. "
    "Say how often, as “3 in 100 [2]”.",
    SectionKind.HELP: "Under “### Emergency”, “### Same day” and “### Any time”. The clinic’s "
    "numbers are added by themselves.",
    SectionKind.PROS: "What is good about it, as a list of about the length of the cons.",
    SectionKind.CONS: "What is bad about it, as a list of about the length of the pros.",
    SectionKind.OPTIONS: "Other treatments, and doing nothing.",
    SectionKind.UNKNOWN: "What nobody knows yet. Patients trust pages that say so.",
    SectionKind.QUESTIONS: "Questions a patient may want to ask, as a list.",
    SectionKind.SOURCES: "Numbered, as “1. Title. Publisher, year. <https://…>”. Cite them in the "
    "text as [1].",
}


#: What patients are shown as facts or in one glance: no pictures there.
_WORDS_ALONE = ("summary", SectionKind.AT_A_GLANCE, SectionKind.SOURCES)


def _shown(name: str) -> Shown:
    required = name in REQUIRED
    if name in DETAILS:
        label, help_ = _DETAILS[name]
        rows = 3 if name in ("also_known_as", "change_notes") else 0
        longest = 5_000 if rows else MAX_LENGTH.get(name, 40)
        choices = (("", "Choose…"), *Change.choices) if name == "change" else ()
        type_ = {"updated": "date", "evidence_to": "month"}.get(name, "text")
        return Shown(name, label, help_, rows, longest, required, tuple(choices), type_)
    label = "Summary" if name == "summary" else str(SectionKind(name).label)
    parts = () if name == "summary" else PARTS.get(SectionKind(name), ())
    pictures = name not in _WORDS_ALONE
    return Shown(
        name, label, _SECTIONS[name], 8, MAX_SECTION, required, parts=parts, pictures=pictures
    )


#: Name → the field, in the order of the form.
FIELDS: dict[str, Shown] = {name: _shown(name) for name in NAMES}

#: The fields that are written in Markdown, each in an editor of its own.
EDITORS: dict[str, Shown] = {name: one for name, one in FIELDS.items() if name not in DETAILS}


def editor(shown: Shown, words: str, address: str) -> SafeString:
    """The django-markdownx editor of a section, which asks `address` how its words look."""
    widget = MarkdownxWidget({"rows": shown.rows, "maxlength": shown.longest})
    told = {
        "id": f"id-{shown.name}",
        "aria-describedby": f"help-{shown.name} faults-{shown.name}",
        "data-address": address,
    }
    rendered: SafeString = widget.render(shown.name, words, told, get_default_renderer())
    return rendered
