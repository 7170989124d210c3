"""The second step of signing in: a code of an app on one's phone, or one kept on paper."""

from base64 import b32encode
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from procedures.editorial import journal
from procedures.editorial.refusals import StepRefused
from procedures.staff.access import clock
from procedures.staff.access.permissions import roles
from procedures.vocabulary import StepKind

#: How many codes are kept on paper.
CODES = 10


def is_required(user: User) -> bool:
    """Whether a role of this person asks for a second step."""
    return not roles(user).isdisjoint(settings.SECOND_STEP_ROLES)


def device(user: User) -> TOTPDevice | None:
    """The app that vouches for this person, or None."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return found


def begun(user: User) -> TOTPDevice:
    """The app that is being set up; its key stays the same until it is confirmed."""
    found: TOTPDevice | None = (
        TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").first()
    )
    return found or TOTPDevice.objects.create(user=user, confirmed=False, name="app")


def confirm(user: User, typed: str, *, at: datetime) -> TOTPDevice:
    """Take the app that is being set up in the place of any other, once it gives a right code."""
    made = begun(user)
    _verify(made, typed)
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).exclude(pk=made.pk).delete()
        TOTPDevice.objects.filter(pk=made.pk).update(confirmed=True)
        _record(user, "app set up", by=user, at=at)
    return made


def verify(user: User, typed: str) -> TOTPDevice:
    """The device that gave this code. Each code is taken once."""
    found = device(user)
    if found is None:
        raise StepRefused("No app is set up any more. Sign in again.")
    _verify(found, typed)
    return found


def recover(user: User, typed: str, *, at: datetime) -> int:
    """Use up a code that was kept on paper; how many are left."""
    found = StaticDevice.objects.filter(user=user).first()
    if found is None:
        raise StepRefused("There are no recovery codes of yours. Ask a site manager.")
    _verify(found, typed.replace("-", "").lower())
    left = codes_left(user)
    _record(user, f"recovery code used, {left} left", by=user, at=at)
    return left


def _verify(found: TOTPDevice | StaticDevice, typed: str) -> None:
    """Judge a code while no other request judges one of this device; wrong ones are counted."""
    with transaction.atomic():
        held = type(found).objects.select_for_update().get(pk=found.pk)
        if clock.is_to_come(held.throttling_failure_timestamp, timezone.now()):
            held.throttle_reset()
        may, _ = held.verify_is_allowed()
        right = may and held.verify_token(typed.replace(" ", ""))
    if not may:
        raise StepRefused("That was wrong too often. Wait a minute, then type a new code.")
    if not right:
        raise StepRefused("That code is not right, or was used already. Type the one shown now.")


def letters(found: TOTPDevice) -> str:
    """The key of an app, as people type it where no camera is at hand."""
    key = b32encode(found.bin_key).decode("ascii")
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


@transaction.atomic
def new_codes(user: User, *, at: datetime) -> list[str]:
    """Codes to keep on paper, in the place of all before. They are told this once."""
    StaticDevice.objects.filter(user=user).delete()
    made = StaticDevice.objects.create(user=user, name="recovery codes")
    codes = [StaticToken.random_token() for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=made, token=code) for code in codes)
    _record(user, "new recovery codes", by=user, at=at)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def codes_left(user: User) -> int:
    """How many codes on paper are not used."""
    return int(StaticToken.objects.filter(device__user=user).count())


@transaction.atomic
def forget(user: User, *, by: User, at: datetime) -> None:
    """Trust neither the app nor the codes of this person any more."""
    gone = [kind.objects.filter(user=user).delete()[0] for kind in (TOTPDevice, StaticDevice)]
    if any(gone):
        _record(user, "app and recovery codes are no longer taken", by=by, at=at)


def _record(user: User, what: str, *, by: User, at: datetime) -> None:
    note = f"{journal.person(user)}: {what}"
    journal.record(StepKind.SECOND_STEP_CHANGED, by=by, at=at, note=note)
