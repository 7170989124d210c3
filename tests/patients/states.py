"""A procedure in each state it can be in, and the addresses it has."""

from datetime import timedelta

from procedures.editorial import lifecycle
from procedures.models import Version
from procedures.text.lists import catalogue
from procedures.text.lists.catalogue import Catalogue, Entry, GroupEntry
from procedures.vocabulary import Change
from tests.clinic import (
    NOW,
    TODAY,
    make_clinician,
    make_draft,
    make_published,
    make_review,
    make_withdrawn,
)

#: What every address with a slug is, once version 1 is public.
ADDRESSES = {
    "page": "/procedures/{}/",
    "recovery": "/procedures/{}/recovery/",
    "versions": "/procedures/{}/versions/",
    "permalink": "/procedures/{}/versions/1/",
    "source": "/procedures/{}/versions/1/source.md",
    "day": f"/procedures/{{}}/on/{TODAY}/",
    "changes": "/procedures/{}/changes/1..1/",
    "api": "/api/procedures/{}/",
}

#: Every address without one.
MACHINES = (
    "/api/procedures/",
    "/sitemap.xml",
    "/feed.xml",
    "/robots.txt",
    "/healthz/",
    "/readyz/",
    "/favicon.ico",
)


def of(slug="microneedling"):
    """Kind → address of a procedure."""
    return {kind: address.format(slug) for kind, address in ADDRESSES.items()}


def unreviewed(folder):
    """Loaded from a file on a demonstration site: nobody here has checked it."""
    folder.version(1)
    folder.load(publish=True)
    return Version.objects.get()


def waiting(folder):
    """Loaded from a file, and not yet let out by anybody."""
    folder.version(1)
    folder.load(publish=False)
    return Version.objects.get()


def declined(folder):
    return lifecycle.decline(waiting(folder))


def drafted(folder):
    return make_draft()


def reviewed(folder):
    return make_published(reviewed=True)


def overdue(folder):
    version = make_published()
    make_review(version, on=TODAY - timedelta(days=365), next_due=TODAY - timedelta(days=1))
    return version


def reworded(folder):
    """Version 2 was reviewed, and version 3 changed its wording."""
    make_published()
    make_review(make_published(change=Change.FACTS))
    return make_published(change=Change.WORDING)


def replaced(folder):
    """Version 1, which version 2 replaced for safety."""
    first = make_published()
    make_published(change=Change.SAFETY, change_notes=("The wait is six months.",), reviewed=True)
    first.refresh_from_db()
    return first


def withdrawn(folder):
    return make_withdrawn().version


def redacted(folder):
    """Version 1, whose words were removed after version 2 replaced it."""
    first = replaced(folder)
    lifecycle.redact(first, at=NOW, removed="A patient's name", reason="It named a person.")
    return first


def withdrawn_and_redacted(folder):
    version = withdrawn(folder)
    lifecycle.redact(version, at=NOW, removed="A patient's name", reason="It named a person.")
    return version


def unshown(folder):
    """Version 1 of two in a folder: replaced before this site could show it."""
    folder.version(1)
    folder.version(2)
    folder.load(publish=True)
    return Version.objects.get(number=1)


def renamed(folder, former="skin-needling"):
    """A page whose slug was another before."""
    folder.version(1, slug=former)
    arrange(folder, Entry(former))
    folder.load()
    arrange(folder, Entry("microneedling", former_slugs=(former,)))
    folder.load()
    return Version.objects.get()


def arrange(folder, *entries, group="Skin texture and scars"):
    """Put a catalogue into a folder."""
    folder.write("catalogue.yaml", catalogue.write(Catalogue((GroupEntry(group, entries),))))


#: Name → what brings it about, for tables of tests.
STATES = {
    one.__name__: one
    for one in (
        unreviewed,
        waiting,
        declined,
        drafted,
        reviewed,
        overdue,
        reworded,
        replaced,
        withdrawn,
        redacted,
        withdrawn_and_redacted,
        unshown,
        renamed,
    )
}

#: The states in which no patient is to learn that there is a text.
HIDDEN = ("waiting", "declined", "drafted")


def withdraw(version, *, at=NOW, reason="The maker has recalled the device."):
    return lifecycle.withdraw(version, by=make_clinician(), at=at, reason=reason)
