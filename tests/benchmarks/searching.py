"""Search among generated procedures: CPU of a whole answer, page and all, on SQLite.

Each procedure has a name of its own and some 400 words in four sections, drawn from those of the
starter pages as often as they stand there, so that common words are on nearly every page.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.reading import run
from tests.browser.programs import ROOT

SIZES = (100, 1_000, 10_000)
#: How long a CMS’s own search took on SQLite, and the index of SQLite alone, in ms of CPU.
ELSEWHERE = {1_000: "600", 10_000: "80,000; FTS5 alone 8.5"}

#: Puts SIZE procedures into an empty database; `titles` are theirs.
FILL = """
import django; django.setup()
import random, re, sys, time
from hashlib import sha256
from pathlib import Path
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from procedures.editorial.index import searching
from procedures.models import Posting, Procedure, Section, Version
from procedures.text.searching import weights
from procedures.vocabulary import SectionKind, Status
from tests.text.documents import LEAST, make_document

chance = random.Random(7)
text = " ".join(path.read_text() for path in sorted(Path("content").glob("*/[0-9]*.md")))
page = text[:23_000]  # as long as those are
words = re.findall("[a-z]{2,}", text.lower())
parts = sorted({word[:5] for word in words if len(word) > 6})
said = lambda count: " ".join(chance.choices(words, k=count)).capitalize() + "."
name = lambda: "".join(chance.choices(parts, k=2)).capitalize()
kinds = [SectionKind.ABOUT, SectionKind.RECOVERY, SectionKind.SIDE_EFFECTS, SectionKind.PROS]
titles = []

def generate(numbers):
    made, now = [], timezone.now()
    for number in numbers:
        titles.append(f"{name()} {chance.choice(words)}")
        document = make_document(
            title=titles[-1], also_known_as=(name(),), summary=said(20),
            words={**LEAST, **{kind: said(100) for kind in kinds}},
        )
        made.append((Procedure(slug=f"procedure-{number}"), document))
    Procedure.objects.bulk_create([one for one, _ in made])
    versions = Version.objects.bulk_create([
        Version(procedure=one, number=1, status=Status.IN_REVIEW, text=page,
                digest=sha256(one.slug.encode()).hexdigest(),
                title=document.title, summary=document.summary, updated=document.updated,
                change="first")
        for one, document in made
    ])
    Version.objects.filter(status=Status.IN_REVIEW).update(
        status=Status.PUBLISHED, published_at=now
    )
    Section.objects.bulk_create([
        Section(version=version, kind=section.kind.value, words=section.markdown)
        for version, (_, document) in zip(versions, made) for section in document.sections
    ])
    found = [weights(document, [name(), name()]) for _, document in made]
    rows = searching._words(sorted({stem for one in found for stem in one}))
    Posting.objects.bulk_create([
        Posting(word_id=rows[stem], version=version, weight=weight)
        for version, one in zip(versions, found) for stem, weight in one.items()
    ])

with transaction.atomic():
    for start in range(0, SIZE, 500):
        generate(range(start, min(start + 500, SIZE)))
"""
MEASURE = """
client = Client()
slip = lambda word: word[:3] + word[4:]
questions = []
for title in chance.sample(titles, 50):
    questions += [title, slip(title), f"how long red after {title}"]
    questions.append(" ".join(chance.sample(words, 3)))
questions += ["skin", "your skin", "side effects on brown skin", "how long will it take to heal"]
client.get("/search/?q=warm")
took, first = [], 0
for question in questions:
    start = time.process_time()
    answer = client.get("/search/", {"q": question})
    took.append((time.process_time() - start) * 1000)
    assert answer.status_code == 200
for title in chance.sample(titles, 50):
    page = client.get("/search/", {"q": slip(title)}).content.decode()
    first += re.search("<h2><a[^>]*>([^<]*)", page)[1] == title
took.sort()
size = Path(connection.settings_dict["NAME"]).stat().st_size / 1e6
figures = [took[len(took) // 2], took[int(len(took) * 0.95)], took[-1]]
print(*(f"{one:.1f}" for one in figures), f"{first * 2} in 100", f"{size:.0f} MB", sep=" | ")
"""


def table():
    """A row for each number of procedures."""
    yield (
        "| procedures | median, ms | p95, ms | most, ms | first with a slip | database "
        "| elsewhere, ms | aim |"
    )
    yield "|---:|---:|---:|---:|---:|---:|---:|---|"
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            env = {
                **os.environ,
                "DEBUG": "off",
                "SECURE_SSL_REDIRECT": "off",
                "SECRET_KEY": "only-for-this-measurement",
                "ALLOWED_HOSTS": "testserver",
                "SITE_URL": "http://testserver",
                "CLINIC_NAME": "Example Clinic",
                "CLINIC_PHONE": "020 7946 0000",
                "CLINIC_EMAIL": "care@clinic.example",
                "CLINIC_OUT_OF_HOURS": "111",
                "EMERGENCY_NUMBER": "999",
                "DATABASE_URL": f"sqlite:///{Path(folder) / 'site.sqlite3'}",
                "DJANGO_SETTINGS_MODULE": "procedures.settings",
            }
            run(env, "manage.py", "migrate", "--verbosity", "0")
            done = subprocess.run(
                [sys.executable, "-c", (FILL + MEASURE).replace("SIZE", str(size))],
                cwd=ROOT,
                env=env,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
                timeout=900,
            )
        aim = "p95 ≤ 20" if size == SIZES[-1] else ""
        yield f"| {size:,} | {done.stdout.strip()} | {ELSEWHERE.get(size, '')} | {aim} |"
