"""The preview is the page patients read, byte for byte."""

from datetime import date

import pytest
from django.test import Client

from procedures.editorial import lifecycle
from procedures.editorial.content import loading
from procedures.models import Version
from procedures.vocabulary import Change
from tests.clinic import NOW, make_approved, make_draft, make_published, make_submitted
from tests.databases import ROOT

pytestmark = pytest.mark.django_db


def previewed(browser, version):
    answer = browser.get(f"/admin/texts/{version.pk}/preview/")
    assert answer.status_code == 200
    return answer


def published(slug):
    return Client().get(f"/procedures/{slug}/").content


@pytest.mark.uncounted
def test_the_preview_of_every_starter_page_is_what_patients_read_once_it_is_published(nia):
    today = date(2026, 11, 23)
    loading.load(ROOT / "content", now=NOW, today=today, publish=False, progress=lambda *of: None)
    waiting = list(Version.objects.filter(status="in_review").select_related("procedure"))
    assert len(waiting) == 13
    before = {one.procedure.slug: previewed(nia, one).content for one in waiting}

    for one in waiting:
        lifecycle.show(one, at=NOW)

    for slug, page in before.items():
        assert page == published(slug), slug


@pytest.mark.parametrize("change", [Change.WORDING, Change.FACTS])
@pytest.mark.parametrize("reviewed", [True, False])
def test_the_preview_of_a_draft_is_what_patients_read_once_it_is_published(nia, change, reviewed):
    make_published(reviewed=reviewed)
    draft = make_draft(change=change)

    page = previewed(nia, draft).content

    lifecycle.show(make_submitted(draft), at=NOW)
    assert page == published("microneedling")


def test_a_draft_just_begun_is_looked_at_before_its_change_is_named(eve):
    page = make_published()
    eve.post("/admin/procedures/microneedling/begin/", {"from": page.pk})

    shown = previewed(eve, Version.objects.latest("pk")).content.decode()

    assert "Microneedling pricks the skin" in shown


def test_a_text_its_reviewer_approved_is_previewed_as_reviewed(nia):
    version = make_submitted()
    make_approved(version)

    page = previewed(nia, version).content

    lifecycle.show(version, at=NOW)
    assert page == published("microneedling")
    assert previewed(nia, version).content == page


def test_a_preview_is_framed_by_this_site_alone_and_every_other_page_by_nobody(nia):
    version = make_submitted()

    preview, review = previewed(nia, version), nia.get(f"/admin/texts/{version.pk}/review/")

    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in review.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in review.headers["Content-Security-Policy"]
    for answer in (preview, review):
        assert answer.headers["Cache-Control"] == "private, no-store"
