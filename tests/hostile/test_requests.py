"""Requests that no browser makes: each is answered calmly, here, and tells nothing of the house."""

import json
import logging
from urllib.parse import quote

import pytest
from django.test import Client

from tests.clinic import make_draft, make_person, make_published
from tests.embedding.conftest import KEY, make_site
from tests.hostile.asking import ask, faults, form, multipart, urlencoded

pytestmark = pytest.mark.django_db

PAGE = "/procedures/microneedling/"
SIGN_IN = "/admin/sign-in/"
PART = '--x\r\nContent-Disposition: form-data; name="a"{}\r\n\r\nb\r\n'
MANY = "&".join(f"a{number}=b" for number in range(10_000))

#: Where nobody is sent after signing in.
ONWARD = (
    "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
    "///evil.example",
    "https:///evil.example", "javascript:alert(1)", "\t//evil.example", "\x01https://evil.example",
    "data:text/html,a", "https://testserver@evil.example", "https://testserver.evil.example/",
)  # fmt: skip

#: Name → what is asked: a target, and what `ask` takes.
REQUESTS = {
    # Methods and request lines
    "no method": (PAGE, {"method": ""}),
    "a method of its own": (PAGE, {"method": "X" * 5_000}),
    "a method with a space": (SIGN_IN, {"method": "GET /"}),
    "trace": (SIGN_IN, {"method": "TRACE"}),
    "connect": (SIGN_IN, {"method": "CONNECT"}),
    "options": (SIGN_IN, {"method": "OPTIONS", "environ": {"HTTP_ORIGIN": "https://evil.example"}}),
    "delete of a page of staff": ("/admin/people/", {"method": "DELETE"}),
    "a whole address": ("http://evil.example/admin/", {}),
    "no path": ("", {}),
    "a star": ("*", {"method": "OPTIONS"}),
    # Paths
    "up and out": ("/../../etc/passwd", {}),
    "up, encoded": ("/%2e%2e/%2e%2e/etc/passwd", {}),
    "up, encoded twice": ("/%252e%252e%252fetc/passwd", {}),
    "backslashes": ("/..\\..\\windows\\win.ini", {}),
    "nothing inside": ("/procedures/micro%00needling/", {}),
    "nothing at the end": (f"{PAGE}%00", {}),
    "two slashes": ("//procedures//microneedling//", {}),
    "another host": ("//evil.example/%2e%2e", {}),
    "another host, no last slash": ("//evil.example", {}),
    "another host backwards": ("/\\evil.example", {}),
    "another host in staff": ("/admin//evil.example", {}),
    "very long": (f"/{'a' * 100_000}", {}),
    "very deep": ("/a" * 20_000, {}),
    "not text": ("/%ff%fe%c0%ae%c0%ae/", {}),
    "half a pair": ("/procedures/%ed%a0%80/", {}),
    "a half escape": ("/procedures/%", {}),
    "a new line": ("/procedures/a%0d%0aX-Evil:%20a/", {}),
    "a new line, no last slash": ("/procedures/microneedling%0d%0aX-Evil:%20a", {}),
    "a new line in what is asked": ("/procedures/microneedling?a=%0d%0aX-Evil:%20a", {}),
    "a semicolon": (f"{PAGE};jsessionid=1", {}),
    "a text of nobody": ("/admin/drafts/99999999999999999999999/", {}),
    "a person of nobody": ("/admin/people/99999999999999999999999/leaving/", {}),
    "a homepage of nobody": ("/admin/homepages/99999999999999999999999/", {}),
    "a link of nobody": ("/admin/join/%00/%00/", {}),
    "a link that is no text": ("/admin/join/%ff/%ff-%ff/", {}),
    "a link of the greatest": ("/admin/join/OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5/set-password/", {}),
    "a frame of nobody": ("/embed/aaaaaaaa%00/microneedling/", {}),
    "a frame without an end": (f"/embed/{KEY}/{'a' * 5_000}/", {}),
    "a day out of time": (f"{PAGE}on/9999-99-99/", {}),
    # Hosts
    "another name": (PAGE, {"host": "evil.example"}),
    "another name in staff": (SIGN_IN, {"host": "evil.example"}),
    "two names": (PAGE, {"host": "testserver, evil.example"}),
    "a name with a path": (PAGE, {"host": "testserver/evil.example"}),
    "a name with a person": (PAGE, {"host": "testserver@evil.example"}),
    "a name on a new line": (PAGE, {"host": "testserver\r\nX-Evil: a"}),
    "no name": (PAGE, {"host": ""}),
    "a name handed on": ("/procedures/microneedling", {"x_forwarded_host": "evil.example"}),
    "a name handed on in staff": ("/admin/people", {"x_forwarded_host": "evil.example"}),
    "every way to name another": (
        "/procedures/microneedling",
        {
            "forwarded": "host=evil.example;proto=https",
            "x_forwarded_server": "evil.example",
            "x_forwarded_port": "99999",
            "x_forwarded_proto": "javascript",
            "x_original_url": "/admin/",
            "x_rewrite_url": "/admin/",
            "x_forwarded_prefix": "//evil.example",
        },
    ),
    # Headers
    "a thousand headers": (PAGE, {f"x_{number}": "a" for number in range(1_000)}),
    "a long header": (PAGE, {"user_agent": "a" * 1_000_000}),
    "another method meant": (SIGN_IN, {"x_http_method_override": "DELETE"}),
    "a length that is none": (SIGN_IN, {"method": "POST", "environ": {"CONTENT_LENGTH": "x"}}),
    "a length below nothing": (SIGN_IN, {"method": "POST", "environ": {"CONTENT_LENGTH": "-1"}}),
    "two lengths": (SIGN_IN, {"method": "POST", "environ": {"CONTENT_LENGTH": "5, 9"}}),
    "a longer length than there is": (
        SIGN_IN,
        urlencoded("a=b") | {"environ": {"CONTENT_LENGTH": "9000"}},
    ),
    "pieces": (SIGN_IN, urlencoded("3\r\na=b\r\n0\r\n\r\n") | {"transfer_encoding": "chunked"}),
    "a part of a page": (PAGE, {"range": "bytes=0-0,-1,99999999999999999999-"}),
    "a known page, odd": (PAGE, {"if_none_match": 'W/"' * 5_000 + "*,\x00"}),
    "a page if": (PAGE, {"if_match": '"' * 9_999, "if_unmodified_since": "0" * 999}),
    "anything but a page": (PAGE, {"accept": ";q=9,*/*;q=x", "accept_encoding": "br;q=9e9999, ;;"}),
    "every language": (PAGE, {"accept_language": "xx-" * 5_000}),
    "a broken cookie": (SIGN_IN, {"cookie": 'sessionid="\x00; =; ;;a=b=c; \xff=\\"'}),
    "a huge cookie": (SIGN_IN, {"cookie": "sessionid=" + "a" * 100_000}),
    "many cookies": (SIGN_IN, {"cookie": "; ".join(f"c{one}=d" for one in range(5_000))}),
    "a session of nobody": ("/admin/", {"cookie": "sessionid=../../etc/passwd"}),
    "messages of nobody": (SIGN_IN, {"cookie": "messages=[[__json_message; csrftoken=a"}),
    "a proof that is none": (SIGN_IN, {"authorization": "Basic \xff"}),
    # What is asked
    "ten thousand questions": (f"/search/?{MANY}", {}),
    "ten thousand in staff": (f"{SIGN_IN}?{MANY}", {}),
    "one again and again": ("/compare/?" + "p=microneedling&" * 900, {}),
    "inside one another": ("/search/?q[a][b][c][]=1&q" + "[" * 900, {}),
    "not text in a question": ("/search/?q=%ff%fe%00%c3%28&%ff=%00", {}),
    "the wrong marks": ("/search/?&&&===&;;;&q&=q&%", {}),
    "a long question": ("/search/?q=" + "a" * 200_000, {}),
    "a question of words": ("/search/?q=" + "a+" * 50_000, {}),
    # What is sent
    "ten thousand parts": (SIGN_IN, multipart(PART.format("") * 10_000 + "--x--\r\n")),
    "a part without an end": (SIGN_IN, multipart(PART.format("")[:-4])),
    "a part without a name": (SIGN_IN, multipart("--x\r\n\r\nb\r\n--x--\r\n")),
    "a part with a thousand headers": (SIGN_IN, multipart("--x\r\n" + "a: b\r\n" * 20_000)),
    "a boundary that is another": (SIGN_IN, multipart(PART.format("") + "--x--\r\n", "y")),
    "a boundary that is none": (SIGN_IN, multipart("", "")),
    "a boundary that is long": (SIGN_IN, multipart("", "a" * 5_000)),
    "a boundary that is no text": (SIGN_IN, multipart("", "\xff\xfe")),
    "a file where none is": (SIGN_IN, multipart(PART.format('; filename="../../a"') + "--x--")),
    "a transfer of its own": (
        SIGN_IN,
        multipart(PART.format("\r\nContent-Transfer-Encoding: base64") + "--x--\r\n"),
    ),
    "json": (SIGN_IN, urlencoded(json.dumps([[[]]] * 999), "application/json")),
    "an alphabet of its own": (SIGN_IN, urlencoded("a=%ff", "text/plain; charset=\xff")),
    "an unknown alphabet": (
        SIGN_IN,
        urlencoded("a=%ff", "application/x-www-form-urlencoded; charset=utf-7"),
    ),
    **{
        f"a question in {alphabet}": (
            "/search/?q=%ff%00a-",
            {"environ": {"CONTENT_TYPE": f"text/plain; charset={alphabet}"}},
        )
        for alphabet in ("base64", "idna", "punycode", "undefined", "utf-16", "\x00", "a" * 9_999)
    },
    "ten thousand fields": (SIGN_IN, urlencoded(MANY)),
    "a long field": (SIGN_IN, urlencoded("username=" + "a" * 900_000)),
    "longer than may be sent": (SIGN_IN, urlencoded("a=" + "b" * 2_000_000)),
    "twenty megabytes": (SIGN_IN, urlencoded(b"a" * 20_000_000)),
    "twenty megabytes for patients": (PAGE, urlencoded(b"a" * 20_000_000)),
    "a name of nothing": (SIGN_IN, form(username="nia\x00.nurse", password="\x00")),
    "a name that is no text": (SIGN_IN, urlencoded("username=%ff%ed%a0%80&password=%c0%80")),
    "no name at all": (SIGN_IN, form()),
    # Where to go next
    **{
        f"onward to {onward}": (f"{SIGN_IN}?next={onward}", {})
        for onward in map(quote, ONWARD)
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def calm():
    """The log of refused requests is not what is tested here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def site():
    """A page, a draft and a homepage."""
    make_site()
    make_published(reviewed=True)
    make_draft()


def test_every_odd_request_is_answered_calmly():
    wrong = {}
    for name, (target, asked) in REQUESTS.items():
        answer = ask(target, **asked)
        if found := faults(answer):
            wrong[name] = found
        assert b"evil.example" not in answer.body or "onward" in name, name
    assert wrong == {}
    assert len(REQUESTS) > 90


def test_each_is_refused_for_what_it_is_or_answered_as_any_other():
    """What stays in each: a part of a page is the page, and a length that is none is too long."""
    named = {
        400: "another name|no name|a name with a person|ten thousand questions|ten thousand parts|"
        "a part with a thousand headers|ten thousand fields|longer than may be sent",
        404: "up and out|nothing inside|another host|very long|not text|half a pair",
        405: "no method|a method of its own|trace",
        413: "twenty megabytes|twenty megabytes for patients|a length that is none|two lengths",
        200: "a thousand headers|a part of a page|a long question|json|a question in base64",
    }
    for status, names in named.items():
        for name in names.split("|"):
            target, asked = REQUESTS[name]
            assert ask(target, **asked).status == status, name


@pytest.mark.parametrize("onward", ONWARD)
def test_the_way_on_after_signing_in_stays_here(settings, onward):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    person = make_person()
    person.set_password("correct horse battery")
    person.save()
    sent = {"username": person.username, "password": "correct horse battery", "next": onward}

    answer = Client().post(SIGN_IN, sent)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
