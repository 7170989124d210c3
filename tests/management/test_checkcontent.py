"""`checkcontent`: what an author is told of the pages patients see. No test here has a database."""

import json

import pytest
from django.core.management import CommandError, call_command

from procedures.text.format.write import write
from procedures.vocabulary import SectionKind
from tests.text.checks.pages import make_page

#: A page with one error, one warning and one hint.
FAULTY = {
    SectionKind.CONS: "- It is safe.\n- The skin is cleaned.",
    SectionKind.BEFORE: "- The patient lies down.",
}
CATALOGUE = (
    "groups: [{name: Skin, procedures: [{slug: microneedling, former_slugs: [needling]}]}]\n"
)


@pytest.fixture(autouse=True)
def near(folder, monkeypatch, settings):
    """The author stands in the folder above the content, in which there is a catalogue."""
    monkeypatch.chdir(folder.path.parent)
    settings.CONTENT_ROOT = folder.path
    settings.CLINIC_FUNDING = "We earn from each session."
    folder.write("catalogue.yaml", CATALOGUE)


def put(folder, number=1, *, slug="microneedling", words=None, **changes):
    return folder.write(f"{slug}/{number}.md", write(make_page(words, **changes)))


def told(capsys, *arguments, fails=""):
    """What the command prints; `fails` is the message it ends with, where it must fail."""
    if fails:
        with pytest.raises(CommandError, match=fails):
            call_command("checkcontent", *arguments)
    else:
        call_command("checkcontent", *arguments)
    return capsys.readouterr().out


def found(capsys, *arguments, fails="above"):
    """The same as a program reads it."""
    return json.loads(told(capsys, *arguments, "--format", "json", fails=fails))


def allow(folder, *rows):
    keys = ("procedure", "rule", "words", "reason")
    lines = [json.dumps(dict(zip(keys, row, strict=True))) for row in rows]
    folder.write("checks.yaml", f"allowances: [{', '.join(lines)}]\n")


def test_sound_pages_pass(folder, capsys):
    put(folder)

    assert (
        told(capsys) == "1 page checked: 0 errors, 0 warnings, 0 hints; 0 allowed by checks.yaml\n"
    )


def test_an_author_is_told_where_what_why_and_what_to_write(folder, capsys):
    put(folder, words=FAULTY)

    said = told(capsys, "content", fails=r"^Mend the error above\.$")

    assert said.startswith("content/microneedling/1.md: 1 error, 1 warning, 1 hint\n\n")
    assert (
        "content/microneedling/1.md:72: error safe: “safe” in “It is safe.”\n"
        "    Nothing that breaks or heats the skin is safe for everybody. "
        "Mend: say which harm is known, and how often.\n"
    ) in said
    assert said.endswith(
        "\n\n1 page checked: 1 error, 1 warning, 1 hint; 0 allowed by checks.yaml\n"
    )


def test_warnings_and_hints_are_no_failure(folder, capsys):
    put(folder, words={SectionKind.CONS: "- The skin is cleaned."})

    assert "hint passive-voice" in told(capsys)


def test_several_errors_are_counted(folder, capsys):
    put(folder, words={SectionKind.CONS: "- It is safe.\n- It is painless."})

    told(capsys, fails=r"^Mend the 2 errors above\.$")


def test_only_the_version_patients_see_is_judged(folder, capsys):
    put(folder, 1, words=FAULTY)
    put(folder, 2)
    put(folder, 10, words={SectionKind.CONS: "- The skin is cleaned."})

    assert found(capsys, fails="")["pages"] == ["content/microneedling/10.md"]


@pytest.mark.parametrize("row", ["withdrawals", "redactions"])
def test_what_was_withdrawn_or_redacted_is_not_judged_and_nothing_else_takes_its_place(
    folder, capsys, row
):
    put(folder, 1, words=FAULTY)
    put(folder, 2, words=FAULTY)
    removed = '    removed: "A name."\n' if row == "redactions" else ""
    folder.write(
        "microneedling/register.yaml",
        f'{row}:\n  - number: 2\n    digest: "{"0" * 64}"\n    at: "2026-11-22T10:00:00Z"\n'
        f'{removed}    reason: "Recalled."\n',
    )

    assert found(capsys, fails="")["pages"] == []


