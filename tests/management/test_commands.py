"""What an operator types, and what they are told."""

import pytest
from django.core.management import CommandError, call_command

from procedures.models import Section, Version
from procedures.vocabulary import Status
from tests.clinic import make_published, make_review
from tests.text.documents import make_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def near(folder, monkeypatch):
    """The operator stands in the folder above the content."""
    monkeypatch.chdir(folder.path.parent)


def test_loading_says_what_was_published_and_what_was_kept(folder, capsys):
    folder.version(1)
    folder.version(2)

    call_command("loadcontent", "content")

    assert capsys.readouterr().out == (
        "Kept as an earlier version: microneedling 1\nPublished: microneedling 2\n"
    )


def test_loading_says_what_waits(folder, capsys, settings):
    settings.PUBLISH_LOADED = False
    folder.version(1)

    call_command("loadcontent", "content")

    assert capsys.readouterr().out == "Waiting for staff to approve: microneedling 1\n"


@pytest.mark.parametrize(("numbers", "said"), [((1,), "1 version\n"), ((1, 2), "2 versions\n")])
def test_loading_again_says_what_was_here(folder, capsys, numbers, said):
    for number in numbers:
        folder.version(number)
    call_command("loadcontent", "content")
    capsys.readouterr()

    call_command("loadcontent", "content")

    assert capsys.readouterr().out == f"Already here: {said}"


def test_a_fault_is_told_with_its_file_as_seen_from_here(folder, capsys):
    folder.write("microneedling/1.md", make_text().replace("title: Microneedling\n", ""))

    with pytest.raises(CommandError, match=r"Nothing was loaded\. Mend the fault above\."):
        call_command("loadcontent", "content")

    assert capsys.readouterr().err == (
        "content/microneedling/1.md:1: the front matter has no “title”; add a line “title: …”\n"
    )


def test_several_faults_are_counted(folder):
    folder.write("microneedling/1.md", make_text().replace("title: Microneedling\n", ""))
    folder.write("notes.txt", "")

    with pytest.raises(CommandError, match="Mend the 2 faults above"):
        call_command("loadcontent", "content")


def test_a_folder_elsewhere_is_named_in_full(folder, tmp_path_factory, capsys):
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    with pytest.raises(CommandError):
        call_command("loadcontent", elsewhere / "nothing")

    assert f"{elsewhere}/nothing:1: no such folder" in capsys.readouterr().err


def test_a_refusal_is_told_and_the_rest_is_loaded(folder, capsys):
    folder.version(1)
    call_command("loadcontent", "content")
    folder.version(1, summary="Edited.")
    folder.version(1, slug="peel")

    with pytest.raises(CommandError, match="Everything else was loaded"):
        call_command("loadcontent", "content")

    told = capsys.readouterr()
    assert "Published: peel 1" in told.out
    assert told.err.startswith("content/microneedling: version 1 of microneedling is stored here")


def test_what_the_register_left_to_staff_is_told(folder, capsys):
    version = make_published()
    make_review(version)
    folder.write("microneedling/1.md", version.text)
    folder.write(
        "microneedling/register.yaml",
        f'withdrawals:\n  - number: 1\n    digest: "{version.digest}"\n'
        '    at: "2026-03-01T08:00:00Z"\n    reason: "Recalled."\n',
    )

    call_command("loadcontent", "content")

    assert "microneedling: the register says withdrawal of version 1" in capsys.readouterr().out
    assert Version.objects.get().status == Status.PUBLISHED


def test_dumping_says_what_was_written(folder, capsys):
    make_published()

    call_command("dumpcontent", "out")

    assert capsys.readouterr().out == (
        "Written: out/microneedling/1.md\nWritten: out/catalogue.yaml\nAlready there: 0 files\n"
    )


def test_dumping_over_other_words_is_refused(folder, capsys):
    make_published()
    folder.write("microneedling/1.md", "Notes")

    with pytest.raises(CommandError, match="Everything else was written"):
        call_command("dumpcontent", "content")

    assert "content/microneedling/1.md: other words than" in capsys.readouterr().err


def test_verifying_says_that_all_is_well(capsys):
    make_published()
    make_published()

    call_command("verifyversions")

    assert capsys.readouterr().out == "2 versions are exactly as they were shown.\n"


def test_verifying_says_what_is_wrong(capsys):
    make_published()
    Section.objects.filter(kind="about").delete()

    with pytest.raises(CommandError, match=r"1 found\. Keep this database"):
        call_command("verifyversions")

    assert "microneedling 1: the index of its sections" in capsys.readouterr().err
