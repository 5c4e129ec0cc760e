"""Every string of the interface has a Spanish translation that keeps its placeholders, and nothing is left over."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import django
import polib
from django.apps import apps

from lms.ui import catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%%")
Key = tuple[str, str]


@lru_cache(maxsize=1)
def entries() -> dict[Key, polib.POEntry]:
    """The Spanish catalogue by context and singular."""
    path = catalogue.catalogue_path("es")
    assert path.exists(), f"There is no catalogue at {path}: run `make messages`."
    return {(entry.msgctxt or "", entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}


@lru_cache(maxsize=1)
def strings() -> dict[Key, catalogue.Message]:
    """Every string of the code and the templates."""
    return catalogue.collect()


def translations(entry: polib.POEntry) -> list[str]:
    """All the forms of one entry."""
    return [str(text) for text in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])]


def installed_catalogues() -> list[Path]:
    """The Spanish catalogues of Django and of the installed apps that are not ours."""
    homes = [Path(django.__file__).parent / "conf"]
    homes += [Path(app.path) for app in apps.get_app_configs() if app.name.split(".")[0] not in catalogue.PACKAGES]
    return [path for home in homes if (path := home / "locale/es/LC_MESSAGES/django.mo").exists()]


def translation_calls_in_f_strings(source: str) -> list[int]:
    """The lines of the calls that the collector cannot see: to it an f-string is one opaque piece of text."""
    return sorted(
        call.lineno
        for whole in ast.walk(ast.parse(source))
        if isinstance(whole, ast.JoinedStr)
        for call in ast.walk(whole)
        if isinstance(call, ast.Call)
        and (getattr(call.func, "id", None) or getattr(call.func, "attr", None)) in catalogue.KEYWORDS
    )


def test_every_string_is_translated() -> None:
    missing = [
        key
        for key in strings()
        if key not in entries() or entries()[key].fuzzy or not all(translations(entries()[key]))
    ]
    assert sorted(missing) == []


def test_every_plural_has_its_forms() -> None:
    wrong = [
        key
        for key, message in strings().items()
        if key in entries() and (entries()[key].msgid_plural or "") != message.plural
    ]
    assert sorted(wrong) == []


def test_placeholders_survive_the_translation() -> None:
    wrong = []
    for key, entry in entries().items():
        allowed = {frozenset(PLACEHOLDER.findall(text)) for text in filter(None, (entry.msgid, entry.msgid_plural))}
        # A singular may leave the number out: "one minute".
        widest = frozenset().union(*allowed)
        for text in filter(None, translations(entry)):
            found = frozenset(PLACEHOLDER.findall(text))
            if found not in allowed and not (entry.msgid_plural and found == widest):
                wrong.append((key, text))
    assert wrong == []


def test_no_entry_is_left_over() -> None:
    assert sorted(entries().keys() - strings().keys()) == []


def test_no_translation_replaces_that_of_an_installed_package() -> None:
    """The site has one catalogue: what ours says without a context is said in every screen of the packages too."""
    installed = installed_catalogues()
    assert any(path.is_relative_to(Path(django.__file__).parent) for path in installed)
    assert any("wagtail" in path.parts for path in installed)
    replaced = [
        (path.parent.parent.parent.parent.name, key, theirs, translations(entries()[key]))
        for path in installed
        for entry in polib.mofile(str(path))
        if (key := (entry.msgctxt or "", entry.msgid)) in entries()
        and (theirs := translations(entry)) != translations(entries()[key])
    ]
    assert replaced == []


def test_a_translation_inside_an_f_string_is_found() -> None:
    source = """a = _("one")\nb = f"{a} {_('two')}"\nc = f"{x.ngettext('a', 'b', 2)}" + _("d")"""
    assert translation_calls_in_f_strings(source) == [2, 3]


def test_no_translation_hides_inside_an_f_string() -> None:
    hidden = {
        str(path.relative_to(catalogue.ROOT)): lines
        for package in catalogue.PACKAGES
        for path in sorted((catalogue.ROOT / package).rglob("*.py"))
        if (lines := translation_calls_in_f_strings(path.read_text(encoding="utf-8")))
    }
    assert hidden == {}
