"""Who works here: invited by a link, given roles, and let go; every change is written down."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.db import transaction
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from procedures.editorial import journal
from procedures.editorial.refusals import NotAllowed, StepRefused
from procedures.patients.answers import assets
from procedures.staff.access import second_step
from procedures.staff.access.permissions import Action, may, roles
from procedures.vocabulary import Role, StepKind


@transaction.atomic
def invite(
    username: str,
    *,
    first_name: str,
    last_name: str,
    roles: Iterable[Role],
    by: User | None,
    at: datetime,
    email: str = "",
) -> str:
    """The address at which this person chooses a password; it works once, for three days.

    Whoever has an account already keeps it, with these roles and this name. `by` is None
    where somebody asked on the server.
    """
    person, _ = User.objects.get_or_create(username=username)
    person.first_name, person.last_name = first_name, last_name
    person.email = email or person.email
    if not person.password:
        person.set_unusable_password()
    person.save()
    given = list(roles)
    person.groups.set(Group.objects.filter(name__in=given))
    note = f"{journal.person(person)} ({username}): {_named(given)}"
    journal.record(StepKind.INVITED, by=by, at=at, note=note)
    return _link(person)


@transaction.atomic
def new_link(person: User, *, by: User, at: datetime) -> str:
    """Another address for somebody who has not come yet, or has forgotten the password."""
    person = _held(person, by)
    note = f"Another link for {journal.person(person)}"
    journal.record(StepKind.INVITED, by=by, at=at, note=note)
    return _link(person)


def _link(person: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    return f"{settings.SITE_URL}{reverse('staff:join', args=[uid, token])}"


@transaction.atomic
def give_roles(person: User, chosen: Iterable[Role], *, by: User, at: datetime) -> User:
    """What this person may do from now on."""
    person = _held(person, by)
    before, after = roles(person), frozenset(chosen)
    if person == by and Role.SITE_MANAGER not in after:
        raise StepRefused("You cannot take this role from yourself. Ask another site manager.")
    if before != after:
        person.groups.set(Group.objects.filter(name__in=after))
        note = f"{journal.person(person)}: {_named(before)} → {_named(after)}"
        journal.record(StepKind.ROLES_CHANGED, by=by, at=at, note=note)
    return person


@transaction.atomic
def forget_phone(person: User, *, by: User, at: datetime) -> None:
    """Take neither app nor recovery codes any more, and end what is open: the phone is lost.

    The password stays, which the site manager does not know: it takes that to set up another.
    """
    person = _held(person, by)
    if person == by:
        raise StepRefused("Use a recovery code for your own, or ask another site manager.")
    second_step.forget(person, by=by, at=at)


@transaction.atomic
def end_access(person: User, *, by: User, at: datetime) -> User:
    """Let nobody in with this account: what is open of it ends, and its links and password too."""
    person = _held(person, by)
    if person == by:
        raise StepRefused("You cannot end your own access. Ask another site manager.")
    if person.is_active:
        person.is_active = False
        person.set_unusable_password()
        person.save(update_fields=["is_active", "password"])
        second_step.forget(person, by=by, at=at)
        note = f"{journal.person(person)}: works here → access ended"
        journal.record(StepKind.ACCESS_ENDED, by=by, at=at, note=note)
    return person


@transaction.atomic
def return_access(person: User, *, by: User, at: datetime) -> str:
    """The address at which somebody whose access ended chooses a new password."""
    person = _held(person, by)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        note = f"{journal.person(person)}: access ended → works here"
        journal.record(StepKind.ACCESS_RETURNED, by=by, at=at, note=note)
    return _link(person)


def _held(person: User, by: User) -> User:
    """The account as it is now, while nobody else changes who works here.

    Of two site managers who end each other's access at once, the second may no longer do so.
    """
    held = {one.pk: one for one in User.objects.select_for_update().order_by("pk")}
    if not may(held[by.pk], Action.INVITE):
        raise NotAllowed("Your own role was changed meanwhile.")
    found = held[person.pk]
    if found.is_superuser:
        raise NotAllowed("This account set the site up. It is changed on the server only.")
    return found


def _named(given: Iterable[Role]) -> str:
    return ", ".join(str(one.label) for one in Role if one in given) or "no role"


join = PasswordResetConfirmView.as_view(
    template_name="staff/join.html",
    success_url=reverse_lazy("staff:sign-in"),
    extra_context={"staff_stylesheet": partial(assets.address, "staff:stylesheet")},
)
