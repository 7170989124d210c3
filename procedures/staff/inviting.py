"""How somebody comes to work here: a link, once, with which they choose their password."""

from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.db import transaction
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from procedures.patients import assets
from procedures.vocabulary import Role


@transaction.atomic
def invite(username: str, *, first_name: str, last_name: str, roles: Iterable[Role]) -> str:
    """The address at which this person chooses a password; it works once, for three days.

    Whoever has an account already keeps it, with these roles and this name.
    """
    person, _ = User.objects.get_or_create(username=username)
    person.first_name, person.last_name = first_name, last_name
    if not person.password:
        person.set_unusable_password()
    person.save()
    person.groups.set(Group.objects.filter(name__in=list(roles)))
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    return f"{settings.SITE_URL}{reverse('staff:join', args=[uid, token])}"


join = PasswordResetConfirmView.as_view(
    template_name="staff/join.html",
    success_url=reverse_lazy("staff:sign-in"),
    extra_context={"staff_stylesheet": partial(assets.address, "staff:stylesheet")},
)
