"""Database → files, and back again without a changed byte."""

import pytest

from procedures.editorial import lifecycle
from procedures.editorial.content.dumping import dump
from procedures.editorial.pictures.photos import stored_at
from procedures.models import Procedure, Version
from procedures.text.lists import catalogue, register
from procedures.text.lists.catalogue import Catalogue, Entry, GroupEntry
from procedures.text.lists.register import Register, Row
from tests.clinic import NOW, Folder, make_draft, make_published, make_withdrawn
from tests.editorial.test_folder import put_photo, webp

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(tmp_path):
    return Folder(tmp_path / "out")


def write_out(out):
    return dump(out.path, progress=lambda *of: None)


def test_load_then_dump_gives_the_same_bytes(folder, out):
    folder.version(1)
    folder.version(2)
    put_photo(folder, webp(), slug="chemical-peel")
    arranged = Catalogue(
        (GroupEntry("Skin", (Entry("microneedling", search_words=("no", "SkinPen")),)),)
    )
    folder.write("catalogue.yaml", catalogue.write(arranged))
    folder.load()

    report = write_out(out)

    assert report.refused == []
    assert out.files() == folder.files()


def test_a_text_comes_back_however_its_author_spaced_it(folder, out):
    file = folder.version(1)
    spaced = file.read_bytes().replace(b"\n## ", b"\n\n\n ## ").rstrip(b"\n")
    folder.write("microneedling/1.md", spaced)
    folder.load()

    write_out(out)

    assert out.files()["microneedling/1.md"] == spaced


def test_dumping_again_writes_nothing(folder, out):
    folder.version(1)
    folder.load()
    write_out(out)

    report = write_out(out)

    assert (report.written, report.refused) == ([], [])


def test_a_numbered_file_with_other_bytes_is_never_replaced(out):
    make_published()
    out.write("microneedling/1.md", "Somebody's notes")

    report = write_out(out)

    [refusal] = report.refused
    assert refusal.startswith(f"{out.path}/microneedling/1.md: other words than the database has")
    assert out.files()["microneedling/1.md"] == b"Somebody's notes"


def test_a_photo_with_other_bytes_is_never_replaced(folder, out):
    digest = put_photo(folder, webp())
    folder.load()
    out.write(f"microneedling/images/{digest}.webp", b"another")

    report = write_out(out)

    assert len(report.refused) == 1
    assert out.files()[f"microneedling/images/{digest}.webp"] == b"another"


@pytest.mark.parametrize("harm", ["missing", "altered"])
def test_a_stored_photo_that_was_harmed_is_not_passed_on(folder, out, harm):
    digest = put_photo(folder, webp())
    folder.load()
    if harm == "missing":
        stored_at(digest).unlink()
    else:
        stored_at(digest).write_bytes(b"altered")

    report = write_out(out)

    assert "missing, or not the bytes its name says" in report.refused[0]
    assert f"microneedling/images/{digest}.webp" not in out.files()


def test_drafts_stay_in_the_database(out):
    make_published()
    make_draft()

    write_out(out)

    assert "microneedling/1.md" in out.files()
    assert "microneedling/2.md" not in out.files()


def test_a_text_that_waits_or_was_declined_keeps_its_number_on_disk(folder, out):
    folder.version(1)
    folder.load(publish=False)
    lifecycle.decline(Version.objects.get())

    write_out(out)

    assert "microneedling/1.md" in out.files()


def test_withdrawals_and_redactions_are_written_to_the_register(out):
    withdrawal = make_withdrawn()
    version = withdrawal.version
    lifecycle.redact(version, at=NOW, removed="A name", reason="It named a person.")

    write_out(out)

    raw = out.files()["microneedling/register.yaml"]
    assert register.parse(raw, "register.yaml") == Register(
        (Row(1, version.digest, NOW, "The maker has recalled the device."),),
        (Row(1, version.digest, NOW, "It named a person.", "A name"),),
    )
    assert "microneedling/1.md" not in out.files()


def test_rows_of_the_register_on_disk_are_kept(out):
    make_published()
    row = Row(7, "0" * 64, NOW, "Recalled elsewhere.")
    out.write("microneedling/register.yaml", register.write(Register((row,))))

    write_out(out)

    raw = out.files()["microneedling/register.yaml"]
    assert register.parse(raw, "register.yaml").withdrawals == (row,)


def test_rows_that_wait_for_staff_are_not_lost(folder, out):
    version = make_published()
    row = Row(1, version.digest, NOW, "Recalled elsewhere.")
    gone = Row(1, version.digest, NOW, "It named a person.", "A name")
    folder.write("microneedling/1.md", version.text)
    folder.write("microneedling/register.yaml", register.write(Register((row,), (gone,))))
    folder.load()

    write_out(out)

    raw = out.files()["microneedling/register.yaml"]
    assert register.parse(raw, "register.yaml") == Register((row,), (gone,))


def test_a_faulty_register_on_disk_is_left_and_told(out):
    make_withdrawn()
    out.write("microneedling/register.yaml", "gone: 1\n")

    report = write_out(out)

    assert "no key “gone”" in report.refused[0]
    assert out.files()["microneedling/register.yaml"] == b"gone: 1\n"


def test_a_file_of_redacted_words_is_told(out):
    withdrawal = make_withdrawn()
    write_out(out)
    lifecycle.redact(withdrawal.version, at=NOW, removed="A name", reason="It named a person.")

    report = write_out(out)

    [refusal] = report.refused
    assert refusal.endswith("1.md: these words were redacted here; delete the file")


def test_a_catalogue_that_says_the_same_keeps_its_comments(folder, out):
    folder.version(1)
    text = "# Ours\n" + catalogue.write(Catalogue((GroupEntry("Skin", (Entry("microneedling"),)),)))
    folder.write("catalogue.yaml", text)
    folder.load()
    out.write("catalogue.yaml", text)

    write_out(out)

    assert out.files()["catalogue.yaml"].decode() == text


def test_what_staff_changed_is_written_to_the_catalogue(folder, out):
    folder.version(1)
    before = Catalogue((GroupEntry("Skin", (Entry("microneedling"),)),))
    folder.write("catalogue.yaml", catalogue.write(before))
    folder.load()
    out.write("catalogue.yaml", catalogue.write(before))
    Procedure.objects.update(offered_here=False, arranged_by_staff=True)

    write_out(out)

    [entry] = catalogue.parse(out.files()["catalogue.yaml"], "catalogue.yaml").entries()
    assert not entry.offered_here


def test_a_faulty_catalogue_on_disk_is_left_and_told(out):
    make_published()
    out.write("catalogue.yaml", "things: []\n")

    report = write_out(out)

    assert "a catalogue has one key" in report.refused[0]
    assert out.files()["catalogue.yaml"] == b"things: []\n"


def test_the_glossary_goes_along_and_a_file_that_is_there_is_left_as_it_is(folder, out):
    folder.write("glossary.md", "## Collagen\nThe protein that keeps skin firm.\n")
    write_out(out)
    assert out.files()["glossary.md"] == folder.files()["glossary.md"]

    out.write("glossary.md", "## Milia\nTiny white bumps.\n")
    write_out(out)

    assert b"Milia" in out.files()["glossary.md"]
