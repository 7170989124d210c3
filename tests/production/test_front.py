"""nginx with the very file of the guide: what it lets in, passes on, and writes down."""

import json
import re
import socket
import ssl

import pytest

from tests.production.asking import HOST, Direct, ask

pytestmark = [pytest.mark.drill, pytest.mark.uncounted]


def test_whoever_comes_without_tls_is_sent_to_it(followed):
    answer = ask(Direct(followed.http), "/search/?q=acne")

    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{HOST}/search/?q=acne"


def test_another_name_gets_neither_certificate_nor_answer(followed):
    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", followed.https)) as plain,
        pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"),
    ):
        unchecked.wrap_socket(plain, server_hostname="evil.example")
    with pytest.raises(ConnectionError):
        ask(Direct(followed.http), "/", Host="evil.example")


def test_protocols_that_are_no_longer_safe_are_refused(followed):
    asked = f"openssl s_client -connect 127.0.0.1:{followed.https} -servername {HOST} -cipher"

    followed.run(f"{asked} ALL:@SECLEVEL=0 -tls1_2 < /dev/null")
    followed.run(f"if {asked} ALL:@SECLEVEL=0 -tls1_1 < /dev/null; then exit 1; fi")


def test_answers_come_compressed_and_revalidated_as_the_application_made_them(followed):
    page = ask(followed.secure(), "/", Accept_Encoding="br, gzip")
    again = ask(followed.secure(), "/", Accept_Encoding="br", If_None_Match=page.headers["ETag"])

    assert page.headers["Content-Encoding"] == "br"
    assert page.headers["Cache-Control"] == "max-age=0, must-revalidate"
    assert (again.status, again.body) == (304, b"")
    assert again.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]


def test_what_a_client_says_of_itself_is_not_believed(followed):
    said = {
        "X_Forwarded_Proto": "http",
        "X_Forwarded_For": "203.0.113.7",
        "X_Forwarded_Host": "evil.example",
        "Forwarded": "for=203.0.113.7;proto=http;host=evil.example",
        "X_Real_IP": "203.0.113.7",
    }
    door = ask(followed.secure(), "/admin/sign-in/", **said)
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', door.text)[1]
    wrong = f"username=eve&password=wrong&csrfmiddlewaretoken={token}"
    refused = ask(
        followed.secure(),
        "/admin/sign-in/",
        "POST",
        wrong,
        Cookie=door.cookies,
        Origin=f"https://{HOST}",
        Content_Type="application/x-www-form-urlencoded",
        **said,
    )
    attempts = followed.manage(
        "from axes.models import AccessAttempt as A; print([a.ip_address for a in A.objects.all()])"
    )

    assert (door.status, refused.status) == (200, 200)
    assert attempts == "['127.0.0.1']\n"


@pytest.mark.parametrize(("path", "size"), [("/search/", 20_000), ("/admin/photos/", 12_000_000)])
def test_more_than_a_page_or_a_photo_can_be_is_not_taken(followed, path, size):
    answer = ask(followed.secure(), path, "POST", Content_Length=str(size), Expect="100-continue")

    assert answer.status == 413


def test_whoever_signs_in_without_end_is_asked_to_wait_and_nobody_else_is(followed):
    def door(source):
        return ask(followed.secure(source), "/admin/sign-in/recover/")

    answers = [door("127.0.0.2") for _ in range(15)]

    assert answers[0].status != 429
    assert answers[-1].status == 429
    assert "Wait a minute" in answers[-1].text
    assert door("127.0.0.3").status != 429


def test_no_line_of_any_log_tells_who_asked_for_what(followed):
    of_jane = {"Cookie": "jane=1", "Referer": "https://jane.example/", "User_Agent": "jane"}
    for path in ("/search/?q=jane", "/procedures/microneedling/on/1999-12-31/", "/jane/"):
        ask(followed.secure(), path, **of_jane)
        ask(Direct(followed.http), path, **of_jane)
    ask(followed.secure(), "/search/", "POST", "jane" * 10_000, **of_jane)
    followed.run("systemctl stop procedure-pages@$FIRST procedure-pages@$SECOND")
    away = ask(followed.secure(), "/search/?q=jane", **of_jane)
    followed.run("systemctl start procedure-pages@$FIRST procedure-pages@$SECOND")
    followed.wait()
    lines = [json.loads(line) for line in followed.logs().splitlines() if line.startswith("{")]

    assert away.status == 502
    assert {301, 404, 413, 502} <= {line["status"] for line in lines}
    for secret in ("jane", "1999-12-31"):
        assert secret not in followed.logs()
    assert not re.search(r'(?<!"process": ")(?<!"process":")127\.0\.0\.1(?!:)', followed.logs())
