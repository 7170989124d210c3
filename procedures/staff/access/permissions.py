"""Who may do what: the one table, which views, documentation and tests all read."""

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import TextChoices

from procedures.vocabulary import Role

_EDITOR, _REVIEWER, _MANAGER = Role.EDITOR, Role.REVIEWER, Role.SITE_MANAGER


class Action(TextChoices):
    """What somebody may be allowed to do here; the label is what the documentation says."""

    READ = "read", "See drafts, previews, history and every comparison"
    WRITE = "write", "Begin, write, discard and bring back drafts, and send them for review"
    APPROVE = "approve", "Approve a text, send it back or decline it"
    REVIEW = "review", "Sign that a page was checked and is still correct"
    PUBLISH = "publish", "Publish what was approved, now or at a date, or cancel that"
    WITHDRAW = "withdraw", "Withdraw a page"
    ASSIGN = "assign", "Choose who is asked to review a page"
    CONSENT = (
        "consent",
        "Record what a patient agreed to for a photo, end it, and delete photos no text names",
    )
    ARRANGE = "arrange", "Change what the clinic offers, and the addresses of its pages"
    EMBED = "embed", "Say which homepages may show our pages"
    INVITE = "invite", "Invite people, change their roles and end their access"


#: Action → the roles that allow it.
ALLOWED: dict[Action, frozenset[Role]] = {
    Action.READ: frozenset(Role),
    Action.WRITE: frozenset({_EDITOR}),
    Action.APPROVE: frozenset({_REVIEWER}),
    Action.REVIEW: frozenset({_REVIEWER}),
    Action.PUBLISH: frozenset({_REVIEWER, _MANAGER}),
    Action.WITHDRAW: frozenset({_REVIEWER, _MANAGER}),
    Action.ASSIGN: frozenset({_REVIEWER, _MANAGER}),
    Action.CONSENT: frozenset(Role),
    Action.ARRANGE: frozenset({_MANAGER}),
    Action.EMBED: frozenset({_MANAGER}),
    Action.INVITE: frozenset({_MANAGER}),
}


def roles(user: User | AnonymousUser) -> frozenset[Role]:
    """The roles of somebody who works here; none once their access has ended.

    Whoever set the site up on the server has all. Asks the database once a request.
    """
    if not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset(Role)
    kept: frozenset[Role] | None = getattr(user, "_roles", None)
    if kept is None:
        names = user.groups.values_list("name", flat=True)
        kept = frozenset(Role(name) for name in names if name in Role.values)
        vars(user)["_roles"] = kept
    return kept


def table() -> str:
    """The permissions in Markdown, as the guide for staff prints them."""
    roles = " | ".join(str(role.label) for role in Role)
    lines = [f"| You may | {roles} |", f"|---|{'---|' * len(Role)}"]
    for action, given in ALLOWED.items():
        cells = "".join(" yes |" if role in given else " |" for role in Role)
        lines.append(f"| {action.label} |{cells}")
    return "\n".join(lines)


def may(user: User | AnonymousUser, action: Action) -> bool:
    """Whether one of the person's roles allows the action."""
    return not ALLOWED[action].isdisjoint(roles(user))
