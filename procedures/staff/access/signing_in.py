"""Whoever signs in: where from, with everything a page asks of them, in one query."""

from ipaddress import ip_address, ip_network

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


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from. What it says of others is believed of `TRUSTED_PROXIES` alone.

    Each proxy adds the address before it on the right, so the first from there that is none
    of ours is the client; whatever stands left of it, the client wrote. None where a server
    says nothing of where requests come from.
    """
    hop = str(request.META.get("REMOTE_ADDR", ""))
    for said in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if not _is_ours(hop) or not _is_address(said.strip()):
            break
        hop = said.strip()
    return hop if _is_address(hop) else None


def _is_ours(hop: str) -> bool:
    return _is_address(hop) and any(
        ip_address(hop) in ip_network(trusted, strict=False) for trusted in settings.TRUSTED_PROXIES
    )


def _is_address(hop: str) -> bool:
    try:
        ip_address(hop)
    except ValueError:
        return False
    return True


def locked_out(request: HttpRequest, response: HttpResponse, credentials: object) -> HttpResponse:
    """429: too many wrong passwords for one name from one address."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    answer = page(request, "staff/locked-out.html", {"minutes": minutes}, status=429)
    answer.headers["Retry-After"] = f"{minutes * 60}"
    return answer
