"""What every test may ask for."""

import pytest

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
