"""The files that the guide places, each looked at by the program that reads it."""

import re
import subprocess

import pytest

from procedures.operating.tasks import TASKS
from tests.databases import ROOT
from tests.production.machine import SYSTEM, Machine

pytestmark = pytest.mark.uncounted

UNITS = ROOT / "docs" / "operating"


@pytest.fixture(scope="module")
def placed(tmp_path_factory):
    """The folder of units, as the guide places them."""
    machine = Machine(tmp_path_factory.mktemp("placed"))
    units = machine.root / "units"
    for folder in ("units/procedure-.service.d", "srv/current/.venv/bin"):
        (machine.root / folder).mkdir(parents=True)
    for program in ("granian", "python"):
        (machine.root / "srv/current/.venv/bin" / program).symlink_to("/bin/true")
    for file in (*UNITS.glob("procedure-pages*"), *UNITS.glob("procedure-.service.d/*")):
        name = file.relative_to(UNITS)
        machine.run(f'"{UNITS}/place" {name} "{units}/{name}"')
    return units


def analysed(units, *arguments):
    return subprocess.run(
        ["systemd-analyze", *arguments],
        env={"PATH": SYSTEM, "SYSTEMD_UNIT_PATH": f"{units}:", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def of_services():
    return [
        "procedure-pages@8001.service",
        "procedure-pages-do@publishdue.service",
        "procedure-pages-backup.service",
    ]


def test_systemd_finds_nothing_to_say_against_any_unit(placed):
    timers = sorted(one.name for one in placed.glob("*.timer"))

    done = analysed(placed, "verify", *(str(placed / one) for one in (*of_services(), *timers)))

    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert len(timers) == 6


def test_no_process_of_the_site_can_do_much_to_the_machine(placed):
    for service in of_services():
        done = analysed(
            placed, "security", "--offline=yes", "--threshold=20", "--no-pager", service
        )
        assert done.returncode == 0, done.stdout


def test_every_command_that_should_run_by_itself_has_a_timer():
    asked = "".join(path.read_text(encoding="utf-8") for path in UNITS.glob("*.timer"))
    run = set(re.findall(r"^Unit=procedure-pages-(?:do@)?(\w+)\.service$", asked, re.MULTILINE))

    assert run == {*TASKS, "clearsessions"}


def test_every_setting_is_explained_in_the_environment_file():
    text = (ROOT / "procedures" / "settings.py").read_text(encoding="utf-8")
    asked = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', text))
    text = (UNITS / "environment").read_text(encoding="utf-8")
    explained = set(re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE))

    assert asked - explained == {"SECURE_SSL_REDIRECT"}  # which only tests turn off
