"""Settings of the test suite: tasks run in place, passwords hash fast, nothing leaves the process."""

import os
from pathlib import Path
from tempfile import gettempdir

from lms.settings.base import *  # noqa: F403  (settings modules extend one another this way)
from lms.settings.base import STORAGES, database_from

SECRET_KEY = "only-for-tests-and-worth-nothing-elsewhere-0123456789"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEMO = True
VAR = Path(gettempdir()) / "talante-tests"
VAR.mkdir(parents=True, exist_ok=True)
DATABASES = {"default": database_from(os.environ.get("DATABASE_URL", f"sqlite:///{VAR / 'unused.sqlite3'}"))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = f"sqla+sqlite:///{VAR / 'queue.sqlite3'}"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MEDIA_ROOT = VAR / "media"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
AXES_ENABLED = True
