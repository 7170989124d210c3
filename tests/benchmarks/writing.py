"""Four processes that save a draft 150 times each while the page is read, on SQLite.

The aim is that nothing is refused because somebody else writes, and that patients do not wait.
"""

from tests.benchmarks.drilled import drilled

COUNT = 150


def table():
    """What was saved, and how long it took to save and to read."""
    found = drilled("writing", "race", COUNT)
    readings = [seconds for _, seconds in found["readings"]]
    yield "| | |"
    yield "|---|---:|"
    yield f"| saved | {found['saved']} of {4 * COUNT} |"
    yield f"| refused | {len(found['faults'])} |"
    yield f"| 95 of 100 saves take at most | {_most(found['seconds']):.0f} ms |"
    yield f"| 95 of 100 readings of a page take at most | {_most(readings):.0f} ms (aim: < 50) |"


def _most(seconds):
    """The milliseconds that 95 of 100 stay within."""
    return sorted(seconds)[int(len(seconds) * 0.95)] * 1000
