"""What every test may ask for."""

import os

import pytest

from tests import databases
from tests.clinic import Folder


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
def patience(settings):
    """Nobody asks too often, but where a test is about that."""
    settings.MOST_A_MINUTE = dict.fromkeys(settings.MOST_A_MINUTE, 0)


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
