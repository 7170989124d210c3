"""Loading generated versions into an empty SQLite database, ten versions a procedure."""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FEW, MANY = 200, 2_000
ROUNDS = 3


def table():
    """CPU seconds for few and many versions, and how much dearer one of many is."""
    text = (ROOT / "content" / "microneedling" / "2.md").read_text()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in (FEW, MANY):
            generate(folder / f"content-{count}", count, text)
        migrate(folder)
        few = [measured(folder, FEW) for _ in range(ROUNDS)]
        many = [measured(folder, MANY)]
        few += [measured(folder, FEW) for _ in range(ROUNDS)]
    one_of_few = sorted(few)[len(few) // 2] / FEW
    one_of_many = many[0] / MANY
    yield "| versions | CPU, s | CPU a version, ms |"
    yield "|---:|---:|---:|"
    yield f"| {FEW:,} | {one_of_few * FEW:.2f} | {one_of_few * 1000:.1f} |"
    yield f"| {MANY:,} | {many[0]:.2f} | {one_of_many * 1000:.1f} |"
    yield ""
    yield f"One of {MANY:,} costs {one_of_many / one_of_few:.2f} times one of {FEW:,} (aim: ≤ 1.3)."


def generate(folder, count, text):
    """A content folder of that many versions, each with words of its own."""
    for number in range(count):
        procedure, version = divmod(number, 10)
        path = folder / f"procedure-{procedure}" / f"{version + 1}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        change = "first" if version == 0 else "wording"
        path.write_text(
            text.replace("change: safety", f"change: {change}").replace(
                "Microneedling pricks", f"Procedure {procedure}, version {version + 1}, pricks"
            )
        )


def migrate(folder):
    manage(folder, "template", "migrate", "--verbosity", "0")


def measured(folder, count):
    """CPU seconds of one load into a copy of the empty database, start-up taken off."""
    database = folder / "round.sqlite3"
    database.write_bytes((folder / "template.sqlite3").read_bytes())
    idle = cpu(lambda: manage(folder, "round", "showmigrations", "--verbosity", "0"))
    return cpu(lambda: manage(folder, "round", "loadcontent", folder / f"content-{count}")) - idle


def cpu(work):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def manage(folder, name, *arguments):
    subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{folder / name}.sqlite3"},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=600,
    )