def test_a_procedure_or_a_file_is_judged_alone(folder, capsys):
    put(folder, 1, words=FAULTY)
    put(folder, 2)
    put(folder, slug="chemical-peel", words=FAULTY)
    folder.write("notes.txt", "")

    assert found(capsys, "content/microneedling", fails="")["pages"] == [
        "content/microneedling/2.md"
    ]
    one = found(capsys, "content/microneedling/1.md")
    assert one["pages"] == ["content/microneedling/1.md"]
    assert len(one["findings"]) == 3
    two = found(capsys, "content/chemical-peel", "content/microneedling")
    assert two["pages"] == ["content/chemical-peel/1.md", "content/microneedling/2.md"]


def test_a_finding_is_told_once_however_often_its_page_was_named(folder, capsys):
    put(folder, words={SectionKind.CONS: "- It is safe."})

    assert len(found(capsys, "content", "content/microneedling")["findings"]) == 1


def test_a_path_may_be_named_from_inside_its_folder(folder, capsys, monkeypatch):
    put(folder)
    monkeypatch.chdir(folder.path / "microneedling")

    assert found(capsys, ".", fails="")["pages"] == [f"{folder.path}/microneedling/1.md"]
    assert found(capsys, "1.md", fails="")["pages"] == [f"{folder.path}/microneedling/1.md"]
    monkeypatch.chdir(folder.path)
    for path in (".", "microneedling", "microneedling/1.md"):
        assert found(capsys, path, fails="")["pages"] == ["microneedling/1.md"]


def test_a_file_or_folder_that_stands_alone_is_judged_too(tmp_path_factory, capsys):
    alone = tmp_path_factory.mktemp("elsewhere") / "peel"
    alone.mkdir()
    picture = f'![Skin](photo:{"0" * 64} "Layers.")'
    words = {SectionKind.ABOUT: f"It pricks the skin [2].\n\n{picture}"}
    for number in (1, 2):
        (alone / f"{number}.md").write_text(write(make_page(words)))

    assert found(capsys, alone, fails="")["pages"] == [f"{alone}/2.md"]
    assert found(capsys, alone / "1.md", fails="")["pages"] == [f"{alone}/1.md"]


def test_a_file_the_site_would_refuse_is_told_as_loading_tells_it(folder, capsys):
    put(folder, words={SectionKind.ABOUT: "It pricks [9]."})
    folder.write("notes.txt", "")
    folder.write("microneedling/images/a.webp", "")

    faults = [
        (one["path"], one["line"], one["rule"], one["words"], one["suggestion"])
        for one in found(capsys)["findings"]
    ]

    assert faults == [
        (
            "content/microneedling/1.md",
            22,
            "format",
            "citation [9] has no source",
            "add source 9 under “## Sources”, or correct the number",
        ),
        (
            "content/microneedling/images/a.webp",
            1,
            "format",
            "a photo is named by its SHA-256",
            "name it <what sha256sum prints>.webp",
        ),
        (
            "content/notes.txt",
            1,
            "format",
            "a file that has no place here",
            "move it out of the content folder",
        ),
    ]


def test_faults_elsewhere_are_not_told_of_one_procedure(folder, capsys):
    put(folder)
    folder.write("notes.txt", "")

    assert found(capsys, "content/microneedling", fails="")["findings"] == []


def test_a_folder_that_is_not_there_is_an_error(capsys):
    assert "nothing:1: error format: “no such folder”" in told(capsys, "nothing", fails="error")


def test_pages_may_link_to_each_other_by_any_name(folder, capsys):
    words = {
        SectionKind.OPTIONS: "Doing nothing, or [a peel](procedure:chemical-peel), "
        "or [needles](procedure:needling)."
    }
    put(folder, words=words)
    put(folder, slug="chemical-peel")

    assert found(capsys, fails="")["findings"] == []


def test_a_folder_without_a_catalogue_is_judged(folder, capsys):
    put(folder)
    (folder.path / "catalogue.yaml").unlink()

    assert found(capsys, fails="")["pages"] == ["content/microneedling/1.md"]


def test_a_text_dated_after_today_is_an_error(folder, capsys):
    put(folder, updated=make_page().updated.replace(year=2999))

    assert "“updated” is 2999-11-20, after today" in told(capsys, fails="error")


# Allowances -----------------------------------------------------------------

SAFE = ("microneedling", "safe", "It is safe.", "A quotation.")


def test_a_finding_may_be_allowed_with_a_reason(folder, capsys):
    put(folder, words={SectionKind.CONS: "- It is safe."})
    allow(folder, SAFE)

    for path in ("content", "content/microneedling", "content/microneedling/1.md"):
        assert found(capsys, path, fails="") == {
            "pages": ["content/microneedling/1.md"],
            "allowed": 1,
            "findings": [],
        }


