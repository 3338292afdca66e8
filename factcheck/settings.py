"""All settings, in the order in which a person deploying needs them.

One file for every environment: what differs is a variable, read through
`factcheck.env`, and the safe value is the default. `.env.example` lists them all
(a repository test keeps it complete).
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from claims.domain.claimreview import POLICIES
from factcheck import env
from factcheck.broker import broker_settings
from factcheck.safe_start import check_demo_stays_home, check_safe_start

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where and for whom it runs ---------------------------------------------------------------

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS")

# Addresses in feeds and ClaimReview are absolute and must not depend on who asked.
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")

check_safe_start(
    debug=DEBUG, public_url=PUBLIC_URL, allowed_hosts=ALLOWED_HOSTS, secret_key=SECRET_KEY
)

# Behind a TLS proxy: cookies are marked Secure and http is redirected.
HTTPS = PUBLIC_URL.startswith("https://")
# How many proxies of ours stand in front. None: X-Forwarded-Proto and -For are not believed.
TRUSTED_PROXIES = env.number("TRUST_PROXY", 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None

# --- What it is called ------------------------------------------------------------------------

SITE_NAME = env.text("SITE_NAME", "بيّنة · Bayyina")
# Per language of the site; ORGANIZATION_NAME stands in where a language has none of its own.
# `up` names the demo newsroom.
ORGANIZATION_NAME = env.text("ORGANIZATION_NAME", "")
ORGANIZATION_NAMES = {
    "ar": env.text("ORGANIZATION_NAME_AR", ORGANIZATION_NAME or "غرفة الأخبار"),
    "en": env.text("ORGANIZATION_NAME_EN", ORGANIZATION_NAME or "Newsroom"),
}
# Pages that the organisation has about itself, by schema.org's name for what they are.
POLICY_PAGES = env.pages("POLICY_PAGES", POLICIES)

# --- Where things are kept --------------------------------------------------------------------

# Three roles of one database (factcheck/database_roles.py). The application adds to its history
# and cannot change it; the owner is used by the commands that need it, and by nothing else.
DATABASE_OF_APPLICATION = env.database("DATABASE_URL")
DATABASE_OF_OWNER = env.database("OWNER_DATABASE_URL") if env.is_set("OWNER_DATABASE_URL") else None
DATABASE_OF_READER = (
    env.database("READER_DATABASE_URL") if env.is_set("READER_DATABASE_URL") else None
)
# manage.py sets it for the commands that work on tables, roles and keys.
AS_OWNER = DATABASE_OF_OWNER is not None and env.flag("BAYYINA_AS_OWNER", default=False)
DATABASES: dict[str, dict[str, object]] = {
    "default": DATABASE_OF_OWNER if AS_OWNER and DATABASE_OF_OWNER else DATABASE_OF_APPLICATION
}
DATABASE_ROUTERS: list[str] = []
if DATABASE_OF_READER and not AS_OWNER:
    DATABASES["reader"] = DATABASE_OF_READER | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["factcheck.routing.PublicPagesRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The folder of `./bayyina up`; here the demo keeps its sign-ins.
BAYYINA_DATA = Path(env.text("BAYYINA_DATA", str(BASE_DIR / "var")))
# The private key that signs the head of the history (Ed25519, PEM); `prepare` makes it. Outside
# the database on purpose: who can alter the rows must not be able to sign them.
HISTORY_KEY_FILE = Path(env.text("HISTORY_KEY_FILE", str(BAYYINA_DATA / "history-key.pem")))
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
# What makes finding pictures quick: files beside the database, made from it and never backed up.
# All processes of one machine must see the same folder; machines may have one each.
INDEX_ROOT = Path(env.text("INDEX_ROOT", str(BAYYINA_DATA / "picture-index")))
# "segments" keeps those files; "postgres" does without, and finds only what hashes find.
PICTURE_INDEX = env.choice("PICTURE_INDEX", ("segments", "postgres"))
# Nothing under MEDIA_ROOT is served by address: views stream files after a check.
MEDIA_URL = ""

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.secret("CACHE_URL"),
        "KEY_PREFIX": "bayyina",
    }
}

# --- Background work --------------------------------------------------------------------------

# The Job row is the truth; the broker only says "look now" (docs/adr/0003).
BROKER = broker_settings(env.secret("BROKER_URL"))
CELERY_BROKER_URL = BROKER.url
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A pool process ends after so many tasks, or after a task that left it this large (kB), and is
# replaced: what leaks, leaks for a while.
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000
# A pool process that died is reported after this long, in seconds, for a last answer of its own.
CELERY_WORKER_LOST_WAIT = 3.0
# After the first the job may still say why it stops; after the second its process is killed.
# Both are shorter than JOB_LEASE_SECONDS, and that is shorter than the visibility timeout.
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_TIME_LIMIT = 120
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 3
CELERY_BROKER_TRANSPORT_OPTIONS = BROKER.transport_options
CELERY_TASK_DEFAULT_QUEUE = BROKER.queue
CELERY_TASK_DEFAULT_QUEUE_TYPE = BROKER.queue_type
# Quorum queues know no prefetch for a whole channel; Celery then asks for it per consumer.
CELERY_WORKER_DETECT_QUORUM_QUEUES = True
# The schedule. Everything in it may run twice or not at all: rows decide what is due.
CELERY_BEAT_SCHEDULE = {
    # Beside the sweeper's own process, so that work goes on without it. A round that nobody did
    # within half a minute is dropped: the next one does the same.
    "sweep-jobs": {"task": "jobs.sweep", "schedule": 30.0, "options": {"expires": 30}},
    "publish-what-is-due": {"task": "claims.publish_due", "schedule": 30.0},
    "verify-the-history": {
        "task": "claims.verify_tonight",
        "schedule": crontab(hour=2, minute=41),
    },
    "check-the-media": {
        "task": "factcheck.check_media_tonight",
        "schedule": crontab(hour=3, minute=5),
    },
    "forget-old-sign-ins": {
        "task": "factcheck.forget_old_sign_ins",
        "schedule": crontab(hour=3, minute=17),
    },
    # Every hour, so that what was promised to be erased on a day is gone on that day.
    "erase-old-picture-searches": {
        "task": "media_provenance.erase_old_searches",
        "schedule": crontab(minute=23),
    },
}

# How long one claim on a job lasts before another worker may take it, in seconds. Longer than
# the hard time limit above, so that two workers never hold one job.
JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 150, least=1)
# A hint that led to nothing is sent again after this long, then after twice as long, and so on.
JOB_RESEND_SECONDS = env.number("JOB_RESEND_SECONDS", 20, least=1)
# A worker that takes nothing for this long while work is due ends itself, to be restarted.
JOB_WATCHDOG_SECONDS = env.number("JOB_WATCHDOG_SECONDS", 45, least=1)
JOB_SWEEP_SECONDS = env.number("JOB_SWEEP_SECONDS", 5, least=1)

# --- Fetching from the outside ----------------------------------------------------------------

# What the fetcher calls itself. A newsroom may not want to be seen looking: set it to anything.
FETCH_USER_AGENT = env.text("FETCH_USER_AGENT", "Mozilla/5.0 (compatible; Bayyina)")
# Fetch the pictures of a page that an editor pasted, without asking again.
FETCH_PAGE_PICTURES = env.flag("FETCH_PAGE_PICTURES", default=True)
# A page that was fetched less than so many seconds ago is read from the stored copy.
FETCH_AGAIN_SECONDS = env.number("FETCH_AGAIN_SECONDS", 3600)
# What is never fetched beside the hosts of PUBLIC_URL and ALLOWED_HOSTS: host names (.name for all
# below it), addresses and ranges, such as the public addresses of these machines.
FETCH_REFUSE = env.places("FETCH_REFUSE")
# Services that may be asked where else a picture was seen (docs/how-to/look-elsewhere.md): names
# with commas between. None is asked unless it stands here.
PROVIDERS_ON = env.names("PROVIDERS_ON")
# Where each is asked. PROVIDER_MEMENTO_URL is where an archive's TimeMaps begin.
PROVIDER_URLS = {
    "wayback": env.text("PROVIDER_WAYBACK_URL", "https://web.archive.org"),
    "memento": env.text("PROVIDER_MEMENTO_URL", "https://archive.today/timemap"),
    "save_page_now": env.text("PROVIDER_SAVE_PAGE_NOW_URL", "https://web.archive.org"),
    "fact_check_tools": env.text(
        "PROVIDER_FACT_CHECK_TOOLS_URL", "https://factchecktools.googleapis.com"
    ),
    "vision": env.text("PROVIDER_VISION_URL", "https://vision.googleapis.com"),
    "tineye": env.text("PROVIDER_TINEYE_URL", "https://api.tineye.com"),
}
# Their keys, each also as a file that NAME_FILE names. Sent as headers, and never logged.
PROVIDER_KEYS = {
    "save_page_now": env.secret("PROVIDER_SAVE_PAGE_NOW_KEY", ""),
    "fact_check_tools": env.secret("PROVIDER_FACT_CHECK_TOOLS_KEY", ""),
    "vision": env.secret("PROVIDER_VISION_KEY", ""),
    "tineye": env.secret("PROVIDER_TINEYE_KEY", ""),
}
# Links that open a search elsewhere in the browser: NAME=ADDRESS with commas between. {u} is the
# picture's public address, percent-encoded, {raw} the same as it is; without either it is a page
# to upload a picture at. "off" leaves them out.
OPEN_IN_LINKS = env.names(
    "OPEN_IN_LINKS",
    (
        "Google Lens=https://lens.google.com/uploadbyurl?url={u}",
        "TinEye=https://www.tineye.com/search/?url={u}",
        "Yandex=https://yandex.com/images/search?rpt=imageview&url={u}",
        "Bing=https://www.bing.com/images/searchbyimage?cbir=ssbi&imgurl={u}",
        "Wayback Machine=https://web.archive.org/web/*/{raw}",
        "Google Lens=https://lens.google.com/",
        "TinEye=https://tineye.com/",
        "Yandex=https://yandex.com/images/",
        "Bing=https://www.bing.com/visualsearch",
    ),
)
# The largest upload, in bytes, of one picture or page; a picture has at most 20 MB in any case.
UPLOAD_LIMIT = env.number("UPLOAD_LIMIT", 20 * 1024 * 1024, least=1024)
# A picture that was only searched for is erased after so many days, with what was found.
PICTURE_SEARCH_DAYS = env.number("PICTURE_SEARCH_DAYS", 7, least=1)
# The program that takes frames out of videos: a path, or a name to look for on PATH. Without it
# videos are not taken, and the desk says so.
FFMPEG = env.text("FFMPEG", "ffmpeg")
# The program that reads every metadata field of a file: a path, "" to look for exiftool on PATH,
# "off" for none. Without it only the most common fields are read, and the desk says so.
EXIFTOOL = env.text("EXIFTOOL", "")
# The largest video, in bytes, uploaded or fetched. A front server must let as much through.
VIDEO_LIMIT = env.number("VIDEO_LIMIT", 100 * 1024 * 1024, least=1024)
# How many frames are kept of a video at most, and how many seconds of processor time they may take.
VIDEO_FRAMES = env.number("VIDEO_FRAMES", 30, least=1)
VIDEO_SECONDS = env.number("VIDEO_SECONDS", 60, least=1)
# What draws screenshots of stored pages: a Chromium's path, or a name to look for on PATH. It runs
# without a network. Unset: captures are kept without.
SCREENSHOT_BROWSER = env.text("SCREENSHOT_BROWSER", "")
# Time-stamping authorities (RFC 3161) that sign the digests of what is kept: addresses, with commas
# between. They see digests only. Unset: none is asked.
TIMESTAMP_AUTHORITIES = env.names("TIMESTAMP_AUTHORITIES")
# A PEM file with the root (and other) certificates whose tokens are believed.
TIMESTAMP_ANCHORS = env.text("TIMESTAMP_ANCHORS", "")
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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_htmx",
    "django_prose_editor",
]

MIDDLEWARE = [
    "factcheck.headers.ExactHeadersMiddleware",
    "factcheck.headers.KnownMethodsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "claims.middleware.PublicPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "claims.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "factcheck.signing_in.middleware.DeskSessionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "claims.middleware.DomainErrorsMiddleware",
    # Last, because it answers in place of the view when somebody has tried too often.
    "axes.middleware.AxesMiddleware",
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
                "factcheck.signing_in.context.signing_in",
            ],
            # Measuring which lines of templates the tests reach needs their positions.
            "debug": env.flag("TEMPLATE_DEBUG", default=DEBUG),
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- Signing in -------------------------------------------------------------------------------

# docs/adr/0014. Which pages of allauth there are: factcheck/signing_in/urls.py.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:inbox"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "factcheck.signing_in.passwords.PasswordBackend",
]
# New hashes are Argon2's; an older one is replaced when its owner signs in.
PASSWORD_HASHERS = [
    f"django.contrib.auth.hashers.{name}"
    for name in ("Argon2PasswordHasher", "PBKDF2PasswordHasher", "PBKDF2SHA1PasswordHasher")
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "factcheck.signing_in.passwords.ShortestPasswordValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "factcheck.signing_in.passwords.LongestPasswordValidator"},
    # Django's list of 20,000 passwords from leaks; nothing is asked of anybody outside.
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "factcheck.signing_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# The cookie ends with the browser; how long the session holds is said under "Web security".
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "factcheck.signing_in.forms.SignInForm",
    "reauthenticate": "factcheck.signing_in.forms.ConfirmForm",
    "change_password": "factcheck.signing_in.forms.PasswordForm",
}
# Five wrong codes in five minutes per person. Wrong passwords are counted by axes, below, so
# that the sign-in page needs no cache.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key", "reauthenticate": "10/m/user"}
# How long a confirmed password or code holds for changing the account, in seconds.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60

MFA_ADAPTER = "factcheck.signing_in.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# Nobody's address is confirmed, because nobody is sent mail.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODE_COUNT = 10
# A code is good for its own half minute and for those before and after it: phones' clocks differ.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "factcheck.signing_in.forms.CodeForm",
    "reauthenticate": "factcheck.signing_in.forms.ConfirmCodeForm",
    "activate_totp": "factcheck.signing_in.forms.AppForm",
    "add_webauthn": "factcheck.signing_in.forms.AddKeyForm",
    "edit_webauthn": "factcheck.signing_in.forms.RenameKeyForm",
}
# The demo on one's own machine can be tried without a phone, and says so on every page.
DEMO_WITHOUT_SECOND_FACTOR = env.flag("DEMO_WITHOUT_SECOND_FACTOR", default=False)
check_demo_stays_home(
    without_second_factor=DEMO_WITHOUT_SECOND_FACTOR,
    public_url=PUBLIC_URL,
    allowed_hosts=ALLOWED_HOSTS,
)

# Five wrong passwords for one account from one address, then a quarter of an hour. Both
# together: neither can somebody be kept out by others, nor everybody behind one address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "factcheck.signing_in.guessing.counted_address"
AXES_USERNAME_CALLABLE = "factcheck.signing_in.guessing.account_named"
AXES_LOCKOUT_CALLABLE = "factcheck.signing_in.guessing.locked_out"
AXES_ENABLE_ADMIN = False
# No names and addresses in logs, and none of what was typed in the tables.
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "next"]

# --- Languages and times ----------------------------------------------------------------------

LANGUAGE_CODE = env.text("LANGUAGE_CODE", "ar")
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
# By which names months go in Arabic: both, Levantine, those of Egypt and the Gulf, or Maghrebi.
ARABIC_MONTH_NAMES = env.choice(
    "ARABIC_MONTH_NAMES", ("dual", "levant", "gulf-egypt", "maghreb", "algeria-tunisia")
)
# Digits on pages: 0-9 in every language, or each language's own.
DIGITS = env.choice("DIGITS", ("latin", "native"))
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["factcheck.formats"]

# --- Static files -----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Serve straight from static/, with no collectstatic step on a fresh machine.
WHITENOISE_USE_FINDERS = env.flag("STATIC_FROM_SOURCE", default=True)
STATIC_ROOT: Path | None = Path(env.text("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
if WHITENOISE_USE_FINDERS and not env.is_set("STATIC_ROOT"):
    # Nothing is collected, and whitenoise warns of a folder that is not there.
    STATIC_ROOT = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Web security -----------------------------------------------------------------------------

# The headers of every class of answer, Content-Security-Policy among them, stand in
# factcheck/headers.py. What follows is what Django's own checks look for.
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
# Lax and not Strict: a link to the desk in a message must not look like a sign-out. Whatever
# changes anything is a POST with a token.
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# Browsers refuse a cookie of this name that a neighbouring host or plain http has set.
_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST}sessionid"
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_HOST}django_language"
# A session lasts twelve hours from signing in, and one hour from when somebody was last there,
# in seconds (factcheck/signing_in/sessions.py); the cookie ends with the browser.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_AGE = 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# In the session, so that there is no fourth cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LANGUAGE_COOKIE_SECURE = HTTPS
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
# Whether every name under the domain is to be reached by TLS only, for years and by everybody's
# browser, is not ours to say: an operator who wants preloading adds it at the proxy.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
# Our style sheets and fonts are for our own pages.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Logs -------------------------------------------------------------------------------------

# Ids as fields, no claim text and no personal data at INFO.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"not_health": {"()": "factcheck.logs.NotHealth"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        # What axes says of every sign-in stands in its tables.
        "axes": {"level": "WARNING"},
        "django.request": {"filters": ["not_health"]},
        # Which of its libraries it tries at each start.
        "faiss": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
