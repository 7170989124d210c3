"""The server's own lines: what an operator needs, and nothing by which a patient is found."""

import json

import pytest

from tests.databases import ROOT

SECRETS = ["jane", "203.0.113.7", "1999-12-31", "clearly wrong password"]

#: A clinic's site is asked for things by its own door, and answers into its log.
VISITS = """
import io
from procedures.patients import catalogue
from procedures.patients.answers.logs import Logged
from procedures.wsgi import application
from tests.clinic import make_published

make_published()
OF_JANE = {{
    "HTTP_HOST": "pages.example", "HTTP_COOKIE": "jane=1", "HTTP_REFERER": "https://jane.example/",
    "HTTP_USER_AGENT": "jane", "HTTP_X_FORWARDED_FOR": "203.0.113.7", "REMOTE_ADDR": "127.0.0.1",
    "HTTP_X_FORWARDED_PROTO": "https", "SERVER_NAME": "x", "SERVER_PORT": "1",
    "wsgi.url_scheme": "http", "wsgi.errors": io.StringIO(),
}}

def visit(path, method="GET", body=b"", **more):
    asked = OF_JANE | {{
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "q=jane+1999-12-31",
        "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded", **more,
    }}
    answer = application(asked, lambda *started: None)
    b"".join(answer)
    answer.close()

{visits}
"""


@pytest.fixture
def log(site):
    """Gives the lines that visits leave in a clinic's log."""
    clinic = {
        "DEBUG": "off",
        "SECRET_KEY": "a long random text" * 4,
        "ALLOWED_HOSTS": "pages.example",
        "SITE_URL": "https://pages.example",
        "CLINIC_NAME": "Example Clinic",
        "CLINIC_PHONE": "020 7946 0000",
        "CLINIC_EMAIL": "care@pages.example",
        "CLINIC_OUT_OF_HOURS": "111",
        "EMERGENCY_NUMBER": "999",
        "TRUSTED_PROXIES": "127.0.0.1",
        # Each visit is answered by the site itself, and nothing else asks it meanwhile.
        "PAGE_STORE": "0",
        "LAST_GOOD": "",
    }
    site.env |= clinic

    def of(visits):
        done = site.script(VISITS.format(visits=visits))
        assert done.returncode == 0, done.stderr
        assert done.stdout == ""
        return [json.loads(line) for line in done.stderr.splitlines()]

    return of


def test_a_visit_is_a_line_without_its_visitor(log):
    lines = log("""
visit("/procedures/microneedling/")
visit("/procedures/microneedling/on/1999-12-31/")
visit("/procedures/jane-has-it/")
visit("/jane/")
visit("/jane/", method="JANE")
visit("/admin/join/jane/jane/")
visit("/embed/jane0jane0/microneedling/recovery/")
visit("/", HTTP_HOST="jane.example")
for _ in range(6):
    visit("/admin/sign-in/", method="POST", body=b"username=jane&password=clearly+wrong+password")
""")

    assert [line["page"] for line in lines][:5] == [
        "/procedures/microneedling/",
        "/procedures/microneedling/on/<day>/",
        "/procedures/<slug>/",
        "(no such address)",
        "(no such address)",
    ]
    assert lines[5]["page"] == "/admin/join/<uidb64>/<token>/"
    assert [line["status"] for line in lines[:5]] == [200, 200, 404, 404, 405]
    assert [line["method"] for line in lines[3:5]] == ["GET", "(another)"]
    assert lines[6]["page"] == "/embed/<key>/<slug>/<section>/"
    assert lines[7]["status"] == 400
    assert lines[0]["bytes"] > 1_000
    assert set(lines[0]) == {"time", "method", "page", "status", "bytes", "ms", "worker"}
    for secret in SECRETS:
        assert secret not in json.dumps(lines).lower()


def test_a_fault_is_told_by_where_it_came_through(log):
    fault, visit = log("""
def read():
    try:
        return int("jane, born 1999-12-31")
    except ValueError as before:
        raise LookupError("jane") from before

catalogue.listing.published = read
visit("/")
""")

    assert fault["level"] == "ERROR"
    assert fault["message"] == "Internal Server Error"
    assert fault["page"] == visit["page"] == "/"
    assert "ValueError" in fault["error"]
    assert fault["error"][-1] == "LookupError"
    assert any(
        line.startswith(f"{ROOT}/procedures/patients/catalogue.py:") for line in fault["error"]
    )
    assert visit["status"] == 500
    for secret in SECRETS:
        assert secret not in json.dumps(fault)


def test_a_machine_in_trouble_is_told_in_its_own_words(log):
    lines = log("""
import logging

def read():
    raise OSError(28, "No space left on device")

catalogue.listing.published = read
visit("/")
logging.getLogger("fonts").warning("No font for %s", "Arabic")
application = Logged(lambda environ, start: 1 / 0)
try:
    visit("/about/")
except ZeroDivisionError:
    pass
""")

    assert lines[0]["error"][-1] == "OSError: [Errno 28] No space left on device"
    assert lines[2]["message"] == "No font for Arabic"
    assert lines[3]["page"] == "/about/"
    assert lines[3]["status"] == 500
