"""The embedded default: SQLite, no broker server, demo logins. Listens on 127.0.0.1 only."""

from django.core.management.utils import get_random_secret_key

from lms.settings.base import *  # noqa: F403  (settings modules extend one another this way)
from lms.settings.base import SECRET_KEY, STATIC_ROOT, STORAGES, VAR

DEMO = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

VAR.mkdir(parents=True, exist_ok=True)
if not SECRET_KEY:
    # Kept beside the database, so that people stay signed in across restarts of the demo.
    _key_file = VAR / "secret_key"
    if not _key_file.exists():
        _key_file.write_text(get_random_secret_key(), encoding="utf-8")
        _key_file.chmod(0o600)
    SECRET_KEY = _key_file.read_text(encoding="utf-8").strip()

# Files are served as they stand in the tree: nothing to collect before the first start.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
