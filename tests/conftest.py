"""What every test may ask for."""

import os
from itertools import groupby
from uuid import uuid4

import pytest
from coverage import Coverage
from django.db import connection

from procedures.patients import pages
from tests import databases
from tests.clinic import Folder

#: Whoever asks for one of these, through whatever fixture, asks for a database.
DATABASES = {"django_db_setup", "template_database"}


def pytest_itemcollected(item):
    """Mark what has something to say on each database."""
    if DATABASES & {*item.fixturenames} or item.get_closest_marker("django_db"):
        item.add_marker("database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Begin with what takes long, so that no worker is left alone with it at the end.

    Each begins with an equal share of the list, and takes from others what they have last.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [one for one in items if one.get_closest_marker("drill")]
    others = [one for one in items if not one.get_closest_marker("drill")]
    shares = [[] for _ in range(workers)]
    for at, (_, folder) in enumerate(groupby(long, key=lambda one: one.path.parent)):
        shares[at % workers] += folder
    size = max(1, len(items) // workers)
    items.clear()
    for share in shares:
        items += share
        while others and len(items) % size:
            items.append(others.pop(0))
    items += others


# To count lines makes Python three times as slow, our own and everybody's.
@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Lines are not counted where a test says so, nor where chance has a say in which it takes.

    Nor are they in a browser's tests, which go where others have been. On PostgreSQL they are
    counted only where a test says that it takes other lines there.
    """
    marks = {mark.name for mark in item.iter_markers()}
    if databases.is_postgresql():
        counts = "dialect" in marks
    else:
        counts = not marks & {"browser", "hypothesis", "uncounted"}
    counting = Coverage.current()
    if counts or counting is None:
        return (yield)
    counting.stop()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
            return (yield)
    finally:
        counting.start()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """What Django asks SQLite once a process, it asks before a test counts queries."""
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field


@pytest.fixture
def folder(tmp_path):
    """An empty content folder."""
    return Folder(tmp_path / "content")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Photos go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def content(settings, tmp_path):
    """The glossary stands in a folder of the test's own, and there is none to begin with."""
    settings.CONTENT_ROOT = tmp_path / "content"


@pytest.fixture(autouse=True)
def password_alone(settings):
    """Nobody needs a phone to sign in, but where a test is about that."""
    settings.SECOND_STEP_ROLES = []


@pytest.fixture(autouse=True)
def nothing_kept():
    """No page was made before."""
    pages._kept.cache_clear()


@pytest.fixture(autouse=True)
def patience(settings):
    """Nobody asks too often, but where a test is about that."""
    settings.MOST_A_MINUTE = dict.fromkeys(settings.MOST_A_MINUTE, 0)


@pytest.fixture
def own_cache(settings):
    """Nothing is in it, and nobody else looks into it: workers share the Redis behind it."""
    own = {"KEY_PREFIX": uuid4().hex}
    settings.CACHES = {"default": settings.CACHES["default"] | own}


@pytest.fixture(scope="session")
def template_database(tmp_path_factory):
    """A migrated database nobody writes to."""
    name = f"drill_template_{os.getpid()}"
    with databases.migrated(tmp_path_factory.mktemp("template"), name) as url:
        yield url


@pytest.fixture
def site(template_database, tmp_path):
    """The site with a database of its own, in the folder that `folder` writes to."""
    with databases.copied(template_database, tmp_path, f"drill_{os.getpid()}") as one:
        yield one
