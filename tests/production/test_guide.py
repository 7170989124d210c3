"""An operator follows docs/operating.md word for word, and has a site.

Not run, because a test may not change the machine it runs on: what installs packages (that is
compared with what is here), what makes a user, and what asks a certificate authority.
"""

import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.databases import ROOT
from tests.production import guide
from tests.production.asking import HOST, Readers, ask
from tests.production.machine import SYSTEM, Machine

pytestmark = [pytest.mark.drill, pytest.mark.uncounted]

#: What a package of Debian brings, by which it is found here.
BROUGHT = {
    "nginx": "nginx",
    "curl": "curl",
    "git": "git",
    "openssl": "openssl",
    "postgresql": "pg_ctlcluster",
    "postgresql-client": "pg_dump",
    "redis-server": "redis-server",
}
#: Packages of Debian that only the machine of a clinic has, or that Python brings here.
ELSEWHERE = {"certbot", "python3-venv"}
PANGO = {"libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"}


def test_every_command_of_the_guide_is_run_or_named_as_one_that_is_not():
    kinds = {kind for _, kind, _ in guide.blocks()}

    assert kinds == {
        *("", "settings", "packages", "users", "elsewhere", "upgrade", "back", "database"),
    }


def test_what_the_guide_installs_is_what_the_site_runs_on_here():
    named = set()
    for commands in guide.of_kind("packages"):
        for line in re.findall(r"apt-get install --yes (.*)", commands):
            named |= set(line.split())

    assert named == {*BROUGHT, *ELSEWHERE, *PANGO}
    for package in named - ELSEWHERE - PANGO:
        assert shutil.which(BROUGHT[package], path=SYSTEM), package
    assert importlib.util.find_spec("weasyprint")


def test_the_packages_that_the_guide_installs_are_those_that_are_tested():
    commands = "".join(guide.of_kind("packages"))
    (more,) = re.findall(r"^ +(awk .*)$", commands, re.MULTILINE)
    told = subprocess.run(
        ["bash", "-c", more], cwd=ROOT, check=True, capture_output=True, text=True
    )
    (name,) = re.findall(r"-r (requirements/\S+)$", commands, re.MULTILINE)
    pins = (ROOT / name).read_text(encoding="utf-8") + told.stdout
    found = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+) \\$", pins, re.MULTILINE)

    assert {"django", "granian", "psycopg", "redis"} <= {name for name, _ in found}
    for name, version in found:
        assert importlib.metadata.version(name) == version, name


def test_the_guide_ends_with_a_site_that_is_well(followed):
    assert followed.said["3. Configure"].count("Waiting for staff to approve: ") == 13
    assert f"https://{HOST}/admin/join/" in followed.said["3. Configure"]
    assert followed.said["6. Look"].splitlines()[-2:] == ["ready", "Nothing is wrong here."]


def test_patients_and_staff_are_answered_over_tls(followed):
    catalogue = ask(followed.secure(), "/")
    door = ask(followed.secure(), "/admin/sign-in/")

    for answer in (catalogue, door):
        assert answer.status == 200, answer.text
        assert answer.headers.get_all("Strict-Transport-Security") == [
            "max-age=31536000; includeSubDomains; preload"
        ]
        assert len(answer.headers.get_all("Content-Security-Policy")) == 1
        assert answer.headers["Server"] == "nginx"
    assert "Example Clinic" in catalogue.text
    assert "Password" in door.text


def test_nobody_notices_an_upgrade_nor_the_way_back(followed):
    def served():
        folders = [Path(f"/proc/{followed.pid_of(port)}/cwd").readlink() for port in followed.ports]
        return {folder.name for folder in folders}

    (first,) = served()
    (commands,) = [one for one in guide.of_kind("") if "git clone" in one]
    followed.run(commands, RELEASE="next")
    followed.lend_packages()

    with Readers(followed.secure, {"/": "Example Clinic", "/about/": "Example Clinic"}) as readers:
        (commands,) = guide.of_kind("upgrade")
        said = followed.run(commands, RELEASE="next")
        now = served()
        (commands,) = guide.of_kind("back")
        followed.run(commands)

    assert readers.lost == []
    assert "Nothing is wrong here." in said
    assert now == {"next"}
    assert served() == {first}


def test_the_drill_restores_what_was_backed_up(followed):
    said = followed.said["Backups, and the drill"]

    assert "Restored, as of " in said
    assert "Every version is exactly as it was shown." in said


def test_only_the_application_may_read_secrets_and_what_is_stored(followed):
    environment = followed.root / "etc" / "environment"

    assert environment.stat().st_mode & 0o777 == 0o640
    assert followed.root.joinpath("state").stat().st_mode & 0o007 == 0
    assert re.search(r'^SECRET_KEY="[0-9a-f]{96}"$', environment.read_text(), re.MULTILINE)


def test_a_name_that_nothing_was_said_for_is_refused_before_anything_is_written(tmp_path):
    machine = Machine(tmp_path)
    machine.run(
        f'if "{ROOT}/docs/operating/place" environment "$PWD/made" 2> said; then exit 1; fi'
    )

    assert not (tmp_path / "made").exists()
    assert (tmp_path / "said").read_text().startswith("Say SECRET_KEY first: ")
