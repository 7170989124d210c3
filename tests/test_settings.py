"""What the site asks of its environment before it starts."""

import runpy
from pathlib import Path

import pytest
from django.conf import settings as used
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

SETTINGS = used.BASE_DIR / "procedures" / "settings.py"
CLINIC = {
    "DEBUG": "off",
    "SECRET_KEY": "a long random text" * 4,
    "ALLOWED_HOSTS": "pages.example,www.pages.example",
    "SITE_URL": "https://pages.example/",
    "CLINIC_NAME": "Example Clinic",
    "CLINIC_PHONE": "020 7946 0000",
    "CLINIC_EMAIL": "care@pages.example",
    "CLINIC_OUT_OF_HOURS": "111",
    "EMERGENCY_NUMBER": "999",
}


@pytest.fixture
def start(monkeypatch):
    """Starts a site with exactly this environment."""

    def started(**environment):
        for name in (*CLINIC, "DATABASE_URL", "PUBLISH_LOADED", "TRUSTED_PROXIES", "PORT"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return started


def test_a_developer_needs_to_set_nothing(start):
    settings = start()

    assert settings["DEBUG"]
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert settings["SITE_URL"] == "http://127.0.0.1:8000"
    assert settings["PUBLISH_LOADED"]


def test_a_developer_stays_signed_in_when_the_server_starts_again(start):
    assert start()["SECRET_KEY"] == start()["SECRET_KEY"]


def test_the_secret_of_development_can_be_read_by_nobody_else(start):
    path = start()["VAR"] / "secret-key"

    assert path.stat().st_mode & 0o077 == 0
    assert len(path.read_text(encoding="ascii")) > 50


def test_of_two_servers_that_start_first_at_once_both_have_one_secret(start, tmp_path, monkeypatch):
    key = start()["_development_key"]
    monkeypatch.setitem(key.__globals__, "VAR", tmp_path / "var")
    found = [key()]
    exists = Path.exists
    monkeypatch.setattr(Path, "exists", lambda path: path.name != "secret-key" and exists(path))

    found.append(key())

    assert found[0] == found[1]
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret-key"]


def test_a_clinic_that_says_who_it_is_may_start(start):
    settings = start(**CLINIC)

    assert settings["SITE_URL"] == "https://pages.example"
    assert settings["SECURE_HSTS_SECONDS"] == 31_536_000
    assert settings["SECURE_PROXY_SSL_HEADER"] is None


@pytest.mark.parametrize("missing", [name for name in CLINIC if name != "DEBUG"])
def test_a_clinic_that_leaves_something_unsaid_may_not_start(start, missing):
    with pytest.raises(ImproperlyConfigured, match=f"DEBUG is off, so .*\n  {missing}: "):
        start(**{name: value for name, value in CLINIC.items() if name != missing})


def test_everything_unsaid_is_told_at_once(start):
    with pytest.raises(ImproperlyConfigured) as refused:
        start(DEBUG="off")

    assert all(f"  {name}: " in str(refused.value) for name in CLINIC if name != "DEBUG")


def test_a_clinics_site_publishes_nothing_by_itself(start):
    assert not start(**CLINIC)["PUBLISH_LOADED"]


def test_a_proxy_is_believed_only_where_it_is_named(start):
    settings = start(**CLINIC, TRUSTED_PROXIES="10.0.0.1")

    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_sqlite_is_set_so_that_no_write_is_lost(start):
    database = start()["DATABASES"]["default"]

    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=DELETE; PRAGMA synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_postgresql_is_one_setting_away(start):
    database = start(DATABASE_URL="postgres://nurse:secret@db.example/pages")["DATABASES"][
        "default"
    ]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert "OPTIONS" not in database


def test_a_clinics_site_keeps_connections_answers_and_last_good_pages(start):
    development, clinic = start(), start(**CLINIC)

    assert development["DATABASES"]["default"]["CONN_MAX_AGE"] == 0
    assert clinic["DATABASES"]["default"]["CONN_MAX_AGE"] == 600
    assert clinic["DATABASES"]["default"]["CONN_HEALTH_CHECKS"]
    assert (development["PAGE_STORE"], development["LAST_GOOD"]) == (0, "")
    assert (clinic["PAGE_STORE"], Path(clinic["LAST_GOOD"]).name) == (64, "last-good")


def test_the_door_for_application_servers_opens(monkeypatch):
    name = connection.settings_dict["NAME"]
    monkeypatch.setitem(connection.settings_dict, "NAME", name)  # put back: the door changes it

    wsgi = runpy.run_path(str(used.BASE_DIR / "procedures" / "wsgi.py"))

    assert callable(wsgi["application"])
