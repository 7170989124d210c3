"""Every answer of a clinic's own site, as MDN's HTTP Observatory counts and as we promise."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from procedures.patients.paper import printing
from tests import databases
from tests.browser.programs import NODE, need
from tests.hostile.production import ENVIRONMENT, FRAMES, HOST, PUBLIC, STAFF

pytestmark = pytest.mark.uncounted

OBSERVATORY = Path(__file__).with_name("observatory.mjs")
#: What a policy must never hold.
LOOSE = ("unsafe-inline", "unsafe-eval", "data:", "blob:", "http:", "*")


@pytest.fixture(scope="module")
def answers(template_database, tmp_path_factory):
    """Every answer, in the order they were asked for."""
    need("no Pango: bash .ci/prepare leaflets", there=printing.available())
    folder = tmp_path_factory.mktemp("production")
    with databases.copied(template_database, folder, f"production_{folder.name}") as site:
        site.env.update(ENVIRONMENT)
        told = site.script("from tests.hostile import production; production.tell()")
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def headers(answer):
    return dict(answer["headers"])


def policy(answer):
    """Directive → what it allows."""
    directives = headers(answer)["content-security-policy"].split("; ")
    return {name: allowed for name, *allowed in (one.split(" ") for one in directives)}


def of(answers, kind):
    return [one for one in answers if one["kind"] == kind]


def scored(answers):
    """What the observatory says of each answer."""
    need("no Node.js: bash .ci/prepare checkers", there=shutil.which("node"))
    need("no observatory: make test", there=(NODE / "@mdn" / "mdn-http-observatory").is_dir())
    counted = subprocess.run(
        ["node", OBSERVATORY, NODE],
        input=json.dumps(answers),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert counted.returncode == 0, counted.stderr
    return json.loads(counted.stdout)


def test_every_kind_of_page_is_among_them(answers):
    statuses = {one["name"]: one["status"] for one in answers}

    assert {*PUBLIC, *STAFF, *FRAMES} <= statuses.keys()
    others = {name: status for name, status in statuses.items() if status != 200}
    assert others == {
        "withdrawn page": 410,
        "missing page": 404,
        "no last slash": 301,
        "post": 405,
        "known": 304,
        "signed in": 302,
        "missing": 404,
        "frame of a withdrawn page": 410,
        "frame of nothing": 404,
    }


def test_the_observatory_gives_each_page_the_highest_grade(answers):
    least = {"public": 130, "staff": 130, "frame": 120}  # a frame must be had across origins
    low = {
        answer["name"]: score
        for answer, score in zip(answers, scored(answers), strict=True)
        if score["score"] < least[answer["kind"]] or score["grade"] != "A+"
    }
    assert low == {}


def test_the_observatory_sees_what_is_wrong():
    url = f"https://{HOST}/"
    bare = {"url": url, "from": url, "status": 200, "html": "<p>a</p>"}
    bare["headers"] = [("content-type", "text/html"), ("set-cookie", "sessionid=1")]

    (score,) = scored([bare])

    assert score["score"] < 50
    assert {"csp-not-implemented", "hsts-not-implemented"} < {*score["worst"]}


def test_no_policy_has_a_hole(answers):
    for one in answers:
        directives = policy(one)
        assert directives["default-src"] == ["'none'"], one["name"]
        assert directives["base-uri"] == ["'none'"], one["name"]
        for name, allowed in directives.items():
            assert not [word for word in allowed if word in LOOSE or "*" in word], one["name"]
            if name != "frame-ancestors":
                assert allowed in (["'none'"], ["'self'"]), one["name"]


def test_exactly_the_homepage_that_was_named_may_frame_and_staff_only_their_previews(answers):
    for one in answers:
        allowed = {"public": "'none'", "staff": "'none'", "frame": "https://www.clinic.example"}
        expected = "'self'" if one["name"] == "preview" else allowed[one["kind"]]
        assert policy(one)["frame-ancestors"] == [expected], one["name"]


def test_every_answer_turns_off_what_no_page_needs_and_stays_on_https(answers):
    for one in answers:
        said = headers(one)
        for device in ("camera", "geolocation", "microphone", "payment", "usb"):
            assert f"{device}=()" in said["permissions-policy"], one["name"]
        assert said["x-content-type-options"] == "nosniff"
        apart = said.get("cross-origin-opener-policy")
        assert apart == (None if one["kind"] == "frame" else "same-origin"), one["name"]
        assert said["strict-transport-security"].startswith("max-age=31536000")
        assert one["from"] == one["url"], one["name"]  # plain HTTP leads to the same page


def test_the_two_cookies_of_staff_are_bound_to_the_host_and_patients_get_none(answers):
    given = {}
    for one in answers:
        cookies = [value for name, value in one["headers"] if name == "set-cookie"]
        assert not cookies or one["kind"] == "staff", one["name"]
        given |= {value.partition("=")[0]: value for value in cookies}

    assert {*given} == {"__Host-session", "__Host-csrf"}
    for value in given.values():
        said = {*value.split("; ")[1:]}
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= said
        assert "domain" not in value.lower()


def test_no_answer_names_what_the_site_is_made_with(answers):
    for one in answers:
        for name, value in one["headers"]:
            assert name not in ("server", "x-powered-by", "via"), one["name"]
            for maker in ("django", "python", "wsgi", "gunicorn", "nginx"):
                assert maker not in value.lower(), f"{one['name']}: {name}"
