"""One settings file for one machine and for many: everything that differs is in the environment."""

import os
from pathlib import Path
from urllib.parse import unquote

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from slowfilm.engines import settings as engines
from slowfilm.server import embedded, static_files

env = environ.Env()
ROOT = Path(__file__).resolve().parent.parent

DATA = engines.data_folder()
# Taken as they stand: to environ a value that begins with $ is the name of another variable.
DATABASE_URL = os.environ.get("DATABASE_URL") or embedded.database_url(DATA)
REDIS_URL = os.environ.get("REDIS_URL") or embedded.redis_url(DATA)
STORAGE_URL = os.environ.get("STORAGE_URL") or (DATA / "blobs").as_uri()
try:
    DATA.mkdir(parents=True, exist_ok=True)
    SECRET_KEY = os.environ.get("SECRET_KEY") or embedded.secret_key(DATA)
except OSError as error:
    raise ImproperlyConfigured(f"DATA={DATA} can't be used: {error}") from error
try:
    engines.check()
except engines.SettingsError as error:
    raise ImproperlyConfigured(str(error)) from error
if not DATABASE_URL.startswith(("postgres://", "postgresql://")):
    raise ImproperlyConfigured("DATABASE_URL reads postgres://user:password@host/name.")
if not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured("REDIS_URL reads redis://host/0, rediss://host/0 or unix:///path.")
if not STORAGE_URL.startswith(("file:///", "s3://")):
    raise ImproperlyConfigured("STORAGE_URL reads file:///a/folder or s3://bucket/prefix.")
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("SLOWFILM_DEMO", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=False)
# How many proxies stand in front. What X-Forwarded-… says is believed of them alone.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "slowfilm",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "slowfilm.server.static_files.other_versions",
    "slowfilm.server.static_files.compressed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "slowfilm.context_processors.Private",
    "slowfilm.context_processors.ContentSecurityPolicy",
    "slowfilm.out_of_reach.OutOfReach",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "slowfilm.urls"
ASGI_APPLICATION = "slowfilm.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "slowfilm.context_processors.page",
                "slowfilm.inbox.context.inbox",
                "slowfilm.sittings.context.near",
            ],
            "builtins": ["slowfilm.templatetags.scripts"],
        },
    },
]

DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])  # may be a socket's folder
# Sync views run each in a thread of their own, so connections are shared through a pool.
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
    "min_size": 1,
    "max_size": 16,
    "timeout": 10,
    # An attempt waits twice as long each time: begun anew, nobody waits minutes after an outage.
    "reconnect_timeout": 5,
}
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 0  # for prepared.py; models never prepare
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "slowfilm.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "slowfilm.accounts.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "films"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "slowfilm.films.signup.Adapter"
ACCOUNT_SIGNUP_FORM_CLASS = "slowfilm.accounts.forms.NameForm"
ACCOUNT_FORMS = {
    "login": "slowfilm.accounts.allauth_forms.LoginForm",
    "signup": "slowfilm.accounts.allauth_forms.SignupForm",
    "change_password": "slowfilm.accounts.allauth_forms.ChangePasswordForm",
    "set_password": "slowfilm.accounts.allauth_forms.SetPasswordForm",
    "reset_password": "slowfilm.accounts.allauth_forms.ResetPasswordForm",
    "reset_password_from_key": "slowfilm.accounts.allauth_forms.ResetPasswordKeyForm",
    "user_token": "slowfilm.accounts.allauth_forms.UserTokenForm",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Slowfilm: "
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES  # for counting attempts
MFA_ADAPTER = "slowfilm.accounts.allauth_forms.MFAAdapter"
MFA_FORMS = {
    "authenticate": "slowfilm.accounts.allauth_forms.AuthenticateForm",
    "reauthenticate": "slowfilm.accounts.allauth_forms.ReauthenticateForm",
    "activate_totp": "slowfilm.accounts.allauth_forms.ActivateTOTPForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an invitation, not a letter, is what proves who one is
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Slowfilm"

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default=f"Slowfilm <slowfilm@{ALLOWED_HOSTS[0]}>")

# Whether webhooks may lead to this machine and its network: only where all who direct are trusted.
WEBHOOKS_PRIVATE = env.bool("WEBHOOKS_PRIVATE", default=False)

SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
# Behind a proxy that speaks https, nobody is left on http. Not so on a local network: there a
# certificate of our own is trusted by hand, and a tablet must be able to go back.
SECURE_SSL_REDIRECT = HTTPS and TRUSTED_PROXIES > 0
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if SECURE_SSL_REDIRECT else 0
# A host's subdomains, and lists kept in browsers, are not a film's to decide about.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CACHES = {"default": {"BACKEND": "slowfilm.cache.Cache", "LOCATION": REDIS_URL}}

USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="UTC")
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
FORMAT_MODULE_PATH = ["slowfilm.formats"]
LOCALE_PATHS = [ROOT / "slowfilm" / "locale"]

LIBRARIES = ROOT / "static" / "node_modules"
STATICFILES_DIRS = [
    ("js", ROOT / "static" / "js"),
    ("css", ROOT / "static" / "css"),
    ("lib/mediabunny", LIBRARIES / "mediabunny" / "dist" / "bundles"),
    ("lib/perfect-freehand", LIBRARIES / "perfect-freehand" / "dist" / "esm"),
    ("lib/tus-js-client", LIBRARIES / "tus-js-client" / "dist"),
]
STATIC_ROOT = DATA / "static"
# `up` serves a copy made at its start: files that change under a running site (an upgrade, an
# editor) would be sent with the length they had before, and browsers would wait for the rest.
STATIC_COPIED = env.bool("STATIC_COPIED", default=False)
STATIC_SERVED = [STATIC_ROOT] if STATIC_COPIED else [path for _name, path in STATICFILES_DIRS]
STATIC_URL = static_files.PREFIX if DEBUG else static_files.address(STATIC_SERVED)
WHITENOISE_USE_FINDERS = not STATIC_COPIED
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0
WHITENOISE_IMMUTABLE_FILE_TEST = static_files.kept_for_good

# Only the import map is inline; context_processors.ContentSecurityPolicy adds its hash.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # forms; uploads stream past it
MESSAGE_LARGEST = 64 * 1024  # bytes of one websocket message
UPLOAD_CHUNK = 16 * 1024 * 1024  # the largest body one upload request may carry
UPLOAD_LARGEST = env.int("UPLOAD_LARGEST", default=64 * 1024**3)  # bytes of one file
# Bytes left free on every disk for the database and the logs; -1: 2 GiB, at most 5 % of a disk.
STORAGE_RESERVE = env.int("STORAGE_RESERVE", default=-1)
FILM_QUOTA = env.int("FILM_QUOTA", default=500 * 1024**3)  # bytes a film may hold; 0: any number
MEMBER_QUOTA = env.int("MEMBER_QUOTA", default=250 * 1024**3)  # bytes one may upload into a film
MEDIA_SLICE = 1024 * 1024  # the most one answer holds: under Daphne answers have no backpressure
MEDIA_ACCEL = env("MEDIA_ACCEL", default="")  # an internal nginx location that serves the blobs

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False  # a job's truth is its row; a message only says "look"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    "loggers": {"slowfilm": {"level": env("LOG_LEVEL", default="INFO")}},
}
