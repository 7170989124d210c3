"""What one person changes, all processes of all machines show within a quarter of a second."""

from contextlib import contextmanager

import pytest

from tests.production.at_once import PROMISED, Hand, Watch, two_machines
from tests.serving.midnight import evening

pytestmark = [pytest.mark.drill, pytest.mark.uncounted, pytest.mark.database]

KEY = "k3y8abc2"
OVERDUE = "This page is due to be checked again"
#: A page to be reviewed by midnight, with a photo that is shown until then, and another.
PUBLISHED = (
    "today = date.fromisoformat('{day}')",
    "slug = 'before-{at}'",
    "ending, _, first = make_photo(today=today, until=today + timedelta(1), colour='navy')",
    "lasting, _, second = make_photo(today=today, colour='olive')",
    "about = {{'about': 'Words.\\n\\n' + first + '\\n\\n' + second}}",
    "page = make_published(slug=slug, title='Laser', words=about)",
    "make_review(page, on=today - timedelta(365), next_due=today)",
    "site, _ = EmbedSite.objects.get_or_create(key='{key}', defaults={{'name': 'Health'}})",
    "site.origins = ['https://one.example']",
    "person = {{'by': make_clinician(), 'at': NOW}}",
    "registry.keep(site, [], **person)",
    "told = ending.digest + ' ' + lasting.digest",
)
PUBLISH = "page = make_published(slug=slug, title='Laser', summary='Words anew.', words=about)"
ALLOW = "site.origins = ['https://two.example']; registry.keep(site, [], **person)"
END = "consenting.end(lasting, today=today + timedelta(1), why='Asked by them.', **person)"
SWITCH = "registry.switch(site, active=False, **person)"
WITHDRAW = "states.withdraw(page)"


def has(words):
    return lambda answer: words in answer.text


def lacks(words):
    return lambda answer: words not in answer.text


def says(status):
    return lambda answer: answer.status == status


def allows(origin):
    return lambda answer: origin in answer.headers["Content-Security-Policy"]


def asked_twice(door, page):
    """An answer, the same one kept, and what somebody is told who has it."""
    first, second = door.ask(page), door.ask(page)
    return first, second, door.ask(page, If_None_Match=second.headers["ETag"])


def test_no_door_shows_what_has_ended_or_was_replaced(machine, tmp_path):
    @contextmanager
    def look(midnight):
        with Hand(machine) as hand:
            for line in PUBLISHED:
                hand.do(line.format(day=midnight.day, at=midnight.at, key=KEY))
            page = f"/procedures/before-{midnight.at}/"
            with two_machines(machine, midnight) as doors:
                yield hand, doors, page, [asked_twice(door, page) for door in doors]

    with evening(look, tmp_path, seconds=11) as ((hand, doors, page, asked), midnight):
        ending, lasting = hand.told.split()
        frame = page.replace("/procedures", f"/embed/{KEY}")
        for first, second, known in asked:
            assert first.text == second.text
            assert ending in second.text
            assert OVERDUE not in second.text
            assert known.status == 304

        midnight.pass_()

        for door, (before, _, _) in zip(doors, asked, strict=True):
            etag = before.headers["ETag"]
            for after in (door.ask(page, If_None_Match=etag), door.ask(page)):
                assert after.status == 200
                assert after.headers["ETag"] != etag
                assert ending not in after.text
                assert OVERDUE in after.text
            assert door.ask(f"/photos/{ending}.webp").status == 404

        watch = Watch(doors, hand)
        watch.change(PUBLISH, (page, has("Words anew.")))
        watch.change(ALLOW, (frame, allows("https://two.example")))
        gone = lacks(lasting)
        file = f"/photos/{lasting}.webp"
        watch.change(END, (page, gone), (frame, gone), (file, says(404)))
        watch.change(SWITCH, (frame, says(404)))
        watch.change(WITHDRAW, (page, says(410)))

    longest = max(old for olds in watch.longest.values() for old in olds.values())
    assert longest <= PROMISED, watch.longest
