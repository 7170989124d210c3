"""A site as a server runs it, with a database of its own, in which commits are commits."""

import os
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection

from procedures.serving import opening
from procedures.serving.front import Front
from tests.browser.serving import served
from tests.databases import is_postgresql
from tests.models.conftest import own_database
from tests.serving.asking import Site
from tests.serving.reader import Reader

__all__ = ["own_database"]


@pytest.fixture
def open_site(own_database, settings):
    """Opens the site with the store, or as `PAGE_STORE` and `LAST_GOOD` say."""
    settings.PAGE_STORE, settings.LAST_GOOD = 8, ""
    name, sites = connection.settings_dict["NAME"], []

    def opened(around=lambda application: application, **said):
        for setting, value in said.items():
            setattr(settings, setting, value)
        site = Site(opening.in_front_of, around(get_wsgi_application()))
        if isinstance(site.front, Front):
            sites.append(site)
        return site

    yield opened
    for thread in threading.enumerate():
        if thread.name == "last good pages":
            thread.join(timeout=60)
    for site in sites:
        site.front.freshness.database.close()
    connection.close()
    connection.settings_dict["NAME"] = name  # opening says that the file must be there


@pytest.fixture
def start(own_database, settings, tmp_path):
    """Starts a process that serves the site as a clinic runs it; gives a reader of it."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if is_postgresql():
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "CONTENT_ROOT": str(settings.CONTENT_ROOT),
        "LAST_GOOD": "",
        "SECRET_KEY": settings.SECRET_KEY,
        "SECOND_STEP_ROLES": "",
        **CLINIC,
    }

    @contextmanager
    def started(called="one", proxy=None, **said):
        if proxy:
            said["DATABASE_URL"] = url.replace(f":{proxy.to[1]}/", f":{proxy.port}/")
        folder = Path(tmp_path / called)
        folder.mkdir()
        with served({**environment, **said}, folder) as address, Reader(address) as reader:
            yield reader

    return started


#: What a clinic says of itself; without HTTPS, which no test has.
CLINIC = {
    "DEBUG": "off",
    "SECURE_SSL_REDIRECT": "off",
    "ALLOWED_HOSTS": "127.0.0.1",
    "CLINIC_NAME": "Example Clinic",
    "CLINIC_PHONE": "020 7946 0000",
    "CLINIC_EMAIL": "care@clinic.example",
    "CLINIC_OUT_OF_HOURS": "111",
    "EMERGENCY_NUMBER": "999",
}
