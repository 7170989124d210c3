"""A clinic in a test: everything made through the site's own doors."""

from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.models import User

from procedures.editorial import drafting, lifecycle, signing
from procedures.editorial.content import loading
from procedures.models import Procedure
from procedures.text.checks.reading import Clinic
from procedures.text.writing import manuscript
from procedures.vocabulary import KEEPS_REVIEW, Change
from tests.text.documents import make_document, make_text

TODAY = date(2026, 11, 22)
#: The day the starter catalogue was finished.
FINISHED = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

CLINIC = Clinic("It earns from the procedure.", 12)


def make_person(username="eve.editor", first_name="Eve", last_name="Editor"):
    person, _ = User.objects.get_or_create(
        username=username, defaults={"first_name": first_name, "last_name": last_name}
    )
    return person


def make_clinician():
    return make_person("nia.nurse", "Nia", "Nurse")


def make_draft(*, slug="microneedling", by=None, **words):
    """A draft of the next version. `words` are those of `make_text`."""
    procedure, _ = Procedure.objects.get_or_create(slug=slug)
    first = not procedure.versions.numbered().exists()
    words = {"change": Change.FIRST if first else Change.WORDING, **words}
    fields = manuscript.read(make_document(**words))
    return drafting.write(procedure, fields, by=by or make_person(), at=NOW, today=TODAY)


def make_submitted(version=None, *, at=NOW, **words):
    """A text that waits for a reviewer."""
    version = version or make_draft(**words)
    return drafting.submit(version, by=version.authors.get(), at=at, today=TODAY)


def make_approved(version, *, at=NOW, whole_page=True):
    """The approval of a text in review by a clinician who did or did not check the whole page."""
    return lifecycle.approve(
        version,
        digest=version.digest,
        by=make_clinician(),
        at=at,
        whole_page=sign_off() if whole_page else None,
        clinic=CLINIC,
        override="The texts of tests are short.",
    )


def make_published(*, at=NOW, reviewed=False, **words):
    """The next version of a procedure, shown to patients.

    With `reviewed` a clinician checked the whole page and let it out. Without, it was let out
    as a change of wording or, for any other change, as a demonstration site shows a file.
    """
    version = make_submitted(**words)
    if not reviewed and version.change not in KEEPS_REVIEW:
        return lifecycle.show(version, at=at)
    approval = make_approved(version, at=at, whole_page=reviewed)
    return lifecycle.publish(version, approval=approval, by=make_clinician(), at=at)


def sign_off(*, on=TODAY, next_due=None):
    return signing.SignOff(
        role="Nurse prescriber",
        registration="NMC 00A0000E",
        on=on,
        next_due=next_due or on + timedelta(days=365),
    )


def make_review(version, *, on=TODAY, next_due=None, by=None):
    return signing.review(
        version, by=by or make_clinician(), at=NOW, sign_off=sign_off(on=on, next_due=next_due)
    )


def make_withdrawn(*, reason="The maker has recalled the device.", at=NOW, **words):
    version = make_published(at=at - timedelta(hours=1), **words)
    return lifecycle.withdraw(version, by=make_clinician(), at=at, reason=reason)


class Folder:
    """A content folder on disk. Writing to it is what an author does."""

    def __init__(self, path):
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    def write(self, name, text):
        """Put a file there, such as microneedling/1.md; text or bytes."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def version(self, number, *, slug="microneedling", **words):
        """Put version `number` of a procedure there."""
        words = {"change": Change.FIRST if number == 1 else Change.WORDING, **words}
        words.setdefault("summary", f"These are the words of version {number}.")
        return self.write(f"{slug}/{number}.md", make_text(**words))

    def load(self, *, now=NOW, today=TODAY, publish=True):
        return loading.load(
            self.path, now=now, today=today, publish=publish, progress=lambda *of: None
        )

    def files(self):
        """Name → bytes of everything in the folder."""
        found = (path for path in self.path.rglob("*") if path.is_file())
        return {str(path.relative_to(self.path)): path.read_bytes() for path in found}
