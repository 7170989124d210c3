"""Two processes serve one site: neither shows what the other's readers are no longer shown."""

import time

import pytest
from django.db import connection
from django.utils import timezone

from procedures.editorial import lifecycle
from procedures.editorial.content import arranging
from procedures.editorial.pictures import consenting
from procedures.embedding import registry
from procedures.models import EmbedSite
from procedures.vocabulary import Change
from tests.clinic import NOW, make_clinician, make_published, make_review
from tests.databases import is_postgresql
from tests.patients import states
from tests.serving.photographed import make_photo

pytestmark = [pytest.mark.drill, pytest.mark.dialect, pytest.mark.uncounted]

PAGE = "/procedures/microneedling/"
PERMALINK = f"{PAGE}versions/1/"
SECOND = f"{PAGE}versions/2/"
KEY = "k3y8abc2"
FRAME = f"/embed/{KEY}/microneedling/"


def person():
    return {"by": make_clinician(), "at": NOW}


def test_what_one_person_changes_every_process_shows_at_the_next_load(own_database, start, folder):
    page = make_published(reviewed=True)
    site = EmbedSite.objects.create(key=KEY, name="Health", origins=["https://one.example"])
    today = timezone.localdate()
    photo, file, line = make_photo(today=today)

    with start("one") as one, start("two") as two:

        def settle():
            connection.close()
            if is_postgresql():  # which each process asks four times a second
                time.sleep(0.3)

        def both(path):
            """What both answer, each asked twice so that the second may come from the store."""
            settle()
            found = [reader.ask(path) for reader in (one, two, one, two)]
            assert found[0] == found[2]
            assert found[1] == found[3]
            assert found[0][0] == found[1][0]
            return found[1]

        def policy():
            return both(FRAME)[1]["Content-Security-Policy"]

        assert "one.example" in policy()
        for path in (PAGE, PERMALINK, "/"):
            assert both(path)[0] == 200

        make_published(
            change=Change.FACTS,
            summary="Words of the second.",
            change_notes=("New.",),
            words={"about": f"It makes collagen.\n\n{line}"},
            reviewed=True,
        )
        assert "Words of the second." in both(PAGE)[2]

        second = page.procedure.versions.published().get()
        make_review(second, next_due=NOW.date().replace(year=2031))
        assert "2031" in both(PAGE)[2]

        for path in (PAGE, SECOND, FRAME):
            assert photo.digest in both(path)[2]
        assert both(file)[0] == 200
        consenting.end(photo, today=today, why="Asked by the patient.", **person())
        for path in (PAGE, SECOND, FRAME):
            assert photo.digest not in both(path)[2]
        assert both(file)[0] == 404

        site.origins = ["https://two.example"]
        registry.keep(site, [], **person())
        assert "two.example" in policy()

        registry.switch(site, active=False, **person())
        assert both(FRAME)[0] == 404

        page.refresh_from_db()
        lifecycle.redact(page, at=NOW, removed="A name", reason="It named a person.")
        assert "It named a person." in both(PERMALINK)[2]

        folder.write("glossary.md", "## Collagen\nWhat keeps skin firm.\n")
        assert "What keeps skin firm." in both(PAGE)[2]

        arranging.rename(page.procedure, "needling", **person())
        assert both(PAGE)[1]["Location"] == "/procedures/needling/"
        assert both("/procedures/needling/")[0] == 200

        states.withdraw(second)
        status, _, words = both("/procedures/needling/")
        assert status == 410
        assert "The maker has recalled the device." in words
        assert "Microneedling" not in both("/")[2].split("main")[1]
