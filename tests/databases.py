"""Databases of a test's own, for what cannot be tried inside a transaction.

Each is a copy of a migrated one: with the triggers in place Django cannot empty a database.
"""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def is_postgresql():
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


class Site:
    """The site with a database of its own, reached as an operator reaches it."""

    def __init__(self, url, folder):
        self.url = url
        self.folder = folder
        self.env = {
            # What Python or Django will no longer do is an error here too.
            "PYTHONWARNINGS": "error::DeprecationWarning,error::PendingDeprecationWarning",
            **os.environ,
            "DATABASE_URL": url,
            "MEDIA_ROOT": str(folder / "media"),
            "CONTENT_ROOT": str(folder / "content"),
            "PYTHONUNBUFFERED": "1",
            "SECOND_STEP_ROLES": "",  # but where a test is about that
        }

    def manage(self, *arguments, env=None, **options):
        """Run `manage.py` to its end; `env` is added to the site's own."""
        return subprocess.run(
            self.command(*arguments),
            cwd=ROOT,
            env=self.env | (env or {}),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            **options,
        )

    def start(self, *arguments):
        """Run `manage.py` beside the test."""
        return subprocess.Popen(
            self.command(*arguments),
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @staticmethod
    def command(*arguments):
        return [sys.executable, "manage.py", *map(str, arguments)]

    def script(self, source):
        """Run some Python with the site set up."""
        return subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{source}"],
            cwd=ROOT,
            env={**self.env, "DJANGO_SETTINGS_MODULE": "procedures.settings"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@contextmanager
def migrated(folder, name):
    """The URL of a migrated database to copy."""
    with _made(folder, name, template=None) as url:
        done = Site(url, folder).manage("migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        yield url


@contextmanager
def copied(template, folder, name):
    """A site on a copy of a migrated database."""
    with _made(folder, name, template=template) as url:
        yield Site(url, folder)


@contextmanager
def empty(folder, name):
    """The URL of a database that nobody has used, as an operator makes one."""
    with _made(folder, name, template=None) as url:
        yield url


@contextmanager
def _made(folder, name, *, template):
    if not is_postgresql():
        path = folder / f"{name}.sqlite3"
        if template:
            shutil.copyfile(template.removeprefix("sqlite:///"), path)
        yield f"sqlite:///{path}"
        return
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    source = template.rpartition("/")[2] if template else "template1"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
