"""Whoever signs in, with everything a page asks of them, in one query."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django_otp.plugins.otp_totp.models import TOTPDevice

from procedures.staff.access.pages import page
from procedures.vocabulary import Role


class Staff(ModelBackend):
    """Django's own way to sign in; the person comes with their roles, profile and device."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, or None once their access has ended."""
        groups = {
            f"is_{role.value}": Exists(Group.objects.filter(user=OuterRef("pk"), name=role.value))
            for role in Role
        }
        device = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True).values("pk")
        user = (
            User.objects.filter(pk=user_id, is_active=True)
            .select_related("profile")
            .annotate(device=Subquery(device[:1]), **groups)
            .first()
        )
        if user is not None:
            held = {role for role in Role if getattr(user, f"is_{role.value}")}
            vars(user)["_roles"] = frozenset(held)
        return user


def locked_out(request: HttpRequest, response: HttpResponse, credentials: object) -> HttpResponse:
    """429: too many wrong passwords for one name from one address."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    answer = page(request, "staff/locked-out.html", {"minutes": minutes}, status=429)
    answer.headers["Retry-After"] = f"{minutes * 60}"
    return answer
