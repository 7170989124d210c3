"""The settings: ours, and all that Django advises for a site that strangers reach."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.http.request import validate_host

from procedures.operating.troubles import Level, Trouble

#: Django's advice that a setting of ours can bring about, in plain words.
_PLAIN = {
    "security.W008": (
        "SECURE_SSL_REDIRECT is off, so whoever comes by http stays there and can be overheard",
        "Take SECURE_SSL_REDIRECT out of the environment",
    ),
    "security.W009": (
        "SECRET_KEY is short or easy to guess, and every sign-in stands on it",
        "Set it to what `python3 -c 'import secrets; print(secrets.token_urlsafe(64))'` prints",
    ),
}


def examine() -> Iterator[Trouble]:
    """What is wrong with how this site is set up."""
    if settings.DEBUG:
        yield Trouble(
            Level.SOON,
            "DEBUG is on, so an error shows any visitor the inside of the site",
            "Unless this is your own machine, set DEBUG=off and what that then asks for",
        )
    else:
        yield from _production()
    # With DEBUG on, Django's advice says one thing a dozen times.
    for message in run_checks(include_deployment_checks=not settings.DEBUG):
        if not message.is_silenced():
            level = Level.NOW if message.level >= ERROR else Level.SOON
            what, mend = _PLAIN.get(str(message.id), (message.msg, message.hint))
            yield Trouble(level, _line(what), _line(mend or f"Look for {message.id}"))


def _production() -> Iterator[Trouble]:
    site = urlsplit(settings.SITE_URL)
    if site.scheme != "https":
        yield Trouble(
            Level.SOON,
            f"SITE_URL is {settings.SITE_URL}, so links in mails and on leaflets can be overheard",
            "Have a certificate made, and let SITE_URL begin with https://",
        )
    if not validate_host(site.hostname or "", settings.ALLOWED_HOSTS):
        yield Trouble(
            Level.NOW,
            f"{site.hostname} is in SITE_URL and not in ALLOWED_HOSTS, so every visit is refused",
            f"Add {site.hostname} to ALLOWED_HOSTS",
        )
    if settings.SECURE_SSL_REDIRECT and not settings.TRUSTED_PROXIES:
        yield Trouble(
            Level.SOON,
            "TRUSTED_PROXIES is empty: behind a proxy every visit is sent round in circles, and "
            "wrong passwords of everybody count as those of one",
            "Name the addresses of your own proxies, such as TRUSTED_PROXIES=127.0.0.1",
        )
    if settings.PUBLISH_LOADED:
        yield Trouble(
            Level.SOON,
            "PUBLISH_LOADED is on, so files are shown to patients that nobody here has checked",
            "Take PUBLISH_LOADED out of the environment",
        )


def _line(words: str) -> str:
    return " ".join(words.split()).rstrip(".")
