"""What the clinic offers, and who reviews a page: nobody's words, but written down."""

import pytest
from django.core.management import call_command

from procedures.models import Procedure, Step
from procedures.text.lists.catalogue import Entry
from tests.clinic import make_clinician, make_published, make_submitted
from tests.patients.states import arrange
from tests.staff.test_editor import told

pytestmark = pytest.mark.django_db

PAGE = "/admin/procedures/microneedling/"


def notes():
    return list(Step.objects.exclude(note="").values_list("by_name", "note"))


def test_a_clinic_that_does_not_offer_a_procedure_tells_patients_so(sam, client):
    make_published()
    assert "We do not offer this here" in sam.get(PAGE).content.decode()

    answer = sam.post(f"{PAGE}offer/", {"offered": "no"}, follow=True)

    assert told(answer)[0] == "Not offered here. The page says so to patients."
    assert "We offer this here" in answer.content.decode()
    assert "do not offer" in client.get("/procedures/microneedling/").content.decode()
    sam.post(f"{PAGE}offer/", {"offered": "no"})
    sam.post(f"{PAGE}offer/", {"offered": "yes"})
    assert notes() == [
        ("Sam Steward", "Offered here → not offered here"),
        ("Sam Steward", "Not offered here → offered here"),
    ]
    assert Procedure.objects.get().arranged_by_staff


def test_a_reviewer_is_chosen_for_a_page(sam, nia):
    make_published()

    answer = sam.post(f"{PAGE}assign/", {"reviewer": make_clinician().pk}, follow=True)
    assert told(answer) == ["Chosen."]
    assert Procedure.objects.get().reviewer == make_clinician()

    sam.post(f"{PAGE}assign/", {"reviewer": make_clinician().pk})
    answer = sam.post(f"{PAGE}assign/", {"reviewer": "x"}, follow=True)
    assert told(answer)[-1] == "Nobody is asked to review this page."
    assert notes() == [("Sam Steward", "nobody → Nia Nurse"), ("Sam Steward", "Nia Nurse → nobody")]


def rename(browser, slug, to):
    return browser.post(f"/admin/procedures/{slug}/rename/", {"slug": to}, follow=True)


def test_a_page_gets_another_address_and_the_old_ones_lead_there_in_one_step(sam, client):
    make_published()
    make_published(slug="peel", words={"pros": "- See [needling](procedure:microneedling)."})

    assert "new address" in told(rename(sam, "microneedling", "skin-needling"))[0]
    rename(sam, "skin-needling", "needling")

    for old in ("microneedling", "skin-needling"):
        answer = client.get(f"/procedures/{old}/versions/1/")
        assert answer.status_code == 301
        assert answer.headers["Location"] == "/procedures/needling/versions/1/"
    assert client.get("/procedures/needling/").status_code == 200
    assert ("Sam Steward", "Address: skin-needling → needling") in notes()
    rename(sam, "needling", "microneedling")
    assert client.get("/procedures/microneedling/").status_code == 200
    assert client.get("/procedures/needling/").status_code == 301


def test_a_text_may_still_name_a_procedure_as_it_was_called(sam):
    make_published(slug="peel")
    rename(sam, "peel", "chemical-peel")

    make_submitted(words={"pros": "- Less than a [peel](procedure:peel)."})


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("microneedling", "its address already"),
        ("Skin needling", "small letters"),
        ("", "small letters"),
        ("peel", "Another procedure has this address"),
        ("old-peel", "or had it once"),
    ],
)
def test_an_address_that_cannot_be_is_refused(sam, slug, said):
    make_published()
    make_published(slug="old-peel")
    rename(sam, "old-peel", "peel")

    assert said in told(rename(sam, "microneedling", slug))[0]
    assert Procedure.objects.filter(slug="microneedling").exists()


def test_a_new_address_is_written_to_the_catalogue_and_loads_again(sam, folder):
    folder.version(1)
    arrange(folder, Entry("microneedling"))
    folder.load()
    rename(sam, "microneedling", "needling")

    folder.version(2)
    report = folder.load()

    assert not report.refused
    assert set(Procedure.objects.values_list("slug", flat=True)) == {"needling"}
    out = folder.path.parent / "out"
    call_command("dumpcontent", str(out), verbosity=0)
    assert "microneedling" in (out / "catalogue.yaml").read_text(encoding="utf-8")
    assert (out / "needling" / "2.md").is_file()
