"""What a site says as a clinic runs it: over HTTPS, with every setting of production."""

import json
import sys
from datetime import timedelta

from django.contrib.auth.models import Group, User
from django.test import Client

from procedures.editorial import lifecycle
from procedures.models import EmbedSite
from procedures.vocabulary import Change
from tests.clinic import (
    NOW,
    TODAY,
    make_clinician,
    make_draft,
    make_person,
    make_published,
    make_review,
    make_submitted,
    make_withdrawn,
)

HOST = "pages.example"
KEY = "k3y8abc2"
PASSWORD = "correct horse battery"
ENVIRONMENT = {
    "DEBUG": "off",
    "SECRET_KEY": "x7" * 40,
    "ALLOWED_HOSTS": HOST,
    "SITE_URL": f"https://{HOST}",
    "CLINIC_NAME": "Example Clinic",
    "CLINIC_PHONE": "020 7946 0000",
    "CLINIC_EMAIL": f"care@{HOST}",
    "CLINIC_OUT_OF_HOURS": "111",
    "EMERGENCY_NUMBER": "999",
    "EMAIL_URL": "dummymail://",
}
_PAGE = "/procedures/peel/"
PUBLIC = {
    "catalogue": "/",
    "catalogue narrowed": "/?within=7",
    "about": "/about/",
    "glossary": "/glossary/",
    "search": "/search/?q=red",
    "comparison": "/compare/?p=peel&p=laser",
    "page": _PAGE,
    "page nobody reviewed": "/procedures/warts/",
    "overdue page": "/procedures/laser/",
    "since": f"{_PAGE}?since=1",
    "withdrawn page": "/procedures/filler/",
    "recovery": f"{_PAGE}recovery/",
    "calendar": f"{_PAGE}recovery.ics?from={TODAY + timedelta(days=1)}",
    "versions": f"{_PAGE}versions/",
    "version": f"{_PAGE}versions/2/",
    "version redacted": f"{_PAGE}versions/1/",
    "source": f"{_PAGE}versions/2/source.md",
    "day": f"{_PAGE}on/{TODAY}/",
    "changes": f"{_PAGE}changes/1..2/",
    "leaflet": f"{_PAGE}leaflet.pdf",
    "missing page": "/none/",
    "no last slash": _PAGE.rstrip("/"),
    "api": "/api/procedures/",
    "api of a page": "/api/procedures/peel/",
    "sitemap": "/sitemap.xml",
    "feed": "/feed.xml",
    "robots": "/robots.txt",
    "health": "/healthz/",
    "readiness": "/readyz/",
    "icon": "/favicon.ico",
}
STAFF = {
    "start": "/admin/",
    "new": "/admin/new/",
    "procedure": "/admin/procedures/peel/",
    "draft": "/admin/drafts/{draft}/",
    "preview": "/admin/texts/{draft}/preview/",
    "review": "/admin/texts/{waiting}/review/",
    "withdraw": "/admin/procedures/peel/withdraw/",
    "redate": "/admin/procedures/peel/redate/",
    "staff comparison": "/admin/procedures/peel/compare/",
    "history": "/admin/procedures/peel/history/",
    "reviews": "/admin/reviews/",
    "register": "/admin/reviews/register.csv",
    "people": "/admin/people/",
    "me": "/admin/me/",
    "photos": "/admin/photos/",
    "homepages": "/admin/homepages/",
    "homepage": "/admin/homepages/new/",
    "missing": "/admin/none/",
}
FRAMES = {
    "frame": f"/embed/{KEY}/peel/",
    "framed section": f"/embed/{KEY}/peel/recovery/",
    "framed list": f"/embed/{KEY}/",
    "frame of a withdrawn page": f"/embed/{KEY}/filler/",
    "frame of nothing": f"/embed/{KEY}/none/",
}


def tell():
    """Make a site with something of every kind, and print what it says of each."""
    numbers = _filled()
    json.dump([*_public(), *_staff(numbers)], sys.stdout)


def _filled():
    make_withdrawn(slug="filler", title="Filler")
    make_published(slug="warts", title="Warts")
    late = make_published(slug="laser", title="Laser resurfacing")
    make_review(late, on=TODAY - timedelta(days=365), next_due=TODAY - timedelta(days=1))
    first = make_published(slug="peel", title="Chemical peel")
    make_published(slug="peel", title="Chemical peel", change=Change.SAFETY, reviewed=True)
    first.refresh_from_db()
    lifecycle.redact(first, at=NOW, removed="A name", reason="It named a person.")
    EmbedSite.objects.create(name="Example", key=KEY, origins=["https://www.clinic.example"])
    for person in (make_person(), make_clinician()):
        person.groups.set(Group.objects.all())
        person.set_password(PASSWORD)
        person.save()
    return {
        "draft": make_draft(slug="warts", title="Warts").pk,
        "waiting": make_submitted(make_draft(slug="peel", title="Chemical peel")).pk,
    }


def _browser():
    return Client(raise_request_exception=False, headers={"host": HOST})


def _public():
    browser = _browser()
    for kind, addresses in (("public", PUBLIC), ("frame", FRAMES)):
        for name, address in addresses.items():
            yield _told(kind, name, address, browser.get(address, secure=True))
            assert not browser.cookies, name
    yield _told("public", "post", "/", browser.post("/", secure=True))
    etag = browser.get("/", secure=True).headers["ETag"]
    known = browser.get("/", secure=True, headers={"if-none-match": etag})
    yield _told("public", "known", "/", known)


def _staff(numbers):
    browser = _browser()
    address = "/admin/sign-in/"
    yield _told("staff", "sign in", address, browser.get(address, secure=True))
    sent = {"username": User.objects.get(username="nia.nurse").username, "password": PASSWORD}
    yield _told("staff", "signed in", address, browser.post(address, sent, secure=True))
    for name, form in STAFF.items():
        address = form.format(**numbers)
        yield _told("staff", name, address, browser.get(address, secure=True))


def _told(kind, name, address, answer):
    plain = _browser().get(address)
    cookies = [("set-cookie", one.OutputString()) for one in answer.cookies.values()]
    return {
        "kind": kind,
        "name": name,
        "url": f"https://{HOST}{address}",
        "from": plain.headers.get("Location", ""),
        "status": answer.status_code,
        "headers": [(one.lower(), value) for one, value in answer.headers.items()] + cookies,
        "html": answer.content.decode(errors="replace"),
    }
