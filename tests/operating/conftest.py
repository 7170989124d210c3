"""A site on a database of its own, worked on from within the test."""

from pathlib import Path

import pytest
from django.db import connection

from tests import databases
from tests.operating.places import Place, here


def pytest_collection_modifyitems(items):
    """Each kind of database is copied, restored and examined in its own way."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("dialect")


@pytest.fixture
def place(site, folder, tmp_path, django_db_setup, django_db_blocker):
    """The site that is backed up; the test itself is a process of it."""
    one = Place(site.url, tmp_path / "media")
    with django_db_blocker.unblock(), here(one):
        yield one


@pytest.fixture
def elsewhere(place, tmp_path):
    """Makes a place with an empty database and no media, as a new machine has."""
    made = []

    def make(name="elsewhere"):
        home = tmp_path / name
        home.mkdir()
        database = databases.empty(
            home, f"{connection.settings_dict['NAME'].rpartition('/')[2]}_{name}"
        )
        made.append(database)
        return Place(database.__enter__(), home / "media")

    yield make
    for database in made:
        database.__exit__(None, None, None)
