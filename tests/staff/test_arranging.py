"""What the clinic offers, and who reviews a page: nobody's words, but written down."""

import pytest

from procedures.models import Procedure, Step
from tests.clinic import make_clinician, make_published
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
