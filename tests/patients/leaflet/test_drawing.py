"""A leaflet is drawn by a program of its own: it reads what it is given, and is whole or is not."""

import io
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pypdf import PdfReader

from procedures.patients.paper import drawing, printing
from tests.browser.programs import need
from tests.clinic import make_published
from tests.databases import ROOT
from tests.editorial.test_folder import webp
from tests.patients.opened import opened

PROGRAM = [sys.executable, "-m", "procedures.patients.paper.drawing"]
LEAFLET = "/procedures/microneedling/leaflet.pdf"
PHOTO = "https://clinic.example/photos/1.webp"


@pytest.fixture(autouse=True)
def tools():
    """What draws leaflets."""
    need("no Pango: bash .ci/prepare leaflets", there=printing.available())


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "1.webp"
    file.write_bytes(webp(size=(300, 200)))
    return file


def job(*, shows=(PHOTO,), styles="", files=None):
    pictures = "".join(f'<img src="{address}" alt="A hand">' for address in shows)
    made = {
        "html": f"<!doctype html><html lang=en><title>A</title><h1>A</h1>{pictures}",
        "styles": styles,
        "base": "https://clinic.example/",
        "identifier": "a",
        "files": {address: (str(file), "image/webp") for address, file in (files or {}).items()},
    }
    return json.dumps(made).encode()


def ran(asked, **options):
    return subprocess.run(
        PROGRAM, cwd=ROOT, input=asked, capture_output=True, check=False, timeout=60, **options
    )


def pictures(done):
    assert (done.returncode, done.stderr) == (0, b"")
    return sum(len(page.images) for page in PdfReader(io.BytesIO(done.stdout)).pages)


@contextmanager
def stranger():
    """A server that must not be asked, and what it was asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def test_it_reads_the_files_it_is_given_and_no_other(photo):
    with stranger() as (address, asked):
        others = [
            f"{address}/1.webp",
            photo.as_uri(),
            "https://clinic.example/photos/2.webp",
            "https://clinic.example/photos/../photos/1.webp?",
            "/etc/passwd",
        ]
        styles = (
            f'@import "{address}/a.css"; @font-face {{ font-family: A; src: url({address}/f) }}'
        )

        done = ran(job(shows=others, styles=styles, files={PHOTO: photo}))

        assert pictures(done) == 0
        assert asked == []
    assert pictures(ran(job(files={PHOTO: photo}))) == 1


@pytest.mark.parametrize("content", [b"", b"no picture"])
def test_what_cannot_be_drawn_is_not_left_out(photo, content):
    photo.write_bytes(content)

    done = ran(job(files={PHOTO: photo}))

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.endswith(b"\nIncomplete\n")


def test_it_takes_no_more_memory_than_it_may():
    done = ran(job(files={PHOTO: "/dev/zero"}))  # which never ends

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.endswith(b"\nIncomplete\n")


def test_it_lets_readers_go_first_and_ends_by_itself(photo):
    raw = photo.read_bytes()
    photo.unlink()
    os.mkfifo(photo)
    with subprocess.Popen(PROGRAM, cwd=ROOT, stdin=-1, stdout=-1, stderr=-1) as program:
        program.stdin.write(job(files={PHOTO: photo}))
        program.stdin.close()
        program.stdin = None
        with photo.open("wb") as file:  # once it reads
            nice = os.getpriority(os.PRIO_PROCESS, program.pid)
            seconds, _ = resource.prlimit(program.pid, resource.RLIMIT_CPU)
            file.write(raw)
        told = program.communicate(timeout=60)

    assert pictures(subprocess.CompletedProcess(PROGRAM, program.returncode, *told)) == 1
    assert nice == os.getpriority(os.PRIO_PROCESS, 0) + 5
    assert seconds == 60


def test_where_less_is_allowed_already_it_draws_within_that(photo):
    limit = resource.RLIMIT_CPU, (50, 50)

    done = ran(job(files={PHOTO: photo}), preexec_fn=lambda: resource.setrlimit(*limit))

    assert pictures(done) == 1


@contextmanager
def killed(monkeypatch, tmp_path):
    """Whoever draws is killed, as a machine without memory does."""
    ended = threading.Event()

    def watch():
        while not ended.wait(0.05):
            for children in Path("/proc/self/task").glob("*/children"):
                for pid in children.read_text().split():
                    if drawing.__name__ in Path(f"/proc/{pid}/cmdline").read_text():
                        os.kill(int(pid), signal.SIGKILL)
                        return

    watching = threading.Thread(target=watch)
    watching.start()
    yield
    ended.set()
    watching.join()


@contextmanager
def too_slow(monkeypatch, tmp_path):
    with monkeypatch.context() as patch:
        patch.setattr(printing, "_LONGEST", 0.1)
        yield


@contextmanager
def replaced(monkeypatch, folder, error):
    """Another WeasyPrint, that fails."""
    (folder / "weasyprint.py").write_text(f"raise {error}")
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        yield


def without_pango(monkeypatch, tmp_path):
    return replaced(monkeypatch, tmp_path, 'OSError("cannot load library libpango")')


def at_fault(monkeypatch, tmp_path):
    return replaced(monkeypatch, tmp_path, 'ValueError("Mrs Jones")')


@contextmanager
def without_python(monkeypatch, tmp_path):
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", str(tmp_path / "python"))
        yield


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("failing", "why"),
    [
        (killed, "died with <Signals.SIGKILL: 9>"),
        (too_slow, "timed out after 0.1 seconds"),
        (without_pango, "OSError: cannot load library libpango"),
        (at_fault, "in <module>\nValueError\n"),
        (without_python, "No such file or directory"),
    ],
)
def test_a_leaflet_that_could_not_be_drawn_is_not_kept_and_is_made_next_time(
    visitor, settings, monkeypatch, tmp_path, caplog, failing, why
):
    make_published()

    with failing(monkeypatch, tmp_path):
        assert visitor.get(LEAFLET).status_code == 503

    (said,) = [one.getMessage() for one in caplog.records if one.name == printing.__name__]
    assert why in said
    assert "Jones" not in said
    assert not list((settings.MEDIA_ROOT / "leaflets").glob("*"))
    assert visitor.get(LEAFLET).content.startswith(b"%PDF")


@pytest.mark.django_db
def test_whoever_draws_is_told_no_secret_of_the_site(visitor, monkeypatch, tmp_path, caplog):
    make_published()
    monkeypatch.setenv("SECRET_KEY", "told to nobody")
    told = 'OSError(" ".join([*__import__("os").environ]))'

    with replaced(monkeypatch, tmp_path, told):
        assert visitor.get(LEAFLET).status_code == 503

    (said,) = [one.getMessage() for one in caplog.records if one.name == printing.__name__]
    assert "OSError: " in said
    assert "PATH" in said
    assert "SECRET_KEY" not in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page", ["/procedures/microneedling/", "/procedures/microneedling/versions/1/"]
)
def test_who_gets_no_leaflet_is_led_to_the_page_to_print(visitor, monkeypatch, tmp_path, page):
    make_published()

    with without_python(monkeypatch, tmp_path):
        answer = opened(visitor, f"{page}leaflet.pdf", status=503)

    assert "Print the page instead: it has the same words." in answer.words()
    assert answer.link("Open the page, then choose “Print” in your browser") == page
