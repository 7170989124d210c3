"""Pages of every kind are HTML as the standard has it, says the Nu checker."""

import json
import shutil
import subprocess
import urllib.error
import urllib.request
from urllib.parse import unquote

import pytest
from django.test import RequestFactory

from procedures.patients.answers import errors
from tests.browser.conftest import KINDS
from tests.browser.programs import NU, need


@pytest.fixture
def faults(tmp_path):
    """Gives what is wrong with pages, a line each, by their names."""
    need(f"no {NU}: `make test` installs it, given npm", there=NU.is_file())
    need("no Java: sudo apt-get install default-jre-headless", there=shutil.which("java"))

    def of(pages):
        for name, words in pages.items():
            (tmp_path / f"{name}.html").write_bytes(words)
        done = subprocess.run(
            ["java", "-jar", NU, "--errors-only", "--format", "json", *tmp_path.iterdir()],
            capture_output=True,
            timeout=120,
            check=False,
        )
        return [
            f"{unquote(one['url'].rpartition('/')[2])}:{one.get('lastLine')}: {one['message']}"
            for one in json.loads(done.stderr)["messages"]
        ]

    return of


def opened(address):
    """The words at an address, whatever its status."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.read()
    except urllib.error.HTTPError as answer:
        return answer.read()


def test_the_checker_finds_no_fault_in_pages_of_any_kind(address, faults):
    pages = {kind: opened(address + path) for kind, path in KINDS.items()}
    pages["something went wrong"] = errors.server_error(RequestFactory().get("/")).content

    found = faults(pages)
    assert not found, "\n".join(found)


def test_a_fault_would_be_found_by_the_test_above(address, faults):
    page = opened(address).replace(b"<main", b"<p id=main></div><main", 1)

    assert len(faults({"page": page})) >= 2
