"""From the bytes of a file to a document, or every reason why not."""

from datetime import date

import pytest

from procedures.text.format.document import Document, Part, Section, Source
from procedures.text.grammar.faults import ContentRefused
from procedures.vocabulary import Change, SectionKind
from tests.text.documents import PHOTO, make_document, make_text, read

FULL = f"""---
title: "Microneedling: what to know"
also_known_as: [skin needling, "collagen induction therapy"]
updated: 2026-11-22
change: safety            # the device was recalled
change_notes:
  - "Recovery takes 2 to 3 days, not none."
  - Advice on isotretinoin brought up to date.
written_by: A nurse
evidence_to: 2026-11
---

It pricks the skin **many times** [1].

It *may* suit scars.

## At a glance
- Cost: £100 to £1,350
- Session: 20 to 45 minutes [2]
- Results last: not known
- Device: a pen
## Cons
- It takes time.
## About the procedure

   Fine needles [2][1]
prick the skin.

![A needle in the skin](drawing:skin-layers-1 "The needle stops in the dermis")

![Skin after a day](photo:{PHOTO} "Red, not broken")

| Needle | Depth |
| ------ | ----: |
| short  | *0.5* mm |
| long   | 2.5 mm [1] |

## Before your appointment
1. Tell us
   1. what you take
   2. what you use
2. Rest

## Recovery
### Treatment day
Red skin.

- Do not swim
### Weeks 2 to 6

See a [peel](procedure:chemical-peel) or [the trial](https://example.org/a).
## Who it may suit
Scars.
## Who should not have it
### Talk to us first if
- Acne
### Do not have it if
- Cancer
## Side effects
### Common
Redness.
## When to get help
### Any time
Any worry.
## Pros
- Soon done
## Other options
None.
## What is not known
Much.
## Questions to ask
- Who will treat me?
## Sources
1. A trial. A press, 2020. <https://example.org/trial?a=b>
2. A book.
   A press, 2021.
"""


def test_a_full_file_is_the_document_it_says():
    assert read(FULL) == Document(
        title="Microneedling: what to know",
        also_known_as=("skin needling", "collagen induction therapy"),
        updated=date(2026, 11, 22),
        change=Change.SAFETY,
        change_notes=(
            "Recovery takes 2 to 3 days, not none.",
            "Advice on isotretinoin brought up to date.",
        ),
        written_by="A nurse",
        evidence_to="2026-11",
        summary="It pricks the skin **many times** [1].\n\nIt *may* suit scars.",
        sections=(
            Section(
                SectionKind.AT_A_GLANCE,
                "- Cost: £100 to £1,350\n- Session: 20 to 45 minutes [2]\n"
                "- Results last: not known\n- Device: a pen",
            ),
            Section(
                SectionKind.ABOUT,
                "   Fine needles [2][1]\nprick the skin.\n\n"
                '![A needle in the skin](drawing:skin-layers-1 "The needle stops in the dermis")'
                f'\n\n![Skin after a day](photo:{PHOTO} "Red, not broken")\n\n'
                "| Needle | Depth |\n| ------ | ----: |\n| short  | *0.5* mm |\n"
                "| long   | 2.5 mm [1] |",
            ),
            Section(
                SectionKind.BEFORE, "1. Tell us\n   1. what you take\n   2. what you use\n2. Rest"
            ),
            Section(
                SectionKind.RECOVERY,
                parts=(
                    Part("Treatment day", "Red skin.\n\n- Do not swim"),
                    Part(
                        "Weeks 2 to 6",
                        "See a [peel](procedure:chemical-peel) or "
                        "[the trial](https://example.org/a).",
                    ),
                ),
            ),
            Section(SectionKind.INDICATIONS, "Scars."),
            Section(
                SectionKind.CONTRAINDICATIONS,
                parts=(
                    Part("Talk to us first if", "- Acne"),
                    Part("Do not have it if", "- Cancer"),
                ),
            ),
            Section(SectionKind.SIDE_EFFECTS, parts=(Part("Common", "Redness."),)),
            Section(SectionKind.HELP, parts=(Part("Any time", "Any worry."),)),
            Section(SectionKind.PROS, "- Soon done"),
            Section(SectionKind.CONS, "- It takes time."),
            Section(SectionKind.OPTIONS, "None."),
            Section(SectionKind.UNKNOWN, "Much."),
            Section(SectionKind.QUESTIONS, "- Who will treat me?"),
        ),
        sources=(
            Source(1, "A trial. A press, 2020.", "https://example.org/trial?a=b"),
            Source(2, "A book. A press, 2021."),
        ),
    )


