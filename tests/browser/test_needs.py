"""What needs whom today, in a real browser: links, mails, outages, consents that end."""

import re

import pytest
from aiosmtpd.controller import Controller

from tests.browser.serving import free_port
from tests.browser.test_staff import enter  # noqa: F401
from tests.staff.test_reminding import Postbox

#: A page whose review is over, one whose links and photo are in trouble, and who works on them.
STAFF = """
from datetime import date, timedelta
from django.contrib.auth.models import Group
from procedures.editorial.content import arranging
from procedures.editorial.pictures import consenting, photos
from procedures.editorial.pictures.reencoding import reencode
from procedures.models import Checkup, Consent, Procedure, Run
from tests.clinic import NOW, TODAY, make_person, make_published, make_review
from tests.editorial.test_reencoding import picture, saved
for name, first, last, role in [("pia", "Pia", "Park", "reviewer"), ("ole", "Ole", "Orr", "editor"),
                                ("sol", "Sol", "Sand", "site_manager")]:
    person = make_person(name, first, last)
    person.email = name + "@clinic.example"
    person.set_password("correct horse battery")
    person.save()
    person.groups.set(Group.objects.filter(name=role))
late = make_published(slug="elbows", title="Elbows")
make_review(late, on=date(2025, 1, 1), next_due=date(2026, 1, 1), by=make_person("pia"))
arranging.assign(late.procedure, make_person("pia"), by=make_person("sol"), at=NOW)
photo = photos.keep(reencode(saved(picture(colour="navy"), "PNG")), of_patient=True)
agreed = consenting.Agreed("C-9", date(2026, 1, 5), date(2999, 1, 1), "a pen", 1, 3, True)
consenting.record(photo, agreed, by=make_person("ole"), at=NOW, today=TODAY)
line = '![A heel](patient-photo:' + photo.digest + ' "Day 3")'
heels = make_published(slug="heels", title="Heels", words={"about": "Words.\\n\\n" + line})
gone = "the link https://lost.example/ leads to a page that is not there any more (404)"
Checkup.objects.create(version=heels, links=[gone], at=NOW)
Run.objects.create(name="remindreviews", at=NOW - timedelta(days=900))
print(photo.digest)
"""
#: As it is on the day the consent was given for.
ENDED = """
from django.utils import timezone
from procedures.models import Consent
Consent.objects.filter(reference="C-9").update(ends_on=timezone.localdate())
"""


@pytest.fixture(scope="module")
def desk(site_of, browser):
    """The SHA-256 of a photo of a patient."""
    done = site_of.script(STAFF)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_each_line_of_the_start_page_leads_to_the_one_thing_to_do(enter, desk):  # noqa: F811
    pia = enter("pia", "/admin/")
    pia.get_by_role("link", name=re.compile(r"for you to review")).click()
    pia.get_by_role("link", name="Elbows").first.wait_for()
    pia.go_back()
    pia.get_by_role("region", name="What the checks of today say").get_by_text(
        "The link https://lost.example/ leads to a page that is not there any more (404)"
    ).wait_for()
    pia.get_by_role("region", name="What the checks of today say").get_by_role(
        "link", name="Heels"
    ).click()
    pia.get_by_text("Begin a draft to mend what was found").wait_for()


def test_after_an_outage_everybody_is_told_once_and_the_mail_leads_to_the_page(
    enter,  # noqa: F811
    desk,
    site_of,
):
    sol = enter("sol", "/admin/")
    tasks = sol.get_by_role("region", name="What runs by itself")
    tasks.get_by_text("That is too long ago").first.wait_for()
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        env = {"EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
        for _ in range(2):
            done = site_of.manage("remindreviews", env=env)
            assert done.returncode == 0, done.stderr
    finally:
        server.stop()
    words = [said for to, said in box.post if to == "pia@clinic.example"]
    assert len(words) == 1
    assert "Elbows: overdue since 1 January 2026" in words[0]

    sol.reload()
    assert tasks.get_by_text("That is too long ago").count() == 0
    path = re.search(r"http://127.0.0.1:8000(/admin/procedures/elbows/\S+)", words[0])[1]
    pia = enter("pia", path)
    pia.get_by_label("Your job title").fill("Nurse prescriber")
    pia.get_by_role("button", name="Reviewed, still correct").click()
    pia.get_by_text("Signed. Patients see today’s date and your name.").wait_for()


def test_on_the_day_a_consent_ends_the_photo_is_gone_and_whoever_works_here_is_told(
    enter,  # noqa: F811
    visit,
    desk,
    site_of,
):
    patient = visit("/procedures/heels/")
    patient.get_by_alt_text("A heel").wait_for()

    assert site_of.script(ENDED).returncode == 0

    patient.reload()
    patient.get_by_text("It is shown only while the patient agrees to it.").wait_for()
    assert patient.get_by_alt_text("A heel").count() == 0
    assert patient.get_by_text("Day 3", exact=True).count() == 1
    assert patient.request.get(f"/photos/{desk}-480.webp").status == 404
    ole = enter("ole", "/admin/")
    ole.get_by_role("region", name="Photos of patients").get_by_role("link").first.click()
    ole.get_by_text("shown nowhere, here too: the consent ended on").wait_for()


def test_another_address_leads_on_in_one_step(enter, visit, desk):  # noqa: F811
    sol = enter("sol", "/admin/procedures/elbows/")
    sol.locator("summary", has_text="Change the address").click()
    sol.get_by_label("The end of the address").fill("elbow-peel")
    sol.keyboard.press("Enter")
    sol.get_by_text("The page has its new address").wait_for()
    page = visit("/procedures/elbows/")
    assert page.url.endswith("/procedures/elbow-peel/")
    page.get_by_role("heading", name="Elbows").wait_for()
