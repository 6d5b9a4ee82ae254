"""Django settings. Every secret comes from the environment; ``sanzhang init`` writes fresh ones for a new machine."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from sanzhang.site.environment import flag, required

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("SANZHANG_HOME", "var")).resolve()

SECRET_KEY = required("SANZHANG_SECRET_KEY")
DATA_KEY = required("SANZHANG_DATA_KEY")
SIGNING_KEY = required("SANZHANG_SIGNING_KEY")

DEBUG = flag("SANZHANG_DEBUG")
PUBLIC_URL = os.environ.get("SANZHANG_PUBLIC_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or "127.0.0.1", *filter(None, os.environ.get("SANZHANG_HOSTS", "localhost").split(","))]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
DEFAULT_PACK = os.environ.get("SANZHANG_PACK", "otog-2022")

SUBJECTS = [
    "areas",
    "people",
    "departments",
    "teams",
    "committee",
    "determination",
    "photos",
    "premises",
    "households",
    "inspections",
    "hazards",
    "cases",
    "plans",
    "questions",
    "records",
    "measures",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tables2",
    "django_filters",
    "axes",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "sanzhang.journal",
    *(f"sanzhang.{subject}" for subject in SUBJECTS),
    "sanzhang.accounts",
    "sanzhang.standing",
    "sanzhang.imports",
    "sanzhang.demo",
    "sanzhang.desk",
    "sanzhang.api",
    "sanzhang.field",
]
MIDDLEWARE = [
    "sanzhang.journal.projecting.middleware",
    "django.middleware.security.SecurityMiddleware",
    "sanzhang.api.short_way.middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sanzhang.desk.access.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "sanzhang.site.urls"
WSGI_APPLICATION = "sanzhang.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "desk" / "templates"],  # before Django's own: the desk writes some parts of forms itself
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sanzhang.desk.context.page",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": dj_database_url.parse(os.environ.get("SANZHANG_DATABASE_URL", f"sqlite:///{HOME}/sanzhang.sqlite3"), conn_max_age=600)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {"options": "-c lock_timeout=10000", "server_side_binding": True, "prepare_threshold": 3}
# Whether a sealer runs beside the server, so that writers need not seal; `sanzhang serve` starts one.
SEAL_BEHIND = flag("SANZHANG_SEAL_BEHIND")
# Likewise, whether photos are looked at beside the server, behind the answer.
LOOK_BEHIND = flag("SANZHANG_LOOK_BEHIND")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_STORE = HOME / "media"
# For Chinese text on printed photos and plates; without it, the first font found where distributions put them.
FONT_FILE = os.environ.get("SANZHANG_FONT", "")

# How long a phone may open what it keeps without having been heard of, and the oldest version of its app that may still send.
DEVICE_KEY_DAYS = int(os.environ.get("SANZHANG_DEVICE_KEY_DAYS", "14"))
CALLER_KEPT_SECONDS = 2.0
FIELD_APP_AT_LEAST = os.environ.get("SANZHANG_FIELD_APP_AT_LEAST", "1.0.0")

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "desk:sign_in"
LOGIN_REDIRECT_URL = "desk:home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username",)}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "sanzhang.accounts.passwords.ThreeKindsOfCharacters"},
]
# The standard sets no number for lockout; five tries and thirty minutes are common practice and configurable.
AXES_FAILURE_LIMIT = int(os.environ.get("SANZHANG_LOCKOUT_TRIES", "5"))
AXES_COOLOFF_TIME = int(os.environ.get("SANZHANG_LOCKOUT_MINUTES", "30")) / 60
# Not by address: a whole town hall signs in from one. Not by both: an attacker has many.
AXES_LOCKOUT_PARAMETERS = ["username"]
# From one address, tries at any names: so many a minute (desk and API). An address is what the last of so many proxies of ours says of it;
# without a proxy, whatever the caller says of himself (X-Forwarded-For) counts for nothing.
SIGN_IN_RATE = os.environ.get("SANZHANG_SIGN_IN_RATE", "60/m")
NINJA_NUM_PROXIES = int(os.environ.get("SANZHANG_PROXIES", "0"))
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_LOCKOUT_CALLABLE = "sanzhang.desk.pages.sign_in.locked_out"
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 60 * int(os.environ.get("SANZHANG_IDLE_MINUTES", "30"))
SESSION_SAVE_EVERY_REQUEST = True
SESSION_LONGEST_HOURS = 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
# Behind a proxy that ends TLS; the proxy must set this header itself, whatever a browser sent.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SOCIALACCOUNT_LOGIN_ON_GET = True
ACCOUNT_ADAPTER = "sanzhang.accounts.outside.NoSignUp"
SOCIALACCOUNT_ADAPTER = "sanzhang.accounts.outside.KnownAccountsOnly"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": os.environ.get("SANZHANG_OIDC_NAME", "统一身份认证"),
                "client_id": os.environ["SANZHANG_OIDC_CLIENT_ID"],
                "secret": required("SANZHANG_OIDC_SECRET"),
                "settings": {"server_url": os.environ["SANZHANG_OIDC_ISSUER"], "oauth_pkce_enabled": True},
            }
        ]
        if os.environ.get("SANZHANG_OIDC_ISSUER")
        else []
    }
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
# The field app's files, at /field/: built ahead, with their own hashes in their names.
WHITENOISE_ROOT = PACKAGE / "field" / "static_build"
WHITENOISE_IMMUTABLE_FILE_TEST = r"^(/static/.+\.[0-9a-f]{12}\..+|/field/assets/.+)$"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DJANGO_TABLES2_TEMPLATE = "desk/parts/table.html"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