BAD = """---
title: no
author: me
updated: 2027-01-01
change: huge
change: first
change_notes: none
evidence_to: 2027-01
---
# Title

Words\u200b [7].

- a list

### Lost

Words.

## At a glance
- Cost: 100
- Pain: some
## About the procedure
> <b>One</b>

Two `three`

Four
----
## About the procedure
Again [9].
## Recovery
Words.
### Day 1
### Day 1
Words [3](https://x.org).
## Aftercare
<i>One</i>
## Pros
![](photo:x)
## Sources
1. A. <ftp://x.org>
3. *B.*

[2]: https://x.org
"""


def test_one_run_reports_every_fault_in_reading_order_each_once():
    with pytest.raises(ContentRefused) as refusal:
        read(BAD)
    faults = refusal.value.faults
    assert [(fault.line, fault.what) for fault in faults] == [
        (1, "no section “Cons”"),
        (1, "no section “Side effects”"),
        (1, "no section “Who it may suit”"),
        (1, "no section “Who should not have it”"),
        (1, "the front matter has no “written_by”"),
        (2, "YAML reads “no” as true or false"),
        (3, "no key “author”"),
        (4, "“updated” is 2027-01-01, after today, 2026-11-22"),
        (5, "no kind of change “huge”"),
        (6, "the key “change” stands here a second time"),
        (7, "“change_notes” must be a list"),
        (8, "“evidence_to” is 2027-01, after this month"),
        (10, "a heading of level 1"),
        (12, "an invisible character, U+200B (zero width space)"),
        (12, "citation [7] has no source"),
        (14, "something other than a paragraph in the summary"),
        (16, "“### Lost” stands in no section"),
        (21, "“100” does not begin as “Cost” must"),
        (22, "no key “Pain”"),
        (24, "HTML"),
        (24, "a quotation (“>”)"),
        (26, "code between “`”"),
        (28, "a heading underlined with “=” or “-”"),
        (30, "the section “About the procedure” stands here a second time"),
        (31, "citation [9] has no source"),
        (32, "words in “Recovery” before “### Day 1”"),
        (34, "nothing under “### Day 1”"),
        (35, "“### Day 1” stands here a second time"),
        (36, "a link whose words are “3”"),
        (37, "no section “Aftercare”"),
        (38, "HTML"),
        (40, "a picture at “photo:x”"),
        (40, "a picture without alt text"),
        (40, "a picture without caption"),
        (42, "a link to “ftp://x.org”"),
        (43, "source 3 is not plain words and an address at the end"),
        (43, "source 3 where 2 was due"),
        (45, "a link definition, “[2]: …”"),
    ]


def test_every_fault_says_file_line_fault_and_mend():
    with pytest.raises(ContentRefused) as refusal:
        read(make_text(title="x" * 200, summary="Words [8]."))
    assert str(refusal.value) == (
        "content/example/1.md:2: “title” has 200 characters; the most is 120; shorten it\n"
        "content/example/1.md:13: citation [8] has no source; "
        "add source 8 under “## Sources”, or correct the number"
    )


def test_no_fault_of_a_bad_file_lacks_its_mend():
    with pytest.raises(ContentRefused) as refusal:
        read(BAD)
    assert all(len(fault.mend) > 5 for fault in refusal.value.faults)


def test_the_day_decides_whether_a_date_lies_in_the_future():
    text = make_text(updated=date(2026, 11, 23), evidence_to="2026-12")
    assert read(text, today=date(2026, 12, 1)).updated == date(2026, 11, 23)
    with pytest.raises(ContentRefused, match=r":10: .*after this month"):
        read(text, today=date(2026, 11, 30))


def test_a_section_says_itself_as_markdown():
    document = make_document()
    assert document.section(SectionKind.PROS).markdown == "- You heal soon."
    assert document.section(SectionKind.RECOVERY).markdown == (
        "### Treatment day\n\nYour skin may be red [2].\n\n- Do not swim.\n\n"
        "### Days 2 to 3\n\nThe redness fades."
    )
    assert document.section(SectionKind.OPTIONS) is None


@pytest.mark.parametrize(("evidence_to", "first"), [("2026-02", date(2026, 2, 1)), ("", None)])
def test_the_month_of_the_evidence_is_known_by_its_first_day(evidence_to, first):
    assert make_document(evidence_to=evidence_to).evidence_month == first