@pytest.mark.parametrize("path", ["content", "content/microneedling", "content/microneedling/2.md"])
def test_an_allowance_that_covers_nothing_is_an_error(folder, capsys, path):
    put(folder, 2)
    allow(folder, SAFE)

    (one,) = found(capsys, path)["findings"]

    assert (one["path"], one["line"]) == ("content/checks.yaml", 1)
    assert one["words"] == "“safe” finds nothing in “It is safe.” of microneedling"


def test_an_allowance_for_a_page_that_was_not_judged_is_no_error(folder, capsys):
    put(folder, 1)
    put(folder, 2, words={SectionKind.CONS: "- It is safe."})
    put(folder, slug="chemical-peel")
    allow(folder, SAFE)

    assert found(capsys, "content/chemical-peel", fails="")["findings"] == []
    assert found(capsys, "content/microneedling/1.md", fails="")["findings"] == []


def test_an_allowance_for_a_page_that_cannot_be_read_is_no_error(folder, capsys):
    put(folder, words={SectionKind.ABOUT: "It pricks [9]."})
    allow(folder, SAFE)

    (one,) = found(capsys)["findings"]

    assert one["words"] == "citation [9] has no source"


def test_what_makes_a_file_no_page_cannot_be_allowed(folder, capsys):
    put(folder)
    allow(folder, ("microneedling", "format", "a", "b"))

    (one,) = found(capsys)["findings"]

    assert one["words"] == "no rule “format”"


# Scores and other formats ---------------------------------------------------


def test_scores_are_told_before_findings(folder, capsys):
    put(folder, words=FAULTY)

    said = told(capsys, "--scores", fails="Mend the error above")

    assert said.startswith("content/microneedling/1.md\n\n  Reading grade")
    assert said.index("  PEMAT: ") < said.index("error safe")


def test_scores_are_for_programs_too(folder, capsys):
    put(folder)

    (page,) = found(capsys, "--scores", fails="")["scores"]

    assert page["path"] == "content/microneedling/1.md"
    assert page["grades"][0]["of"] == "Whole page"


def test_scores_stand_beside_no_line(capsys):
    told(capsys, "--scores", "--format", "github", fails="ask for them as text or json")


def test_github_shows_findings_beside_their_lines(folder, capsys):
    put(folder, words=FAULTY)

    lines = told(capsys, "--format", "github", fails="Mend").splitlines()

    assert [line[: line.index(" ")] for line in lines] == ["::warning", "::error", "::notice"]
    assert lines[1].startswith("::error file=content/microneedling/1.md,line=72,title=safe::")


def test_a_program_gets_the_same_text_each_time(folder, capsys):
    put(folder, words=FAULTY)
    put(folder, slug="chemical-peel", words=FAULTY)

    first = told(capsys, "--format", "json", fails="Mend")

    assert told(capsys, "--format", "json", fails="Mend") == first
    assert [one["path"] for one in json.loads(first)["findings"]] == sorted(
        ["content/chemical-peel/1.md", "content/microneedling/1.md"] * 3
    )


# The clinic -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("debug", "funding", "errors"),
    [(True, "", 0), (False, "", 1), (False, "We earn from it.", 0), (True, "We earn from it.", 0)],
)
def test_a_clinic_must_say_who_pays_and_a_developer_need_not(
    folder, capsys, settings, debug, funding, errors
):
    put(folder)
    settings.DEBUG, settings.CLINIC_FUNDING = debug, funding

    assert len(found(capsys, fails="above" if errors else "")["findings"]) == errors


def test_scores_know_who_pays_and_how_often_the_clinic_checks(folder, capsys, settings):
    put(folder)
    settings.CLINIC_FUNDING, settings.REVIEW_MONTHS = "We earn from it.", 6

    said = told(capsys, "--scores")

    assert "Disclosure: We earn from it." in said
    assert "checked again within 6 months" in said


def test_our_own_pages_have_no_errors(settings, capsys):
    content = settings.BASE_DIR / "content"

    told(capsys, content)


def test_a_medical_word_must_be_explained_on_the_page_or_in_the_glossary(folder, capsys):
    put(folder, words={SectionKind.CONS: "- You may get milia."})
    (finding,) = found(capsys, fails="")["findings"]
    assert (finding["rule"], finding["words"]) == ("unexplained-word", "milia")

    folder.write("glossary.md", "## Milia\nTiny bumps.\n")

    assert "0 errors, 0 warnings" in told(capsys)


def test_a_glossary_at_fault_is_told(folder, capsys):
    put(folder)
    folder.write("glossary.md", "Words without a heading.\n")

    (finding,) = found(capsys)["findings"]

    assert (finding["rule"], finding["line"]) == ("format", 1)
