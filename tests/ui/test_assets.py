"""The committed front-end files are what their sources say."""

import hashlib
import json
import re
from pathlib import Path

from lms.ui import bundle, vendor

ROOT = bundle.CSS.parent.parent
TEMPLATES = ROOT / "templates"
ICONS = ROOT / "static" / "icons.svg"


def test_bundle_equals_its_sources() -> None:
    assert (bundle.CSS / "bundle.css").read_text(encoding="utf-8") == bundle.bundled()


def test_bundle_holds_every_component() -> None:
    on_disk = {path.stem for path in (bundle.CSS / "components").glob("*.css")}
    assert on_disk == {*bundle.COMPONENTS, *bundle.LAST}


def test_colours_are_written_only_in_the_tokens() -> None:
    sources = [bundle.CSS / "base.css", bundle.CSS / "pages.css", *(bundle.CSS / "components").glob("*.css")]
    raw = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(", re.IGNORECASE)
    assert [path.name for path in sources if raw.search(path.read_text(encoding="utf-8"))] == []


def test_tokens_used_are_defined() -> None:
    css = bundle.bundled()
    assert set(re.findall(r"var\((--[\w-]+)", css)) - set(re.findall(r"(--[\w-]+):", css)) == set()


def test_vendored_files_match_the_manifest() -> None:
    manifest = json.loads((vendor.VENDOR / "MANIFEST.json").read_text(encoding="utf-8"))
    files = {str(path.relative_to(vendor.VENDOR)) for path in vendor.VENDOR.rglob("*") if path.is_file()}
    assert files == {*manifest, "MANIFEST.json"}
    assert {name: entry["sha256"] for name, entry in manifest.items()} == {
        name: hashlib.sha256((vendor.VENDOR / name).read_bytes()).hexdigest() for name in manifest
    }


def test_vendored_versions_are_the_locked_ones() -> None:
    manifest = json.loads((vendor.VENDOR / "MANIFEST.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    locked = {name.removeprefix("node_modules/"): entry.get("version") for name, entry in lock["packages"].items()}
    assert {entry["package"]: entry["version"] for entry in manifest.values()} == {
        name: version for name, version in locked.items() if name
    }
    assert not any("resolved" in entry for entry in lock["packages"].values())


def test_vendored_packages_carry_a_licence_text() -> None:
    manifest = json.loads((vendor.VENDOR / "MANIFEST.json").read_text(encoding="utf-8"))
    with_licence = {entry["package"] for name, entry in manifest.items() if Path(name).name == "OFL.txt"}
    assert with_licence == {entry["package"] for entry in manifest.values()}


def test_css_asks_for_no_file_that_is_not_ours() -> None:
    urls = re.findall(r"url\(\"?([^\")]+)", bundle.bundled())
    assert [url for url in urls if not (bundle.CSS / url).resolve().is_file()] == []


def test_icons_named_in_templates_exist() -> None:
    symbols = set(re.findall(r'<symbol id="([\w-]+)"', ICONS.read_text(encoding="utf-8")))
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'\{% icon "([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert {name if name == "brand" else f"i-{name}" for name in named} - symbols == set()
