"""One settings file. Everything that differs between sites comes from the environment.

The defaults are for development on one's own machine and are safe there. With `DEBUG` off
the site refuses to start until a clinic has said who it is.
"""

import secrets
from contextlib import suppress
from datetime import timedelta
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


def _development_key() -> str:
    """A key of this folder's own, so that staff stay signed in when the server starts again."""
    path = VAR / "secret-key"
    if not path.exists():
        VAR.mkdir(exist_ok=True)
        new = VAR / f"secret-key.{secrets.token_hex(8)}"
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(50), encoding="ascii")
        with suppress(FileExistsError):  # of two that start at once, the first decides
            path.hardlink_to(new)
        new.unlink()
    return path.read_text(encoding="ascii")


SECRET_KEY = env.str("SECRET_KEY", default="") or _development_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.str('PORT', '8000')}").rstrip("/")
#: A host of its own for frames, where nobody ever signs in; empty where they share the site's.
EMBED_HOST = env.str("EMBED_HOST", default="")
EMBED_URL = f"{SITE_URL.partition('://')[0]}://{EMBED_HOST}" if EMBED_HOST else SITE_URL
#: Whether a homepage on this very machine may show frames, as while one is made.
EMBED_LOOPBACK = DEBUG
ALLOWED_HOSTS += [EMBED_HOST.partition(":")[0]] if EMBED_HOST else []
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
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.forms",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "markdownx",
]
# Tokens of forms are made only where a view asks for them: for staff.
MIDDLEWARE = [
    "procedures.embedding.middleware.FramedAnswers",
    "django.middleware.security.SecurityMiddleware",
    "procedures.staff.access.middleware.SessionsForStaff",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "procedures.staff.access.middleware.SignInForStaff",
    "procedures.staff.access.middleware.MessagesForStaff",
    "axes.middleware.AxesMiddleware",
    "procedures.staff.access.characters.WithoutNul",
]
ROOT_URLCONF = "procedures.urls"
WSGI_APPLICATION = "procedures.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "procedures.patients.answers.clinic.clinic",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "procedures.patients.answers.templates.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
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
# A connection is kept between requests, and looked at before it is used again. The server of
# development has a thread for each request, so there it would be of no use.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=0 if DEBUG else 600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    # A cache that hangs is as one that is not there: pages are answered without it.
    _patience = {"socket_timeout": 2, "socket_connect_timeout": 2}
    CACHES["default"]["OPTIONS"] = _patience | CACHES["default"].get("OPTIONS", {})
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))

# What patients type into an address is theirs: the server's own lines leave it out.
_OF_DEVELOPMENT = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_queries": {"()": "procedures.patients.answers.logs.WithoutQueries"}},
    "formatters": {
        "requests": {
            "()": "django.utils.log.ServerFormatter",
            "format": "[{server_time}] {message}",
            "style": "{",
        }
    },
    "handlers": {
        "requests": {
            "class": "logging.StreamHandler",
            "formatter": "requests",
            "filters": ["without_queries"],
        }
    },
    "loggers": {
        "django.server": {"handlers": ["requests"], "level": "INFO", "propagate": False},
        "procedures.requests": {"level": "WARNING"},  # `django.server` has told of it
    },
}
# With patients one line of JSON a request; nothing is mailed, for Django would send the request.
_OF_A_CLINIC = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "procedures.patients.answers.logs.Lines"}},
    "handlers": {
        "lines": {"class": "logging.StreamHandler", "formatter": "lines"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        "procedures.requests": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING"},
        # What was refused is a line with its status. These name what was typed, and addresses.
        "django.request": {"level": "ERROR"},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "axes": {"handlers": ["nowhere"], "propagate": False},
    },
}
LOGGING = _OF_DEVELOPMENT if DEBUG else _OF_A_CLINIC

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "media")))
CONTENT_ROOT = Path(env.str("CONTENT_ROOT", default=str(BASE_DIR / "content")))
#: Megabytes of finished answers that a process keeps; 0 keeps none.
PAGE_STORE = env.int("PAGE_STORE", default=0 if DEBUG else 64)
#: A folder for the last good pages, shown while the database cannot be read; empty for none.
LAST_GOOD = env.str("LAST_GOOD", default="" if DEBUG else str(VAR / "last-good"))
STATIC_SOURCE = BASE_DIR / "static"

# Templates of ours stand before those of the packages, for form widgets too.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CSRF_FAILURE_VIEW = "procedures.staff.access.refusals.csrf_failure"
# Staff sign in anew after eight hours, and after half an hour in which they did nothing.
SESSION_COOKIE_AGE = 8 * 3600
STAFF_IDLE = timedelta(minutes=30)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it answers before a password is looked at
    "procedures.staff.access.signing_in.Staff",
]
LOGIN_URL = "staff:sign-in"
LOGIN_REDIRECT_URL = "staff:home"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
#: The roles that sign in with a code of an app as well.
SECOND_STEP_ROLES = env.list("SECOND_STEP_ROLES", default=["reviewer", "site_manager"])
OTP_TOTP_ISSUER = CLINIC_NAME

# Wrong passwords are counted for a name and an address together: nobody locks a nurse out from
# elsewhere. What is kept of them goes once it is old; of those that were right, nothing is kept.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "procedures.patients.answers.visitors.client_address"
AXES_LOCKOUT_CALLABLE = "procedures.staff.access.signing_in.locked_out"

DEFAULT_FROM_EMAIL = CLINIC_EMAIL

# Its own two addresses are never mounted: the editor of each section names ours.
MARKDOWNX_URLS_PATH = MARKDOWNX_UPLOAD_URLS_PATH = ""
MARKDOWNX_EDITOR_RESIZABLE = False  # the styles let a box grow with its words

#: How often in a minute one address may ask for what is much work. Those who sit in a waiting
#: room share one address. 0 sets no limit.
MOST_A_MINUTE = {
    "search": env.int("SEARCHES_A_MINUTE", default=120),
    "compare": env.int("COMPARISONS_A_MINUTE", default=120),
    "leaflet": env.int("LEAFLETS_A_MINUTE", default=60),
}

# No section is longer than its editor takes; a whole page is far below this.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="Europe/London")
USE_TZ = True
USE_I18N = False

SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # `Answers` forbids framing, on error answers too
]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = None  # `Answers` says it, but not of framed pages
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
