"""What the tests of the database itself may ask for."""

import pytest
from django.db import connection

from tests.databases import is_postgresql

# PostgreSQL keeps long texts apart from their rows, and reads small tables as a whole.
collect_ignore = ["test_indexes.py"] if is_postgresql() else []


@pytest.fixture
def own_database(django_db_setup, django_db_blocker):
    """A copy of the test database, outside any transaction, to alter and throw away."""
    creation, settings = connection.creation, connection.settings_dict
    name = settings["NAME"]
    with django_db_blocker.unblock():
        creation.clone_test_db(suffix="own", verbosity=0)
        copy = creation.get_test_db_clone_settings("own")["NAME"]
        connection.close()
        settings["NAME"] = copy
        try:
            yield
        finally:
            connection.close()
            settings["NAME"] = name
            creation.destroy_test_db(suffix="own", verbosity=0)
