"""A migrated database is made once and copied for every worker: migrating from nothing takes half a minute."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
SECONDS_KEPT = 3600
ADVISORY_LOCK = 7_251_001


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Changes whenever a migrated database could: migrations, roles, manifests, the lock.

    Taken once: a run goes on with the database it began with while files change under it.
    """
    digest = hashlib.sha256()
    packages = ("lms", "competencies", "scenarios", "compensation")
    files = [path for name in packages for path in (ROOT / name).rglob("*.py")]
    relevant = [f for f in files if f.parent.name == "migrations" or f.name in {"roles.py", "apps.py", "models.py"}]
    for path in sorted([*relevant, ROOT / "requirements.txt"]):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    digest.update(os.environ.get("TALANTE_PLUGINS", "all").encode())
    return digest.hexdigest()[:12]


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """One process at a time makes the template."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(url: str) -> None:
    """Run the migrations on the database at `url`, in a process of its own."""
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "lms.settings.test"}
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"], env=environment, check=True, cwd=ROOT
    )


def sqlite_copy(folder: Path, name: str) -> str:
    """Path of a fresh migrated SQLite file."""
    template = folder / f"template-{fingerprint()}.sqlite3"
    with only_one(folder):
        if not template.exists():
            for old in folder.glob("template-*.sqlite3*"):
                # A younger one may belong to a run on another state of the code at this moment.
                if old.stat().st_mtime < time.time() - SECONDS_KEPT:
                    old.unlink()
            being_made = folder / "being-made.sqlite3"
            for leftover in folder.glob("being-made.sqlite3*"):
                leftover.unlink()
            migrate(f"sqlite:///{being_made}")
            being_made.rename(template)
        os.utime(template)
        copy = folder / f"{name}.sqlite3"
        for leftover in folder.glob(f"{name}.sqlite3*"):
            leftover.unlink()
        shutil.copyfile(template, copy)
    return str(copy)


def with_database(url: str, database: str) -> str:
    """The URL of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def postgresql_copy(folder: Path, url: str, name: str) -> str:
    """Name of a fresh migrated PostgreSQL database beside the one in `url`."""
    template = f"talante_template_{fingerprint()}"
    with only_one(folder), psycopg.connect(with_database(url, "postgres"), autocommit=True) as connection:
        # Runs with another folder share the server all the same. Let go when the connection closes.
        connection.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone()
        if known is None:
            making = f"{template}_making"
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(making)))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
            migrate(with_database(url, making))
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(template))
            )
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    return name


def postgresql_drop(url: str, name: str) -> None:
    """Remove a database made by `postgresql_copy`."""
    with psycopg.connect(with_database(url, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
