"""A page with stages and facts, and its planner as a patient opens it."""

import icalendar

from procedures.vocabulary import SectionKind
from tests.clinic import make_published
from tests.patients.opened import opened

PAGE = "/procedures/microneedling/"
PLANNER = f"{PAGE}recovery/"
FILE = f"{PAGE}recovery.ics"

STAGES = {
    "Treatment day": "Your skin may be red [2].\n\n- Rest.\n- Do not swim.",
    "Days 1 to 3": "The redness fades.",
    "Weeks 2 to 6": "The skin settles.",
    "Months 3 to 6": "You see the result.",
    "Once it has healed": "Come and see us.",
    "Any time": "A rash may come.",
}
FACTS = (
    "Number of sessions: 3 to 6 for scars",
    "Time between sessions: 2 to 6 weeks",
    "Back to normal: 2 to 3 days; mild effects may last up to 7 days",
    "Results show: 6 months; not yet at 3 months",
)

#: What nobody can read as a day.
NO_DAYS = (
    "2026-02-30", "2025-02-29", "0000-00-00", "2026-13-01", "20261201", "1/12/2026", "tomorrow",
    "", "%20", "2026-12-01T00:00", "2026-12-01%00", "2026-12-01%0a2026", "%00", "%ff%fe",
    "%E2%80%AE2026-12-01", "２０２６-12-01", "-2026-12-01", "<script>", "{{7*7}}", "' OR 1=1--",
    "9" * 10_000, "2026-12-01&from=2026-12-02", "0001-01-01", "9999-12-31",
)  # fmt: skip
#: Days there are, and no treatment of today's patients lies on.
FAR = ("0001-01-02", "1926-12-01", "2024-11-20", "2028-11-23", "9999-12-30")


def published(*facts, stages=STAGES, **changes):
    """A page with these stages, that states these facts."""
    words = {SectionKind.RECOVERY: stages}
    words[SectionKind.AT_A_GLANCE] = "\n".join(f"- {fact}" for fact in facts or FACTS)
    return make_published(**{"reviewed": True, "words": words, **changes})


def planned(client, day="2026-12-01"):
    """The plan from a day: the text of each stage."""
    return opened(client, f"{PLANNER}?from={day}").one("ol", **{"class": "timeline plan"})


def downloaded(client, day="2026-12-01"):
    answer = client.get(f"{FILE}?from={day}")
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.content)
