"""Every string of the interface has a Spanish translation that keeps its placeholders, and nothing is left over."""

import re
from functools import lru_cache

import polib

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
