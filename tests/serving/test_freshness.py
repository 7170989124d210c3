"""Whether what is kept still holds is asked as often as each database can tell it."""

import shutil
import threading
import time
from pathlib import Path

import pytest
from django.db import connection

from procedures.editorial import lifecycle
from procedures.serving.freshness import Unreadable
from tests.clinic import NOW, make_clinician, make_published
from tests.databases import is_postgresql
from tests.serving.test_kept import PAGE
from tests.serving.test_last_good import Gone

pytestmark = pytest.mark.dialect


@pytest.fixture
def site(own_database, open_site):
    make_published()
    return open_site()


def test_a_database_that_is_away_is_not_asked_by_every_request(site):
    freshness = site.front.freshness
    freshness.database.close()
    found, freshness.database = freshness.database, Gone()
    with pytest.raises(Unreadable):
        freshness.token()
    freshness.database = found

    with pytest.raises(Unreadable, match="the database does not answer"):
        freshness.token()

    freshness._again = time.monotonic()
    assert freshness.token()


def test_an_address_that_is_not_at_the_root_is_left_to_django(site):
    assert site.enters(PAGE, script_name="/pages")


def test_the_site_may_be_opened_twice(site, open_site):
    assert open_site().ask(PAGE) == site.ask(PAGE)


if is_postgresql():

    def test_while_one_request_asks_the_others_do_not_wait(site):
        database = site.front.freshness.database
        number = database.number()
        database._asked -= database.OLDEST * 0.75

        with database._lock:  # as while one asks
            assert database.number() == number

        assert database.number() == number

    def test_nothing_older_than_a_quarter_of_a_second_is_trusted(site):
        database = site.front.freshness.database
        database.number()
        database._asked -= database.OLDEST
        found = []
        with database._lock:
            waiting = threading.Thread(target=lambda: found.append(database.number()))
            waiting.start()
            waiting.join(timeout=0.2)
            assert not found
            database._asked = time.monotonic()  # the one that asked has been answered

        waiting.join(timeout=60)
        assert found == [database._number]

    def test_two_people_who_publish_at_once_do_not_wait_for_one_another(site):
        """Each session counts in a row of its own."""
        database = site.front.freshness.database
        before = database._answer()
        made_in_another_session = threading.Thread(target=_publish)
        with connection.cursor() as cursor:
            cursor.execute("BEGIN; UPDATE procedures_group SET position = 1")
            cursor.execute("INSERT INTO procedures_group (name, position) VALUES ('One', 1)")
            made_in_another_session.start()
            made_in_another_session.join(timeout=60)
            between = database._answer()
            cursor.execute("COMMIT")

        assert before < between < database._answer()

    def _publish():
        try:
            make_published(slug="peel", title="Peel")
        finally:
            connection.close()

else:

    def test_a_commit_is_seen_at_once_and_only_then(site):
        database = site.front.freshness.database
        before = database.number()

        make_published(slug="peel", title="Peel")
        assert database.number() > before
        connection.close()

        made = make_published(slug="hair", title="Hair")
        before = database.number()
        lifecycle.withdraw(made, by=make_clinician(), at=NOW, reason="A recall.")
        assert database.number() > before

    def test_a_backup_that_is_put_in_its_place_is_read_at_once(site, monkeypatch, tmp_path):
        monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", None)  # as on a clinic's site
        connection.close()
        database = Path(site.front.freshness.database.path)
        backup = shutil.copy(database, tmp_path / "backup")
        make_published(summary="Words of today.")
        assert b"Words of today." in site.ask(PAGE).body

        shutil.move(shutil.copy(backup, database.with_suffix(".new")), database)

        assert b"Words of today." not in site.ask(PAGE).body
        assert site.ask(PAGE).status == 200
