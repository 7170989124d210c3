"""The review register: every review there ever was, as a table for a spreadsheet."""

import csv

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from procedures.models import Review
from procedures.staff.access.doors import allowed
from procedures.staff.access.permissions import Action

#: Heading → what stands below it for one review.
_COLUMNS = {
    "Page": "version__procedure__slug",
    "Title": "version__title",
    "Version": "version__number",
    "SHA-256": "digest",
    "Reviewed on": "on",
    "Reviewer": "reviewer_name",
    "Role": "reviewer_role",
    "Registration": "reviewer_registration",
    "Next due": "next_due",
    "Note": "note",
}


@require_safe
@allowed(Action.READ)
def register(request: HttpRequest) -> HttpResponse:
    """One row a review, in the order they were made."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="reviews.csv"'
    # Without this mark some spreadsheets read the letters of names as others.
    response.write("\ufeff")
    table = csv.writer(response)
    table.writerow(_COLUMNS)
    for row in Review.objects.order_by("on", "pk").values_list(*_COLUMNS.values()):
        table.writerow([_cell("" if value is None else f"{value}") for value in row])
    return response


def _cell(words: str) -> str:
    """Words that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else words
