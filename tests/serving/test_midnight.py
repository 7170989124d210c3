"""Midnight passes at the clinic while two processes serve its site."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest

from tests.clinic import make_published, make_review
from tests.databases import is_postgresql
from tests.serving.midnight import evening
from tests.serving.photographed import make_photo

pytestmark = [pytest.mark.drill, pytest.mark.uncounted]

OVERDUE = "This page is due to be checked again"


def make_page(midnight):
    """A page that is to be reviewed by midnight, with a photo that is shown until then."""
    today, slug = midnight.day, f"before-{midnight.at}"
    tomorrow, colour = today + timedelta(days=1), f"#{midnight.at % 2**24:06x}"
    photo, file, line = make_photo(today=today, until=tomorrow, colour=colour)
    page = make_published(slug=slug, words={"about": f"Words.\n\n{line}"})
    make_review(page, on=today - timedelta(days=365), next_due=today)
    return f"/procedures/{slug}/", photo.digest, file


def asked_twice(reader, page):
    """An answer, the same one kept, and the status for somebody who has it."""
    first, second = reader.ask(page), reader.ask(page)
    return first, second, reader.ask(page, If_None_Match=second[1]["ETag"])[0]


def test_no_process_shows_after_midnight_what_ended_with_the_day(own_database, start, tmp_path):
    @contextmanager
    def look(midnight):
        page, digest, file = make_page(midnight)
        both = [start(f"{name}-{midnight.at}", **midnight.settings) for name in ("one", "two")]
        with ExitStack() as opened, ThreadPoolExecutor() as at_once:
            readers = list(at_once.map(opened.enter_context, both))
            if is_postgresql():  # of what was published they know by now
                time.sleep(0.3)
            asked = [(asked_twice(reader, page), reader.status(file)) for reader in readers]
            yield readers, asked, page, digest, file

    with evening(look, tmp_path, seconds=6) as ((readers, asked, page, digest, file), midnight):
        for (first, second, known), photo in asked:
            assert first == second
            assert first[0] == 200
            assert digest in first[2]
            assert OVERDUE not in first[2]
            assert (known, photo) == (304, 200)

        midnight.pass_()

        for reader, ((before, _, _), _) in zip(readers, asked, strict=True):
            etag = before[1]["ETag"]
            for status, told, words in (reader.ask(page, If_None_Match=etag), reader.ask(page)):
                assert status == 200
                assert told["ETag"] != etag
                assert digest not in words
                assert OVERDUE in words
            assert reader.status(file) == 404
