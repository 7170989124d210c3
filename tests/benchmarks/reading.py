"""Reading on a phone: bytes over the wire, and Lighthouse's marks on simulated slow 4G.

The site is served by Django's own threaded server with DEBUG off, on this machine and without
HTTPS; bytes include headers, and a repeat visit has the browser's cache.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import phone
from tests.browser.programs import CHROMIUM, LIGHTHOUSE, ROOT
from tests.browser.serving import served

PAGE = "/procedures/microneedling/"
REVIEW = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from procedures.models import Version
from tests.clinic import make_review
today = timezone.localdate()
page = Version.objects.published().get(procedure__slug="microneedling")
make_review(page, on=today, next_due=today + timedelta(days=365))
"""

#: What is measured → how it is written, and the aim.
ROWS = {
    **dict.fromkeys(("HTML", "CSS", "JavaScript", "photos", "other"), ("{:.1f} kB", "")),
    "the first three": ("{:.1f} kB", "≤ 20"),
    "requests": ("{}", "≤ 4"),
    "repeat visit": ("{:.2f} kB", "≤ 1"),
    "LCP": ("{:.2f} s", "≤ 0.9"),
    "TBT": ("{:.0f} ms", "≤ 10"),
    "CLS": ("{:.3f}", "0"),
    "performance": ("{:.0f}", "100"),
    "accessibility": ("{:.0f}", "100"),
    "best-practices": ("{:.0f}", "100"),
    "seo": ("{:.0f}", "100; a page nobody reviewed is not to be found"),
}


def table():
    """Every figure of the page as it is, of the same page reviewed, and of the catalogue."""
    if not (os.access(CHROMIUM, os.X_OK) and LIGHTHOUSE.exists()):
        yield "Not measured: Chromium or Lighthouse is missing."
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = site(folder)
        run(env, "manage.py", "migrate", "--verbosity", "0")
        run(env, "manage.py", "loadcontent")
        with served(env, folder) as address:
            columns = {"nobody reviewed": measured(address + PAGE)}
            run(env, "-c", REVIEW)
            columns["reviewed"] = measured(address + PAGE)
            columns["catalogue"] = measured(address + "/")
    yield f"| | {' | '.join(columns)} | aim |"
    yield f"|---|{'---:|' * len(columns)}---|"
    for row, (written, aim) in ROWS.items():
        figures = " | ".join(written.format(one[row]) for one, _ in columns.values())
        yield f"| {row} | {figures} | {aim} |"
    for column, (_, complaints) in columns.items():
        said = "; ".join(sorted(complaints)) or "nothing"
        yield f"\nIn every run Lighthouse had against “{column}”: {said}."


def measured(address):
    """Row → figure of one page, and the complaints about it."""
    first, second = phone.visits(address)
    figures = dict.fromkeys(ROWS, 0)
    for kind, size in first:
        figures[kind] += size / 1000
    figures["the first three"] = sum(figures[kind] for kind in ("HTML", "CSS", "JavaScript"))
    figures["requests"] = len(first)
    figures["repeat visit"] = sum(size for _, size in second) / 1000
    marks, complaints = phone.verdict(address)
    return {**figures, **marks}, complaints


def site(folder):
    """The environment of a clinic's site with a database of its own."""
    return {
        **os.environ,
        "DEBUG": "off",
        "SECURE_SSL_REDIRECT": "off",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PUBLISH_LOADED": "on",
        "CLINIC_NAME": "Example Clinic",
        "CLINIC_PHONE": "020 7946 0000",
        "CLINIC_EMAIL": "care@clinic.example",
        "CLINIC_OUT_OF_HOURS": "111",
        "EMERGENCY_NUMBER": "999",
        "DJANGO_SETTINGS_MODULE": "procedures.settings",
    }


def run(env, *arguments):
    subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
        timeout=120,
    )
