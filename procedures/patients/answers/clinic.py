"""Who speaks on the pages, and whom to call: from settings, never frozen into the words."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest

from procedures.patients.answers import assets


class Clinic(NamedTuple):
    """What a clinic says of itself; funding is empty where the page has nothing to tell of it."""

    name: str
    phone: str
    out_of_hours: str
    email: str
    emergency: str
    funding: str


def told() -> dict[str, object]:
    """Who speaks, and the address of the site: what every page of ours may say."""
    return {
        "clinic": Clinic(
            name=settings.CLINIC_NAME,
            phone=settings.CLINIC_PHONE,
            out_of_hours=settings.CLINIC_OUT_OF_HOURS,
            email=settings.CLINIC_EMAIL,
            emergency=settings.EMERGENCY_NUMBER,
            funding=settings.CLINIC_FUNDING,
        ),
        "site": settings.SITE_URL,
    }


def around() -> dict[str, object]:
    """What every page is given, whoever asks: what is told, and the few files of the site."""
    return {
        **told(),
        "stylesheet": assets.address("stylesheet"),
        "icon": assets.address("icon"),
        "script": assets.address("script"),
    }


def clinic(request: HttpRequest) -> dict[str, object]:
    """Gives every template what is `around`."""
    return around()
