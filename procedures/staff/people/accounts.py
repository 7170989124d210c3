"""The people who work here, for those who invite them."""

from collections.abc import Callable
from smtplib import SMTPException

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procedures.editorial.refusals import NotAllowed, StepRefused
from procedures.models import Manuscript, Procedure, Schedule, Step
from procedures.staff.access import refusals
from procedures.staff.access.doors import allowed
from procedures.staff.access.pages import page
from procedures.staff.access.permissions import Action
from procedures.staff.access.person import now, person
from procedures.staff.people import inviting
from procedures.staff.record import history
from procedures.staff.reviews.arranging import reviewers
from procedures.vocabulary import Role, StepKind

_LATEST = 50
#: What was done about people, not about procedures or photos.
_TOLD = (
    StepKind.INVITED,
    StepKind.ROLES_CHANGED,
    StepKind.ACCESS_ENDED,
    StepKind.ACCESS_RETURNED,
    StepKind.DETAILS_CHANGED,
    StepKind.SECOND_STEP_CHANGED,
    StepKind.REFUSED,
)


class Invitation(forms.Form):
    """Somebody who is to work here."""

    first_name = forms.CharField(label="First name", max_length=150)
    last_name = forms.CharField(label="Last name", max_length=150)
    username = forms.CharField(
        label="Name to sign in with",
        max_length=150,
        validators=[User.username_validator],
        help_text="Such as eve.editor.",
    )
    email = forms.EmailField(
        label="Email",
        required=False,
        help_text="The link is sent there. Leave it empty to hand the link over yourself.",
    )
    roles = forms.TypedMultipleChoiceField(
        label="Roles",
        choices=Role.choices,
        coerce=Role,
        error_messages={"required": "Choose at least one role."},
    )

    def clean_username(self) -> str:
        """Nobody is invited in the place of somebody else."""
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(
                "Somebody has this name already. If it is the same person, press “New link” above."
            )
        return username


@require_http_methods(["GET", "POST"])
@allowed(Action.INVITE)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, and a form to invite one more."""
    if request.method == "GET":
        return _page(request, Invitation())
    form = Invitation(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    said = form.cleaned_data
    link = inviting.invite(**said, by=person(request), at=now())
    return _page(request, Invitation(), link=link, who=User.objects.get(username=said["username"]))


_Verb = Callable[[HttpRequest, User], str | None]


def _give_roles(request: HttpRequest, who: User) -> None:
    chosen = {Role(one) for one in request.POST.getlist("roles") if one in Role.values}
    inviting.give_roles(who, chosen, by=person(request), at=now())


def _new_link(request: HttpRequest, who: User) -> str:
    return inviting.new_link(who, by=person(request), at=now())


def _end(request: HttpRequest, who: User) -> None:
    inviting.end_access(who, by=person(request), at=now())


def _return(request: HttpRequest, who: User) -> str:
    return inviting.return_access(who, by=person(request), at=now())


def _forget(request: HttpRequest, who: User) -> None:
    inviting.forget_phone(who, by=person(request), at=now())
    _mail(
        request,
        who,
        "Your phone is no longer taken",
        "somebody who manages the patient pages of {clinic} said that your phone was lost. Its "
        "codes are no longer taken. Sign in with your password, and set up your new phone.\n\n"
        "If you still have your phone, tell another site manager at once.",
        "Tell them yourself.",
    )


_VERBS: dict[str, tuple[_Verb, str]] = {
    "roles": (_give_roles, "Roles changed."),
    "link": (_new_link, ""),
    "forget": (_forget, "Their app and recovery codes are no longer taken."),
    "end": (_end, "Access ended. Whatever they had open is closed."),
    "return": (_return, ""),
}


@require_POST
@allowed(Action.INVITE)
def change(request: HttpRequest, account: int, verb: str) -> HttpResponse:
    """Change what somebody may do, or give them another link."""
    who = get_object_or_404(User, pk=account)
    do, done = _VERBS[verb]
    try:
        link = do(request, who)
    except NotAllowed as refusal:
        return refusals.not_allowed(request, str(refusal))
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:people")
    if link:
        return _page(request, Invitation(), link=link, who=who)
    messages.success(request, done)
    return redirect("staff:people")


def _page(
    request: HttpRequest,
    form: Invitation,
    *,
    link: str = "",
    who: User | None = None,
    status: int = 200,
) -> HttpResponse:
    """Everybody; and a new link, which is told on this page once and kept nowhere."""
    if who is not None:
        _send(request, who, link)
    found = User.objects.prefetch_related("groups").order_by("-is_active", "last_name", "username")
    context = {
        "form": form,
        "people": [(one, {group.name for group in one.groups.all()}) for one in found],
        "roles": Role.choices,
        "link": link,
        "who": who,
        "happened": history.steps(
            Step.objects.filter(procedure=None, kind__in=_TOLD).order_by("-pk")[:_LATEST]
        ),
    }
    return page(request, "staff/people.html", context, status=status)


def _send(request: HttpRequest, who: User, link: str) -> None:
    """Send a link by mail, where there is an address; say so where it could not be sent."""
    words = (
        "you are invited to work on the patient pages of {clinic}. Choose your password here, "
        f"within three days:\n\n{link}\n\nThe link works once. You sign in with the name "
        f"{who.username}. If you did not expect this, you need do nothing."
    )
    if _mail(request, who, "Your account", words, "Hand the link over yourself."):
        messages.success(request, f"A mail with the link was sent to {who.email}.")


def _mail(request: HttpRequest, who: User, subject: str, words: str, otherwise: str) -> bool:
    """Whether the mail was sent, and what to do where it was not.

    `{clinic}` in its words is the name of the clinic.
    """
    if not who.email:
        return False
    hello = f"Hello {who.first_name or who.username},\n\n"
    body = hello + words.replace("{clinic}", settings.CLINIC_NAME) + "\n"
    try:
        send_mail(f"{subject} at {settings.CLINIC_NAME}", body, None, [who.email])
    except (SMTPException, OSError) as fault:
        messages.error(request, f"No mail could be sent ({fault}). {otherwise}")
        return False
    return True


@require_safe
@allowed(Action.INVITE)
def leaving(request: HttpRequest, account: int) -> HttpResponse:
    """What somebody leaves behind, before their access ends."""
    who = get_object_or_404(User, pk=account)
    drafts = Manuscript.objects.in_hand().filter(saved_by=who).select_related("version__procedure")
    context = {
        "who": who,
        "asked": Procedure.objects.filter(reviewer=who).order_by("slug"),
        "reviewers": reviewers().exclude(pk=who.pk),
        "drafts": drafts.defer("fields"),
        "schedules": Schedule.objects.waiting().filter(by=who).select_related("version__procedure"),
    }
    return page(request, "staff/leaving.html", context)
