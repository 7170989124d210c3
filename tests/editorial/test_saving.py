"""Several people save one draft, in every order and at the same moment: no word is lost."""

import json
import random
import subprocess
import sys

import pytest

from procedures.editorial import drafting
from procedures.models import Conflict, Manuscript, Version
from procedures.text.writing.manuscript import FIELDS
from tests.clinic import NOW, TODAY, make_draft, make_person
from tests.databases import ROOT, is_postgresql

pytestmark = [pytest.mark.drill, pytest.mark.uncounted]

#: A section, the lines at a glance, the sources, what changed, and the opening of a page.
_BUSY = ("pros", "at-a-glance", "sources", "change_notes", "summary")

#: The same every time. What words do in them is the same on either database, so one of the two
#: is given all, and the other enough to see that it stores them as well.
TURNS = 200 if is_postgresql() else 1_000


class Form:
    """The form somebody has open: what they had before them, and what they have typed."""

    def __init__(self, version, name):
        self.version, self.editor = version, name
        self.by = make_person(name, name, "Editor")
        self.base = dict(Manuscript.objects.get(version=version).fields)
        self.mine = dict(self.base)

    def type(self, field, word):
        self.mine[field] += f" {word}"

    def save(self):
        """Save as the page's script does: it goes on from what is stored, but where its words
        wait it keeps both them and what they were based on."""
        saved = drafting.save(
            self.version,
            base=self.base,
            mine=self.mine,
            by=self.by,
            at=NOW,
            today=TODAY,
            editor=self.editor,
        )
        waiting = {one.field for one in saved.conflicts if one.editor == self.editor}
        for name in set(FIELDS) - waiting:
            self.base[name] = self.mine[name] = saved.manuscript.fields[name]


def kept(version):
    """Every word of a draft, field by field, with those that wait beside it."""
    found = {name: text.split() for name, text in version.manuscript.fields.items()}
    for one in Conflict.objects.filter(manuscript__version=version):
        found[one.field] += one.words.split()
    return found


@pytest.mark.django_db
def test_in_hundreds_of_interleavings_of_saves_no_word_is_lost():
    chance = random.Random(11)
    for turn in range(TURNS):
        version = make_draft(slug=f"procedure-{turn % 10}")
        forms = [Form(version, name) for name in ("eve", "ida")]
        typed = []
        for number in range(chance.randint(2, 5)):
            form = chance.choice(forms)
            field = chance.choice(_BUSY)
            form.type(field, f"{form.editor}{number}")
            typed.append((field, f"{form.editor}{number}"))
            if chance.random() < 0.4:
                form.save()
        for form in forms:
            form.save()

        version = Version.objects.select_related("manuscript").get(pk=version.pk)
        words = kept(version)
        assert all(word in words[field] for field, word in typed), (turn, typed)


WRITER = """
import sys
from procedures.models import Version
from tests.editorial.test_saving import Form
name, pk, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
version = Version.objects.get(pk=pk)
form = Form(version, name)
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    form.type(("pros", "cons", "summary")[number % 3], f"{name}{number}")
    form.save()
"""

BEGUN = """
from tests.clinic import make_draft, make_person
for name in ("eve", "ida", "una", "kim"):
    make_person(name, name, "Editor")
print(make_draft().pk)
"""

STORED = """
import json
from procedures.models import Version
from tests.editorial.test_saving import kept
print(json.dumps(kept(Version.objects.get())))
"""


def test_four_people_who_save_at_the_same_moment_lose_no_word(site):
    begun = site.script(BEGUN)
    assert begun.returncode == 0, begun.stderr
    count = 15
    program = f"import django; django.setup()\n{WRITER}"
    writers = {
        name: subprocess.Popen(
            [sys.executable, "-c", program, name, begun.stdout.strip(), str(count)],
            cwd=ROOT,
            env={**site.env, "DJANGO_SETTINGS_MODULE": "procedures.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("eve", "ida", "una", "kim")
    }
    for writer in writers.values():
        assert writer.stdout.readline() == "ready\n", writer.stderr.read()
    for writer in writers.values():
        writer.stdin.write("go\n")
        writer.stdin.flush()
    said = [writer.communicate(timeout=100)[1] for writer in writers.values()]

    assert [writer.returncode for writer in writers.values()] == [0] * 4, said
    stored = site.script(STORED)
    assert stored.returncode == 0, stored.stderr
    words = json.loads(stored.stdout)
    for name in writers:
        for number in range(count):
            field = ("pros", "cons", "summary")[number % 3]
            assert f"{name}{number}" in words[field], (name, number)
