"""Machines on which the guide is followed."""

from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.browser.serving import free_port
from tests.databases import is_postgresql
from tests.production import guide
from tests.production.machine import Machine
from tests.production.servers import PostgreSQL, Redis

PASSWORD = "correct horse battery staple"
#: A page that a clinician has checked, and an editor with a password.
PUBLISHED = f"""
from datetime import date, timedelta
from django.contrib.auth.models import Group
from tests.clinic import *
today = date.today()
for slug, title in (("microneedling", "Microneedling"), ("peel", "Chemical peel")):
    make_review(make_published(slug=slug, title=title), on=today, next_due=today + timedelta(300))
eve = make_person()
eve.set_password("{PASSWORD}")
eve.save()
eve.groups.set(Group.objects.filter(name="editor"))
"""


@pytest.fixture(scope="session")
def mail():
    """A mail server that takes whatever comes."""
    server = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    server.start()
    yield f"smtp://127.0.0.1:{server.port}"
    server.stop()


@contextmanager
def made(folder, **says):
    """A machine with nothing of ours on it yet."""
    machine = Machine(folder, **says)
    try:
        machine.build()
        yield machine
    finally:
        machine.end()


@pytest.fixture(scope="session")
def followed(tmp_path_factory, mail):
    """A machine once the guide was followed; `said` is what each step printed."""
    with made(tmp_path_factory.mktemp("followed"), EMAIL_URL=mail) as machine:
        machine.said = machine.follow()
        yield machine


@pytest.fixture(scope="session")
def cache():
    """Redis, to be ended."""
    with Redis() as server:
        yield server


@pytest.fixture(scope="session")
def database():
    """PostgreSQL, to be ended."""
    with PostgreSQL() as server:
        yield server


@pytest.fixture(scope="session")
def machine(tmp_path_factory, mail, cache, database):
    """A machine on which the guide was followed, with two pages, and an editor who may sign in."""
    url = f"postgres://procedure_pages:secret@127.0.0.1:{database.port}/procedure_pages"
    says = {"EMAIL_URL": mail, "DATABASE_URL": url, "CACHE_URL": cache.url}
    with made(tmp_path_factory.mktemp("attacked"), **says) as one:
        one.env |= {"PGHOST": "127.0.0.1", "PGPORT": str(database.port), "PGUSER": "postgres"}
        (commands,) = guide.of_kind("database")
        one.run(commands.replace("runuser -u postgres -- ", ""), PASSWORD="secret")
        one.follow(until="6.", but="pages loadcontent\n")
        one.manage(PUBLISHED)
        one.wait()
        yield one


#: Each is tried once in CI: the guide as it stands, and the servers of more than one machine.
_ON_POSTGRESQL = ["test_at_once.py", "test_attacked.py"]
_ON_SQLITE = ["test_files.py", "test_front.py", "test_guide.py", "test_log.py"]
collect_ignore = _ON_SQLITE if is_postgresql() else _ON_POSTGRESQL
