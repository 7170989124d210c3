"""A clinic's record moved to another machine as files."""

import json

import pytest

from tests.databases import ROOT, Site

pytestmark = [pytest.mark.drill, pytest.mark.uncounted]

RECORD = """
import json
from procedures.models import Version
print(json.dumps(list(Version.objects.order_by("procedure__slug", "number").values_list(
    "procedure__slug", "number", "digest"))))
"""

WITHDRAW = """
from datetime import UTC, datetime
from django.contrib.auth.models import User
from procedures.editorial.lifecycle import withdraw
from procedures.models import Version
withdraw(Version.objects.get(procedure__slug="peel", status="published"),
         by=User.objects.create(username="nia"), at=datetime.now(UTC), reason="Recalled.")
"""


def record(site):
    done = site.script(RECORD)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def old_site(tmp_path):
    """A site on SQLite, whatever the other one stands on."""
    one = Site(f"sqlite:///{tmp_path}/old.sqlite3", tmp_path)
    done = one.manage("migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return one


def test_a_dumped_folder_loads_into_an_empty_database_with_the_same_digests(
    old_site, site, folder, tmp_path
):
    for path in sorted((ROOT / "content").rglob("*.md")):
        folder.write(path.relative_to(ROOT / "content"), path.read_bytes())
    folder.version(1, slug="peel")
    folder.version(2, slug="peel")
    out = tmp_path / "out"
    again = tmp_path / "again"

    assert old_site.manage("loadcontent").returncode == 0
    assert old_site.script(WITHDRAW).returncode == 0
    assert old_site.manage("dumpcontent", out).returncode == 0
    loaded = site.manage("loadcontent", out)
    assert loaded.returncode == 0, loaded.stderr
    assert site.manage("dumpcontent", again).returncode == 0

    assert record(site) == record(old_site)
    assert files(again) == files(out)
    assert "peel/register.yaml" in files(again)
    assert site.manage("verifyversions").returncode == 0


def files(folder):
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}
