"""One process of the site, as a clinic runs it, asked 50,000 times.

Memory is what the process has for itself with its share of what it shares; both figures are
taken while it serves, the first after a fifth of the requests.
"""

from tests.benchmarks.drilled import drilled

COUNT = 50_000


def table():
    """What the process held before and after, and how many answers were wrong."""
    before, after, odd = drilled("soaking", "soak", COUNT)
    grown = after["memory"] / before["memory"] - 1
    yield "| | after a fifth | at the end |"
    yield "|---|---:|---:|"
    yield f"| memory, MB | {before['memory'] / 1000:.1f} | {after['memory'] / 1000:.1f} |"
    yield f"| open files | {before['descriptors']} | {after['descriptors']} |"
    yield ""
    yield f"Memory grew by {grown:.1%} (aim: < 10 %); {len(odd)} answers were wrong."
