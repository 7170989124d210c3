"""The starter catalogue, loaded once for all of these."""

import pytest
from django.db import transaction

from tests.clinic import FINISHED, Folder
from tests.databases import ROOT


@pytest.fixture(autouse=True, scope="package")
def starter(django_db_setup, django_db_blocker):
    """`content/` loaded and shown; each test's own changes are undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert Folder(ROOT / "content").load(today=FINISHED).refused == []
        yield
        transaction.set_rollback(True)
