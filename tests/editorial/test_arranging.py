"""`catalogue.yaml` arranges procedures until staff do."""

import pytest

from procedures.models import FormerSlug, Group, Procedure
from procedures.text.grammar.faults import ContentRefused
from procedures.text.lists import catalogue
from procedures.text.lists.catalogue import Catalogue, Entry, GroupEntry

pytestmark = pytest.mark.django_db


def arrange(folder, *entries, group="Skin texture and scars"):
    folder.write("catalogue.yaml", catalogue.write(Catalogue((GroupEntry(group, entries),))))


@pytest.mark.uncounted
def test_the_catalogue_groups_and_orders_procedures(folder):
    folder.version(1)
    folder.version(1, slug="chemical-peel")
    arrange(
        folder,
        Entry("microneedling", search_words=("dermaroller",), alternatives=("chemical-peel",)),
        Entry("chemical-peel", offered_here=False),
    )

    folder.load()

    assert Group.objects.get().name == "Skin texture and scars"
    rows = Procedure.objects.order_by("position").values_list(
        "slug", "offered_here", "search_words", "alternatives"
    )
    assert list(rows) == [
        ("microneedling", True, ["dermaroller"], ["chemical-peel"]),
        ("chemical-peel", False, [], []),
    ]


def test_a_changed_catalogue_is_followed(folder):
    folder.version(1)
    arrange(folder, Entry("microneedling"))
    folder.load()
    arrange(folder, Entry("microneedling", offered_here=False), group="Needles")

    folder.load()

    procedure = Procedure.objects.get()
    assert (procedure.group.name, procedure.offered_here) == ("Needles", False)


def test_what_staff_arranged_wins_over_the_file(folder):
    folder.version(1)
    arrange(folder, Entry("microneedling"))
    folder.load()
    Procedure.objects.update(offered_here=False, arranged_by_staff=True)

    report = folder.load()

    assert not Procedure.objects.get().offered_here
    assert report.notices == ["microneedling: left in the catalogue as staff put it"]


def test_nothing_is_said_where_staff_and_file_agree(folder):
    folder.version(1)
    arrange(folder, Entry("microneedling"))
    folder.load()
    Procedure.objects.update(arranged_by_staff=True)

    assert folder.load().notices == []


def test_a_procedure_nobody_has_is_a_fault(folder):
    folder.version(1)
    arrange(folder, Entry("microneedling", alternatives=("chemical-peel",)), Entry("peel"))

    with pytest.raises(ContentRefused) as refused:
        folder.load()

    told = {(fault.line, fault.what) for fault in refused.value.faults}
    lines = (folder.path / "catalogue.yaml").read_text().split("\n")
    assert told == {
        (lines.index("          - chemical-peel") + 1, "no procedure “chemical-peel”"),
        (lines.index("      - slug: peel") + 1, "no procedure “peel”"),
    }


def test_a_folder_under_a_former_slug_loads_into_the_renamed_procedure(folder):
    folder.version(1, slug="needling")
    folder.load()
    arrange(folder, Entry("microneedling", former_slugs=("needling",)))
    folder.version(2, slug="needling")

    report = folder.load()

    procedure = Procedure.objects.get()
    assert procedure.slug == "microneedling"
    assert procedure.versions.count() == 2
    assert report.refused == []
    assert FormerSlug.objects.get().slug == "needling"


def test_a_folder_under_a_former_slug_of_this_database_loads_too(folder):
    folder.version(1)
    folder.load()
    FormerSlug.objects.create(slug="needling", procedure=Procedure.objects.get())
    (folder.path / "microneedling").rename(folder.path / "needling")

    report = folder.load()

    assert (report.skipped, Procedure.objects.count()) == (1, 1)


def test_a_new_procedure_in_a_folder_of_a_former_slug_gets_the_present_one(folder):
    folder.version(1, slug="needling")
    arrange(folder, Entry("microneedling", former_slugs=("needling",)))

    folder.load()

    assert Procedure.objects.get().slug == "microneedling"


def test_two_folders_of_one_procedure_are_a_fault(folder):
    folder.version(1, slug="needling")
    folder.version(1)
    arrange(folder, Entry("microneedling", former_slugs=("needling",)))

    with pytest.raises(ContentRefused, match="a second folder of the procedure “microneedling”"):
        folder.load()


def test_a_slug_staff_chose_is_not_taken_back(folder):
    folder.version(1)
    arrange(folder, Entry("microneedling"))
    folder.load()
    Procedure.objects.update(slug="skin-needling", arranged_by_staff=True)
    FormerSlug.objects.create(slug="microneedling", procedure=Procedure.objects.get())

    folder.load()

    assert Procedure.objects.get().slug == "skin-needling"


def test_a_refused_procedure_is_arranged_like_the_others(folder):
    folder.version(1)
    folder.load()
    folder.version(1, summary="Edited.")
    folder.version(1, slug="chemical-peel")
    arrange(folder, Entry("microneedling"), Entry("chemical-peel"))

    report = folder.load()

    assert len(report.refused) == 1
    assert Procedure.objects.filter(group__name="Skin texture and scars").count() == 2
