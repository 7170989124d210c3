"""One settings file. Everything that differs between sites comes from the environment.

The defaults are for development on one's own machine and are safe there. With `DEBUG` off
the site refuses to start until a clinic has said who it is.
"""

import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

env = environ.Env()

DEBUG = env.bool("DEBUG", default=True)

#: What a site with patients must say for itself, and why.
_MUST_SAY = {
    "SECRET_KEY": "a long random text; keep it secret",
    "ALLOWED_HOSTS": "the names this site answers to, such as pages.example",
    "SITE_URL": "the address patients use, such as https://pages.example",
    "CLINIC_NAME": "who speaks on these pages",
    "CLINIC_PHONE": "whom a patient calls",
    "CLINIC_EMAIL": "whom a patient writes to",
    "CLINIC_OUT_OF_HOURS": "whom a patient calls at night",
    "EMERGENCY_NUMBER": "the emergency number here, such as 999",
}
if not DEBUG:
    _unsaid = [f"  {name}: {why}" for name, why in _MUST_SAY.items() if not env.str(name, "")]
    if _unsaid:
        raise ImproperlyConfigured(
            "DEBUG is off, so these settings must be in the environment:\n" + "\n".join(_unsaid)
        )

# A key of its own for each run in development: nothing there outlives the server.
SECRET_KEY = env.str("SECRET_KEY", default=secrets.token_urlsafe(50))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.str('PORT', '8000')}").rstrip("/")
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

CLINIC_NAME = env.str("CLINIC_NAME", default="Example Clinic")
CLINIC_LOGO = env.str("CLINIC_LOGO", default="")
CLINIC_PHONE = env.str("CLINIC_PHONE", default="020 7946 0000")
CLINIC_OUT_OF_HOURS = env.str("CLINIC_OUT_OF_HOURS", default="111")
CLINIC_EMAIL = env.str("CLINIC_EMAIL", default="care@clinic.example")
CLINIC_FUNDING = env.str("CLINIC_FUNDING", default="")
EMERGENCY_NUMBER = env.str("EMERGENCY_NUMBER", default="999")
REVIEW_MONTHS = env.int("REVIEW_MONTHS", default=12)
PUBLISH_LOADED = env.bool("PUBLISH_LOADED", default=DEBUG)

INSTALLED_APPS = [
    "procedures",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
MIDDLEWARE = [
    "procedures.patients.middleware.PublicAnswers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "procedures.urls"
WSGI_APPLICATION = "procedures.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": ["procedures.patients.clinic.clinic"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["procedures.patients.templates.Loader"],
                )
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'site.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured with four writers: these lose nothing, Django's own defaults lost more than half
    # to "database is locked". Journal DELETE, because SQLite before 3.51.3 can corrupt a WAL.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; "
        "PRAGMA recursive_triggers=ON;",
    }
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "media")))
CONTENT_ROOT = Path(env.str("CONTENT_ROOT", default=str(BASE_DIR / "content")))
STATIC_SOURCE = BASE_DIR / "static"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="Europe/London")
USE_TZ = True
USE_I18N = False

SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # `PublicAnswers` forbids framing, on error answers too
    "security.W003",  # it also refuses every method that could change anything
]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
