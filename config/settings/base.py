"""What is the same everywhere. Values that differ between municipalities come from the environment."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import logs
from config.broker import broker_beside

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent

# --- The municipality -------------------------------------------------------------------------
MUNICIPALITY_NAME = env("MUNICIPALITY_NAME", default="Nordstrand Kommune")
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
# Postponing: at most so many days ahead, and so many times.
POSTPONE_MAX_DAYS = env.int("POSTPONE_MAX_DAYS", default=7)
POSTPONE_MAX_TIMES = env.int("POSTPONE_MAX_TIMES", default=2)
# A report can be undone for so many minutes.
UNDO_MINUTES = env.int("UNDO_MINUTES", default=15)
# Employees may be invited to their own page.
INVITE_EMPLOYEES = env.bool("INVITE_EMPLOYEES", default=False)
# The employee's own page names who opened the matter, besides when, why and in which capacity.
SHOW_READER_NAMES = env.bool("SHOW_READER_NAMES", default=True)
# Where the nightly payroll file is laid; empty: none is written.
PAYROLL_EXPORT_FOLDER = env("PAYROLL_EXPORT_FOLDER", default="")
# A report that payroll has not confirmed after so many days goes on HR's list.
PAYROLL_CONFIRM_DAYS = env.int("PAYROLL_CONFIRM_DAYS", default=14)
# A consultant answers a referral within so many working days.
REFERRAL_DAYS = env.int("REFERRAL_DAYS", default=2)
# HR sets the targets of all units in one form, a field each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# From so many people a leader's span is called large: as municipalities do, Roskilde among them.
LEADER_SPAN_WARNING = env.int("LEADER_SPAN_WARNING", default=50)
# The policies that come with a monthly list of those whom their rule over days has reached, and who gets it: `leaders`
# of the unit that the policy is given to, leaders `above` it, leaders `below` it, `hr`.
LISTED_POLICIES: dict[str, str] = env.dict("LISTED_POLICIES", default={"gt29": "leaders+hr"})
# Which days of sickness that list counts: `calendar`, as the rule itself does, or `working`.
LIST_COUNTS = env("LIST_COUNTS", default="calendar")
# So many levels of units, from the top, get a pack for their director's monthly meeting with HR.
MEETING_PACK_LEVELS = env.int("MEETING_PACK_LEVELS", default=2)
# A contact at a municipality is asked again, whether it still holds, after so many days.
CONTACT_CONFIRM_DAYS = env.int("CONTACT_CONFIRM_DAYS", default=180)
# A round table is planned within so many hours, counted as `people.calendar.ClockMode` says.
ROUND_TABLE_HOURS = env.int("ROUND_TABLE_HOURS", default=48)
ROUND_TABLE_CLOCK = env("ROUND_TABLE_CLOCK", default="working_days")
# How many working days after the request a round table should have been held, for the figures.
ROUND_TABLE_HELD_DAYS = env.int("ROUND_TABLE_HELD_DAYS", default=10)
# The meeting after it is proposed so many weeks later, and a plan is looked at again.
ROUND_TABLE_AGAIN_WEEKS = env.int("ROUND_TABLE_AGAIN_WEEKS", default=4)
# A care talk of a workplace's series is planned within so many working days: many are called at once.
CARE_TALK_PLAN_DAYS = env.int("CARE_TALK_PLAN_DAYS", default=10)
# The leader is asked about a plan when two weeks on end differ from it by more than so many percent of full time.
PLAN_DEVIATION_PERCENT = env.int("PLAN_DEVIATION_PERCENT", default=15)
# A meeting that nothing has become of is closed after so many days.
ROUND_TABLE_STALE_DAYS = env.int("ROUND_TABLE_STALE_DAYS", default=60)
# The link of somebody who takes part in a talk holds for so many days after it.
MEETING_LINK_DAYS = env.int("MEETING_LINK_DAYS", default=14)
# From how many points a screening advises Fast track, and from how many a talk with a consultant.
SCREENING_FAST_TRACK_FROM = env.int("SCREENING_FAST_TRACK_FROM", default=6)
SCREENING_CONSULTANT_FROM = env.int("SCREENING_CONSULTANT_FROM", default=3)
# How many minutes a leader needs for each kind of follow-up, for trying out policies: an estimate of our own.
SIGNAL_MINUTES: dict[str, int] = env.dict(
    "SIGNAL_MINUTES", cast={"value": int}, default={"contact": 15, "talk": 45, "signal": 20, "notice": 15}
)
# Below which percent of what was to be done a rule counts as not heard, and after how many days an open follow-up as
# left: estimates of our own.
RULE_HEARD_PERCENT = env.int("RULE_HEARD_PERCENT", default=60)
RULE_LEFT_OPEN_DAYS = env.int("RULE_LEFT_OPEN_DAYS", default=14)
# Within how many days people must have fallen ill to be a cluster, and how seldom chance may give as many: in one of so
# many workplaces. Estimates of our own.
CLUSTER_DAYS = env.int("CLUSTER_DAYS", default=14)
CLUSTER_ONE_IN = env.int("CLUSTER_ONE_IN", default=1_000)
# What a day's pay of a full-time post costs, in kr.: an estimate of our own, from 450,000 kr. a year and 225 days.
ABSENT_DAY_COST = env.int("ABSENT_DAY_COST", default=2_000)
# A token by which another program reads figures holds for so many days at the most.
API_TOKEN_MAX_DAYS = env.int("API_TOKEN_MAX_DAYS", default=366)
# How often may be asked in a minute: with one token, and from one address of the net without a valid one.
API_MINUTE_LIMITS: dict[str, int] = {
    "reads": env.int("API_READS_A_MINUTE", default=120),
    "refused": env.int("API_REFUSED_A_MINUTE", default=30),
}
# What the law's reforms rename, in the municipality's own words: as they stand inside a sentence.
TERMS: dict[str, str] = {
    "jobcenter": env("TERM_JOBCENTER", default="") or "kommunens virksomhedsindgang",
    "consultant": env("TERM_CONSULTANT", default="") or "fastholdelseskonsulent",
    "consultants": env("TERM_CONSULTANTS", default="") or "fastholdelseskonsulenter",
}

# --- Django ------------------------------------------------------------------------------------
SECRET_KEY = env("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

INSTALLED_APPS = [
    "config.apps.StaticFilesConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
    "django_htmx",
    "django_structlog",
    "pghistory",
    "pgtrigger",
    "tree_queries",
    "audit",
    "people",
    "cases",
    "absence",
    "retention",
    "roundtable",
    "insight",
]

MIDDLEWARE = [
    # First, so that what the others refuse has the policy too.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageMiddleware",
    "config.middleware.NulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.RequestLogMiddleware",
    "config.middleware.NoStoreMiddleware",
    "people.middleware.ViewerMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cases.context.page",
            ],
        },
    }
]
# Messages name people: they stand in the session, which ends with the log-in, and not in a cookie, which does not.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["dkfds"]
CRISPY_TEMPLATE_PACK = "dkfds"
CRISPY_FAIL_SILENTLY = False

# --- Data --------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A refused read must stay logged, so a request is not one transaction; flows open their own.
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL: str = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
}

# --- Log-in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Links by which a password is chosen, first or anew, hold for a week.
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "people.accounts.AccountAdapter"
ACCOUNT_FORMS = {"login": "people.forms.LogInForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Otherwise a mail to an unknown address would tell how to sign up.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "5/15m/key,20/15m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "change_password": "5/m/user",
    # A wish for a meeting from outside: from one address of the net, and about one mail address.
    "outside_request": "10/h/ip,3/d/key",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Tilbage"
# A code that turned over while it was typed counts, and so does a clock that is half a minute off.
MFA_TOTP_TOLERANCE = 1
# Addresses come from the municipality's own register; allauth knows them as unverified.
MFA_ALLOW_UNVERIFIED_EMAIL = True
SESSION_COOKIE_AGE = 9 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.views.form_expired"

# --- Security headers ----------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

# --- Language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "sprog"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
USE_I18N = True

# --- Static files --------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.staticfiles.DesignSystemFinder",
]
STATIC_ROOT = env("STATIC_ROOT", default=str(BASE_DIR / ".tilbage" / "static"))
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["woff", "woff2", "ttf", "eot", "png", "map"]

# --- Papers --------------------------------------------------------------------------------------
# The same letters as on the screen, in the format that PDF files take.
PAPER_FONTS = BASE_DIR / "node_modules" / "dkfds" / "dist" / "fonts" / "IBMPlexSans" / "complete" / "ttf"

# --- Mail ----------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25"))
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=30)
# A worker has an envelope to itself for so long; one that was killed leaves it to the others then.
NOTICE_LEASE_SECONDS = env.int("NOTICE_LEASE_SECONDS", default=60)
if NOTICE_LEASE_SECONDS <= EMAIL_TIMEOUT:
    raise ImproperlyConfigured("NOTICE_LEASE_SECONDS must be longer than EMAIL_TIMEOUT.")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Tilbage <tilbage@nordstrand.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Tasks ---------------------------------------------------------------------------------------
# The cache has one database of the broker's server, the tasks the next.
CELERY_BROKER_URL: str = env("BROKER_URL", default="") or broker_beside(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 30 * 60

# --- Logs ----------------------------------------------------------------------------------------
# Nothing of a request's body, and no names: the audit table says who saw what.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "config.logs.Formatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django_structlog": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "kombu": {"level": "WARNING"},
    },
}

# --- Reference data --------------------------------------------------------------------------------
# Ordered dotted paths to flows `seed_...(*, by: Viewer) -> int` (rows that were new), run by `manage.py seed`.
# Running them again changes nothing.
SEEDS: list[str] = [
    "people.flows.seed_closing_days",
    "absence.flows.seed_causes",
    "absence.flows.seed_policies",
    "retention.ladder.flows.seed_steps",
    "retention.offers.flows.seed_offers",
    "retention.partners.flows.seed_municipalities",
    "retention.knowledge.flows.seed_guides",
    "retention.fasttrack.flows.seed_parameters",
    "retention.screening.flows.seed_questions",
]

# --- What cases asks of the apps above, which it does not know ---------------------------------------------
# Dotted path to a function of the day that yields what everybody's absence makes due: the sweeper compares with it.
DERIVED_DUTIES = "absence.queries.derived"
# Dotted path to a function of the viewer: how many contacts must be confirmed, and who is told of it once a month.
CONTACTS_TO_CONFIRM = "retention.partners.queries.told_to_confirm"
# Dotted paths to functions of the viewer: what waits that is no follow-up, since when, and who is told at once.
NEWS: list[str] = ["roundtable.outside.queries.news_of_wishes", "roundtable.series.queries.wishes.news_of_wishes"]
# Dotted path to a function of the envelope that writes letters of the kinds `cases.notices.rules.OF_PACKS`.
LETTERS_OF_PACKS = "insight.packs.letters.write"
# Dotted path to a flow that makes the follow-ups of some employees say what their absence makes due now.
REDERIVE = "absence.flows.rederive"

# Dotted path to a function that asks the broker, and waits a second at the most: for the page of operations.
BROKER_ANSWERS = "config.celery.broker_answers"

# --- What retention asks of the apps above -----------------------------------------------------------------
# By name, dotted paths to functions that give the rows about one employee, OuterRef("pk"), to be read in one query with
# what retention knows; see retention/matter/queries.py.
MATTER_READS: dict[str, str] = {
    "meetings": "roundtable.request.queries.read_meetings",
    "closing_days": "roundtable.request.queries.read_closing_days",
    "plans": "roundtable.matter.queries.read_plans",
    "held": "roundtable.matter.queries.read_held",
    "agreed": "roundtable.matter.queries.read_agreed",
}

# Dotted path to a function of the viewer and of follow-ups' keys: what is said of those that have a clock, and what
# waits beside them.
TASK_CLOCKS = "roundtable.inbox.queries.clocks_of"

logs.configure()

# --- Pages that several apps make -------------------------------------------------------------------
# Ordered dotted paths to panel functions, as MIDDLEWARE is; see cases/panels.py.
HOME_PANELS: list[str] = ["roundtable.meetings.panels.leaders_meetings", "absence.day.panels.leaders_day"]
EMPLOYEE_PANELS: list[str] = [
    "cases.matter.panels.next_of_employee",
    "absence.matter.panels.employee_absence",
    "retention.matter.panels.way_back_of_employee",
    "roundtable.request.panels.meetings_of_employee",
    "roundtable.matter.panels.way_of_employee",
    "cases.matter.panels.owed_to_employee",
    "cases.matter.panels.case_of_employee",
]
CASE_PANELS: list[str] = [
    "cases.matter.panels.next_of_case",
    "absence.matter.panels.degree_over_time",
    "retention.matter.panels.way_back_of_case",
    "roundtable.request.panels.meetings_of_case",
    "cases.matter.panels.owed_in_case",
    "roundtable.matter.panels.way_of_case",
]
# On a meeting's page, for those who handle the matter.
MEETING_PANELS: list[str] = [
    "roundtable.matter.panels.what_came_of_it",
    "cases.minutes.panels.minutes_of_meeting",
]
MY_PAGE_PANELS: list[str] = [
    "roundtable.request.panels.own_question",
    "cases.minutes.panels.own_new_minutes",
    "retention.fasttrack.panels.own_question",
    "cases.mypage.panels.own_dates",
    "roundtable.request.panels.own_meeting",
    "roundtable.matter.panels.own_way",
    "retention.ladder.panels.own_step",
    "retention.matter.panels.own_help",
    "retention.consent.panels.own_consents",
    "cases.mypage.panels.own_matter",
    "cases.minutes.panels.own_minutes",
    "absence.matter.panels.own_absence",
    "cases.mypage.panels.readers",
]
# What stands on the receipt of a sick report, about the employee.
RECEIPT_PANELS: list[str] = ["retention.screening.panels.at_receipt"]
TIMELINE_SOURCES: list[str] = [
    "absence.matter.panels.periods_in_history",
    "cases.matter.timeline.contacts",
    "cases.matter.timeline.opened_and_closed",
    "cases.minutes.panels.minutes_in_history",
    "retention.ladder.panels.placements_in_history",
    "retention.offers.panels.offers_in_history",
    "retention.fasttrack.panels.fast_track_in_history",
    "roundtable.request.panels.meetings_in_history",
    "roundtable.matter.panels.plans_in_history",
    "retention.consent.panels.consents_in_history",
    "cases.matter.timeline.reads",
]
# Ordered dotted paths to the kinds of follow-ups that each app has; see cases/followups/kinds.py.
FOLLOW_UP_KINDS: list[str] = [
    "cases.followups.kinds.KINDS",
    "retention.caseload.kinds.KINDS",
    "retention.fasttrack.kinds.KINDS",
    "retention.screening.kinds.KINDS",
    "roundtable.kinds.KINDS",
]
# Ordered dotted paths to the kinds of talks that each app has; see cases/invitations/kinds.py.
TALK_KINDS: list[str] = ["roundtable.kinds.TALKS"]
# What stands on the page of somebody who takes part in a talk: functions of the seat.
SEAT_PANELS: list[str] = [
    "roundtable.matter.panels.agreed_at_seat",
    "cases.minutes.panels.minutes_at_seat",
    "cases.invitations.panels.asked",
    "roundtable.table.panels.own_part",
    "cases.invitations.panels.the_talk",
]
HR_PANELS: list[str] = [
    "absence.payroll.panels.payroll",
    "retention.fasttrack.panels.fast_track_at_hr",
]
OPERATIONS_PANELS: list[str] = ["absence.payroll.panels.runs"]
