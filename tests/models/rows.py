"""The rows that must stay: numbered versions in each status, and what was said of them."""

from procedures.editorial import lifecycle
from procedures.models import Approval, RegisterEntry, Version
from procedures.text.lists import register
from procedures.text.lists.register import Register, Row
from tests.clinic import NOW, make_published, make_review, make_submitted, make_withdrawn


def waiting(folder):
    """Version 1, numbered by its file, in review."""
    folder.version(1)
    folder.load(publish=False)
    return Version.objects.get()


def published(folder):
    return make_published()


def replaced(folder):
    first = make_published()
    make_published()
    return Version.objects.get(pk=first.pk)


def never_shown(folder):
    """Version 1, replaced by the file of version 2 before anybody here was shown it."""
    folder.version(1)
    folder.version(2)
    folder.load(publish=False)
    return Version.objects.get(number=1)


def withdrawn(folder):
    return Version.objects.get(pk=make_withdrawn().version_id)


def declined(folder):
    return lifecycle.decline(waiting(folder))


def redacted(folder):
    version = replaced(folder)
    lifecycle.redact(version, at=NOW, removed="A name", reason="It named a person.")
    return Version.objects.get(pk=version.pk)


#: In every status a number can have, and in each way it can have come there.
VERSIONS = [waiting, published, replaced, never_shown, withdrawn, declined, redacted]


def review(folder):
    return make_review(make_published())


def approval(folder):
    make_published(reviewed=True)
    return Approval.objects.get()


def withdrawal(folder):
    return make_withdrawn()


def redaction(folder):
    return redacted(folder).redaction


def step(folder):
    """Who sent a text for review."""
    return make_submitted().steps.last()


def register_entry(folder):
    """A withdrawal that a file told of after people here had acted."""
    version = make_published(reviewed=True)
    row = Row(1, version.digest, NOW, "The device was recalled.")
    folder.write("microneedling/1.md", version.text)
    folder.write("microneedling/register.yaml", register.write(Register(withdrawals=(row,))))
    folder.load()
    return RegisterEntry.objects.get()


#: One of everything that is written once.
RECORDS = [review, approval, withdrawal, redaction, step, register_entry]
