"""Whoever is signed in, with everything a page asks of them, in one query."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef

from procedures.vocabulary import Role


class Staff(ModelBackend):
    """Django's own way to sign in; the person comes with their roles and profile."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, or None once their access has ended."""
        groups = {
            f"is_{role.value}": Exists(Group.objects.filter(user=OuterRef("pk"), name=role.value))
            for role in Role
        }
        user = (
            User.objects.filter(pk=user_id, is_active=True)
            .select_related("profile")
            .annotate(**groups)
            .first()
        )
        if user is not None:
            held = {role for role in Role if getattr(user, f"is_{role.value}")}
            vars(user)["_roles"] = frozenset(held)
        return user
