"""Checking one page with every rule, against parsing it: the longest of content/, in CPU time."""

from datetime import date
from pathlib import Path
from statistics import median
from time import process_time

from procedures.text.checks.reading import Clinic, read
from procedures.text.checks.rules import RULES, judge
from procedures.text.format.parse import parse

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 31


def table():
    """Milliseconds for each, the median of many rounds, and their ratio."""
    page = max((ROOT / "content").glob("*/*.md"), key=lambda path: path.stat().st_size)
    raw = page.read_bytes()
    text = raw.decode()
    parsing, checking = [], []
    for _ in range(ROUNDS):
        begun = process_time()
        document = parse(raw, page.name, today=date.max, pictures=None)
        parsed = process_time()
        judge(read(text, document, Clinic()), page.name)
        parsing.append(parsed - begun)
        checking.append(process_time() - parsed)
    both = [one + other for one, other in zip(parsing, checking, strict=True)]
    yield f"{page.relative_to(ROOT)}: {len(raw) / 1000:.0f} kB, {len(RULES)} rules"
    yield ""
    yield "| | median, ms | aim |"
    yield "|---|---:|---:|"
    yield f"| parsing | {1000 * median(parsing):.1f} | |"
    yield f"| checking | {1000 * median(checking):.1f} | ≤ 50 |"
    yield f"| both | {1000 * median(both):.1f} | |"
    yield ""
    yield f"Checking costs {median(checking) / median(parsing):.2f} times parsing."
