"""The database counts what changes for patients, whoever changes it, and nothing else."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Sum

from procedures.editorial import drafting, journal, lifecycle, scheduling, signing
from procedures.editorial.content import arranging
from procedures.editorial.pictures import consenting, photos
from procedures.editorial.pictures.consenting import Agreed
from procedures.editorial.upkeep import checkups
from procedures.embedding import registry
from procedures.models import EmbedSite, Generation, Photo, Version
from procedures.text.lists import register
from procedures.text.lists.catalogue import Entry
from procedures.text.lists.register import Register, Row
from tests.clinic import (
    CLINIC,
    NOW,
    TODAY,
    make_approved,
    make_clinician,
    make_draft,
    make_person,
    make_published,
    make_review,
    make_submitted,
    make_withdrawn,
    sign_off,
)
from tests.models.attacks import run
from tests.patients import states

pytestmark = pytest.mark.django_db


def generation():
    return Generation.objects.aggregate(number=Sum("number"))["number"]


def person():
    return {"by": make_clinician(), "at": NOW}


def a_photo(*, of_patient=True):
    return Photo.objects.create(digest="a" * 64, width=9, height=9, of_patient=of_patient)


AGREED = Agreed("C-17", TODAY, TODAY + timedelta(days=9), "a pen", 1, 30, unretouched=True)


def agreed():
    photo = a_photo()
    consenting.record(photo, AGREED, today=TODAY, **person())
    return photo


def homepage():
    site = EmbedSite(name="Example Health", origins=["https://clinic.example"])
    return registry.keep(site, [], **person())


def approved():
    version = make_submitted()
    return version, make_approved(version)


# Each makes what is needed, and gives what then changes what patients see.


def publishing(folder):
    version, approval = approved()
    return lambda: lifecycle.publish(version, approval=approval, **person())


def publishing_when_due(folder):
    version, approval = approved()
    scheduling.schedule(version, approval=approval, due=NOW + timedelta(hours=1), **person())
    return lambda: list(scheduling.publish_due(NOW + timedelta(hours=2)))


def showing(folder):
    version = make_submitted()
    return lambda: lifecycle.show(version, at=NOW)


def withdrawing(folder):
    version = make_published()
    return lambda: lifecycle.withdraw(version, reason="A recall.", **person())


def declining(folder):
    version = states.waiting(folder)
    return lambda: lifecycle.decline(version)


def redacting(folder):
    version = states.replaced(folder)
    return lambda: lifecycle.redact(version, at=NOW, removed="A name", reason="It named her.")


def signing_off(folder):
    version = make_published()
    return lambda: make_review(version)


def redating(folder):
    version = make_published()
    return lambda: signing.still_correct(
        "microneedling", digest=version.digest, sign_off=sign_off(), **person()
    )


def loading(folder):
    folder.version(1)
    return folder.load


def loading_what_waits(folder):
    folder.version(1)
    return lambda: folder.load(publish=False)


def loading_a_register(folder):
    folder.version(1)
    folder.load()
    row = Row(1, Version.objects.get().digest, NOW, "The device was recalled.")
    folder.write("microneedling/register.yaml", register.write(Register(withdrawals=(row,))))
    return folder.load


def arranging_by_file(folder):
    folder.version(1)
    folder.load()
    states.arrange(folder, Entry("microneedling"))
    return folder.load


def renaming_by_file(folder):
    folder.version(1, slug="skin-needling")
    folder.load()
    states.arrange(folder, Entry("microneedling", former_slugs=("skin-needling",)))
    return folder.load


def offering(folder):
    procedure = make_published().procedure
    return lambda: arranging.offer(procedure, False, **person())


def renaming(folder):
    procedure = make_published().procedure
    return lambda: arranging.rename(procedure, "needling", **person())


def adding_a_photo(folder):
    return a_photo


def finding_a_patient_in_a_photo(folder):
    photo = a_photo(of_patient=False)
    return lambda: photos.of_patients([photo.digest])


def deleting_a_photo(folder):
    photo = a_photo(of_patient=False)
    return lambda: photos.delete(photo, **person())


def recording_consent(folder):
    photo = a_photo()
    return lambda: consenting.record(photo, AGREED, today=TODAY, **person())


def ending_consent(folder):
    photo = agreed()
    return lambda: consenting.end(photo, today=TODAY, why="She asked.", **person())


def registering_a_homepage(folder):
    return homepage


def changing_where_it_frames(folder):
    site = homepage()
    site.origins = ["https://else.example"]
    return lambda: registry.keep(site, [], **person())


def choosing_its_pages(folder):
    site, procedure = homepage(), make_published().procedure
    return lambda: site.procedures.set([procedure])


def changing_its_key(folder):
    site = homepage()
    return lambda: registry.change_key(site, **person())


def ending_it(folder):
    site = homepage()
    return lambda: registry.switch(site, active=False, **person())


def writing_at_the_prompt(folder):
    homepage()
    return lambda: run("DELETE FROM procedures_embedsite")


SEEN = [
    publishing,
    publishing_when_due,
    showing,
    withdrawing,
    declining,
    redacting,
    signing_off,
    redating,
    loading,
    loading_what_waits,
    loading_a_register,
    arranging_by_file,
    renaming_by_file,
    offering,
    renaming,
    adding_a_photo,
    finding_a_patient_in_a_photo,
    deleting_a_photo,
    recording_consent,
    ending_consent,
    registering_a_homepage,
    changing_where_it_frames,
    choosing_its_pages,
    changing_its_key,
    ending_it,
    writing_at_the_prompt,
]


@pytest.mark.parametrize("prepare", SEEN, ids=lambda one: one.__name__)
def test_whatever_changes_what_patients_see_is_counted(prepare, folder):
    change = prepare(folder)
    before = generation()

    change()

    assert generation() > before


def test_what_is_undone_is_not_counted():
    site = homepage()
    before = generation()

    with transaction.atomic():
        registry.switch(site, active=False, **person())
        transaction.set_rollback(True)

    assert generation() == before


def test_work_that_patients_do_not_see_is_not_counted(client):
    page = make_published()
    draft = make_draft(summary="Other words.")
    before = generation()

    fields = drafting.words(draft)
    drafting.save(
        draft,
        base=fields,
        mine=fields | {"summary": "What somebody types."},
        by=make_person(),
        at=NOW,
        today=TODAY,
        editor="one",
    )
    drafting.discard(draft, **person())
    drafting.bring_back(draft, **person())
    drafting.submit(draft, today=TODAY, **person())
    drafting.send_back(draft, note="Mend the list.", **person())
    drafting.submit(draft, today=TODAY, **person())
    drafting.take_back(draft, **person())
    drafting.begin(page.procedure, today=TODAY, **person())
    signing.needs_edit("microneedling", note="Mend the list.", **person())
    list(checkups.check_up(CLINIC, NOW))
    journal.ran("checkpages", NOW)
    client.force_login(make_clinician())
    for address in ("/", "/search/?q=needles", "/procedures/microneedling/", "/admin/"):
        client.get(address)

    assert generation() == before


def test_a_count_says_whose_it_is():
    make_withdrawn()

    said = {str(one) for one in Generation.objects.all()}

    assert said == {f"{one.pk}: {one.number}" for one in Generation.objects.all()}
