"""Rebuilds the vendored front-end files from the npm lock file: `python -m lms.ui.vendor`.

Node is needed here and nowhere else. The lock file fixes every package by its content hash, so running this again
gives the same bytes. `static/vendor/MANIFEST.json` says where each committed file came from and what it must contain;
a test compares the two without Node.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENDOR = ROOT / "static" / "vendor"
LOCK_FILES = ("package.json", "package-lock.json", ".npmrc")

SANS = "@fontsource-variable/source-sans-3"
SERIF = "@fontsource-variable/fraunces"


@dataclass(frozen=True, slots=True)
class VendoredFile:
    """One file taken from a package: its path there, and its path under static/vendor/."""

    package: str
    source: str
    target: str


def font(package: str, family: str, name: str) -> VendoredFile:
    """A font file, kept under its own name."""
    return VendoredFile(package, f"files/{name}", f"fonts/{family}/{name}")


FILES = (
    font(SANS, "source-sans-3", "source-sans-3-latin-wght-normal.woff2"),
    font(SANS, "source-sans-3", "source-sans-3-latin-wght-italic.woff2"),
    font(SANS, "source-sans-3", "source-sans-3-latin-ext-wght-normal.woff2"),
    VendoredFile(SANS, "LICENSE", "fonts/source-sans-3/OFL.txt"),
    font(SERIF, "fraunces", "fraunces-latin-opsz-normal.woff2"),
    font(SERIF, "fraunces", "fraunces-latin-ext-opsz-normal.woff2"),
    VendoredFile(SERIF, "LICENSE", "fonts/fraunces/OFL.txt"),
)


def sha256(path: Path) -> str:
    """The hash by which the manifest knows a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def install(folder: Path) -> Path:
    """Install exactly what the lock file names into `folder`, running no package scripts."""
    for name in LOCK_FILES:
        shutil.copy(ROOT / name, folder / name)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "node_modules"


def copy(modules: Path, target: Path) -> dict[str, dict[str, str]]:
    """Copy the listed files below `target`; return the manifest."""
    manifest = {}
    for file in FILES:
        package = json.loads((modules / file.package / "package.json").read_text(encoding="utf-8"))
        destination = target / file.target
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / file.package / file.source, destination)
        manifest[file.target] = {
            "package": file.package,
            "version": package["version"],
            "license": package["license"],
            "sha256": sha256(destination),
        }
    return manifest


def rebuild() -> None:
    """Replace everything under static/vendor/ with a fresh copy."""
    with tempfile.TemporaryDirectory() as folder:
        modules = install(Path(folder))
        fresh = Path(folder) / "vendor"
        fresh.mkdir()
        manifest = copy(modules, fresh)
        text = json.dumps(dict(sorted(manifest.items())), indent=2) + "\n"
        (fresh / "MANIFEST.json").write_text(text, encoding="utf-8")
        shutil.rmtree(VENDOR, ignore_errors=True)
        shutil.copytree(fresh, VENDOR)


if __name__ == "__main__":
    rebuild()
    sys.stdout.write(f"{len(FILES)} files in {VENDOR}\n")
