"""All settings, in the order in which a person deploying needs them.

One file for every environment: what differs is a variable, read through
`factcheck.env`, and the safe value is the default. `.env.example` lists them all
(a repository test keeps it complete).
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from factcheck import env

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where and for whom it runs ---------------------------------------------------------------

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS")

# Addresses in feeds and ClaimReview are absolute and must not depend on who asked.
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")

if DEBUG and urlsplit(PUBLIC_URL).hostname not in {"localhost", "127.0.0.1", "::1"}:
    raise env.ConfigurationError(
        "DEBUG is on and PUBLIC_URL is not this machine: error pages would show settings and texts "
        "to everybody. Set DEBUG to 0."
    )

# Behind a TLS proxy: cookies are marked Secure and http is redirected.
HTTPS = PUBLIC_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("TRUST_PROXY", default=False) else None
)

# --- What it is called ------------------------------------------------------------------------

SITE_NAME = env.text("SITE_NAME", "بيّنة · Bayyina")
# Per language of the site; ORGANIZATION_NAME stands in where a language has none of its own.
ORGANIZATION_NAME = env.text("ORGANIZATION_NAME", "")
ORGANIZATION_NAMES = {
    "ar": env.text("ORGANIZATION_NAME_AR", ORGANIZATION_NAME or "غرفة أخبار بيّنة التجريبية"),
    "en": env.text("ORGANIZATION_NAME_EN", ORGANIZATION_NAME or "Bayyina demo newsroom"),
}

# --- Where things are kept --------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The folder of `./bayyina up`; here the demo keeps its sign-ins.
BAYYINA_DATA = Path(env.text("BAYYINA_DATA", str(BASE_DIR / "var")))
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
# Nothing under MEDIA_ROOT is served by address: views stream files after a check.
MEDIA_URL = ""

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.text("CACHE_URL"),
        "KEY_PREFIX": "bayyina",
    }
}

# --- Background work --------------------------------------------------------------------------

# The Job row is the truth; the broker only says "look now" (docs/adr/0003).
CELERY_BROKER_URL = env.text("BROKER_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_TIME_LIMIT = 120
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A lost broker must be noticed in seconds, and a publish must never hang a request: without
    # the next two kombu sleeps six seconds over it, even where a call says retry=False.
    "max_retries": 0,
    "interval_start": 0,
    "socket_connect_timeout": 3,
    "socket_timeout": 3,
    "visibility_timeout": 3600,
}
# The schedule. Everything in it may run twice or not at all: rows decide what is due.
CELERY_BEAT_SCHEDULE = {
    "publish-what-is-due": {"task": "claims.publish_due", "schedule": 30.0},
}

# How long one claim on a job lasts before another worker may take it, in seconds. Longer than
# the hard time limit above, so that two workers never hold one job.
JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 150, least=1)
# A hint that led to nothing is sent again after this long.
JOB_RESEND_SECONDS = env.number("JOB_RESEND_SECONDS", 20, least=1)
# A worker that takes nothing for this long while work is due ends itself, to be restarted.
JOB_WATCHDOG_SECONDS = env.number("JOB_WATCHDOG_SECONDS", 45, least=1)
JOB_SWEEP_SECONDS = env.number("JOB_SWEEP_SECONDS", 5, least=1)

# --- Fetching from the outside ----------------------------------------------------------------

# What the fetcher calls itself. A newsroom may not want to be seen looking: set it to anything.
FETCH_USER_AGENT = env.text("FETCH_USER_AGENT", "Mozilla/5.0 (compatible; Bayyina)")
# Fetch the pictures of a page that an editor pasted, without asking again.
FETCH_PAGE_PICTURES = env.flag("FETCH_PAGE_PICTURES", default=True)
# The largest upload, in bytes, of one picture or page; a picture has at most 20 MB in any case.
UPLOAD_LIMIT = env.number("UPLOAD_LIMIT", 20 * 1024 * 1024, least=1024)
# Django keeps this much of a form in memory; files above it go to a temporary file.
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "factcheck",
    "claims",
    "media_provenance",
    "jobs",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_prose_editor",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "claims.middleware.PublicPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "claims.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "claims.middleware.DomainErrorsMiddleware",
]

ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "claims.context.site",
            ],
            # Measuring which lines of templates the tests reach needs their positions.
            "debug": env.flag("TEMPLATE_DEBUG", default=DEBUG),
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- Signing in -------------------------------------------------------------------------------

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk:inbox"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Languages and times ----------------------------------------------------------------------

LANGUAGE_CODE = env.text("LANGUAGE_CODE", "ar")
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["factcheck.formats"]

# --- Static files -----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
# Serve straight from static/, with no collectstatic step on a fresh machine.
WHITENOISE_USE_FINDERS = env.flag("STATIC_FROM_SOURCE", default=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Web security -----------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# The health page is asked from inside, over plain http.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_SSL_REDIRECT = HTTPS and SECURE_PROXY_SSL_HEADER is not None
X_FRAME_OPTIONS = "DENY"

# --- Logs -------------------------------------------------------------------------------------

# Ids as fields, no claim text and no personal data at INFO.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
