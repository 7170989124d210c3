"""A site on which every door let in what tries to become a script."""

from datetime import timedelta

from django.contrib.auth.models import Group

from procedures.editorial import drafting, lifecycle, scheduling, signing
from procedures.editorial.pictures import photos
from procedures.editorial.pictures.reencoding import reencode
from procedures.embedding import registry
from procedures.models import EmbedSite, Procedure
from procedures.text.lists.catalogue import Entry
from procedures.vocabulary import Change, SectionKind
from tests.clinic import (
    NOW,
    TODAY,
    make_approved,
    make_clinician,
    make_draft,
    make_person,
    make_published,
    make_submitted,
)
from tests.editorial.test_reencoding import picture, saved
from tests.hostile.payloads import accepted, bodies, payloads
from tests.patients.states import arrange
from tests.text.documents import PHOTO

KEY = "k3y8abc2"
#: What breaks out of an attribute, a title, a box and a script.
WORDS = "'\"><img src=//evil.example onerror=hacked=1></title></textarea>{{31336|add:2}}"
PASSWORD = "correct horse battery"


def fill(folder):
    """Let everything in; print how many payloads were taken, on how many pages, and two texts."""
    eve, nia = make_person("eve.editor", WORDS, WORDS), make_person("nia.nurse", WORDS, "Nurse")
    for person in (eve, nia):
        person.groups.set(Group.objects.all())
        person.set_password(PASSWORD)
        person.save()
    photo = photos.keep(reencode(saved(picture(colour="gold"), "PNG")), of_patient=False)
    blocks = [one.replace(PHOTO, photo.digest) for one in accepted(payloads())]
    pages = bodies(blocks)
    for number, body in enumerate(pages):
        words = {SectionKind.ABOUT: body}
        make_published(slug=f"words-{number}", title=f"Words {number}", words=words)
    make_published(slug="peel", title=WORDS, **_said(1))
    make_published(slug="peel", title=WORDS, change=Change.SAFETY, reviewed=True, **_said(2))
    signing.review(
        Procedure.objects.get(slug="peel").versions.published().get(),
        by=make_person("ida.editor", WORDS, WORDS),
        at=NOW,
        sign_off=signing.SignOff(
            role=WORDS,
            registration=WORDS,
            note=WORDS,
            on=TODAY,
            next_due=TODAY + timedelta(days=365),
        ),
    )
    _withdraw(nia)
    arrange(folder, Entry("peel", search_words=(WORDS, "jowls")), group=WORDS)
    folder.load()
    registry.keep(
        EmbedSite(
            name=WORDS, key=KEY, origins=["https://a.example"], notes=WORDS, contact="a@b.example"
        ),
        [],
        by=eve,
        at=NOW,
    )
    print(len(blocks), len(pages), _conflict(eve), _waiting(nia))  # noqa: T201


def _said(turn):
    return {
        "also_known_as": (f"{WORDS} {turn}", "b"),
        "change_notes": (WORDS,),
        "written_by": f"{WORDS} {turn}",
        "summary": f'Words {turn} \\<img src=x onerror=hacked=1\\> \\"onclick=hacked=1 here.',
    }


def _withdraw(nia):
    gone = make_published(slug="filler", title=WORDS, **_said(1))
    lifecycle.withdraw(gone, by=nia, at=NOW, reason=WORDS)
    bare = make_published(slug="threads", title="Threads", **_said(1))
    lifecycle.withdraw(bare, by=nia, at=NOW, reason=WORDS)
    lifecycle.redact(bare, at=NOW, removed=WORDS, reason=WORDS)


def _conflict(eve):
    """A draft in which two people changed the same words, and every field is hostile."""
    draft = make_draft(slug="warts", title="Warts")
    base = dict(draft.manuscript.fields)
    for by in (eve, make_person("ida.editor", WORDS, WORDS)):
        mine = base | dict.fromkeys(("title", "pros", "written_by"), f"{WORDS} {by.pk}")
        drafting.save(draft, base=base, mine=mine, by=by, at=NOW, today=TODAY, editor=WORDS[:40])
    return draft.pk


def _waiting(nia):
    """A text in review that was sent back once, and is to be published at a date."""
    signing.needs_edit("peel", by=nia, at=NOW, note=WORDS)
    text = make_submitted(make_draft(slug="peel", title=WORDS, **_said(3)))
    other = make_submitted(make_draft(slug="words-0", title=WORDS))
    approval = make_approved(other, at=NOW)
    due = NOW + timedelta(days=900)
    scheduling.schedule(other, approval=approval, due=due, by=make_clinician(), at=NOW)
    return text.pk
