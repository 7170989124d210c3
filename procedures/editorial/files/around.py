"""What this site says around every page, for the checks to know."""

from django.conf import settings

from procedures.editorial.files.glossary import glossary
from procedures.text.checks.reading import Clinic


def clinic() -> Clinic:
    """The words of this clinic and its glossary. In development there is no clinic to ask."""
    unasked = settings.DEBUG and not settings.CLINIC_FUNDING
    funding = None if unasked else settings.CLINIC_FUNDING
    return Clinic(funding, settings.REVIEW_MONTHS, glossary(settings.CONTENT_ROOT))
