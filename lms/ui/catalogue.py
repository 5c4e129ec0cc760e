"""The strings of the interface: collected from code and templates, kept in locale/<language>/LC_MESSAGES/django.po.

`python -m lms.ui.catalogue` brings the catalogues up to date. Source strings are English; Spanish is the translation.
Pure Python (Babel's extractor on what Django's own template translator prepares), so that checking needs no GNU
gettext on the machine.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("lms", "competencies", "scenarios", "compensation", "demo")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@dataclass(slots=True)
class Message:
    """One source string: singular, plural ("" when there is none), context, and where it stands."""

    singular: str
    plural: str = ""
    context: str = ""
    places: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """What identifies it in a catalogue."""
        return self.context, self.singular


def collect() -> dict[tuple[str, str], Message]:
    """Every translatable string of the product by context and singular."""
    found: dict[tuple[str, str], Message] = {}
    for place, message in _occurrences():
        known = found.setdefault(message.key, message)
        known.plural = known.plural or message.plural
        known.places.append(place)
    return found


def _occurrences() -> Iterator[tuple[str, Message]]:
    for path, source in _sources():
        relative = str(path.relative_to(ROOT))
        for texts, context in _extracted(source):
            singular, plural = (texts, "") if isinstance(texts, str) else (texts[0], texts[1])
            if singular:
                yield relative, Message(singular, plural or "", context or "")


def _extracted(source: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    for _line, texts, _comments, context in extract("python", BytesIO(source.encode("utf-8")), keywords=KEYWORDS):
        yield texts, context


def _sources() -> Iterator[tuple[Path, str]]:
    from django.utils.translation.template import templatize

    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text(encoding="utf-8")
    for suffix in ("html", "txt"):
        for path in sorted((ROOT / "templates").rglob(f"*.{suffix}")):
            # What is not a message comes back blanked out; only its indentation would trouble a Python tokenizer.
            yield path, re.sub(r"(?m)^[ \t]+", "", templatize(path.read_text(encoding="utf-8")))


def catalogue_path(language: str) -> Path:
    """Where a language's catalogue is kept."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def update(language: str = "es") -> polib.POFile:
    """Bring a catalogue up to date: new strings are added untranslated, vanished ones are dropped."""
    path = catalogue_path(language)
    old = {(entry.msgctxt or "", entry.msgid): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = {
        "Project-Id-Version": "Talante",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for key, message in sorted(collect().items()):
        fresh.append(_entry(message, old.get(key)))
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))
    return fresh


def _entry(message: Message, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.singular, msgctxt=message.context or None)
    entry.occurrences = [(place, "") for place in sorted(set(message.places))]
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = dict(known.msgstr_plural) if known and known.msgstr_plural else {0: "", 1: ""}
    else:
        entry.msgstr = known.msgstr if known else ""
    if "%(" in message.singular:
        entry.flags = ["python-format"]
    return entry


if __name__ == "__main__":
    import django

    django.setup()
    catalogue = update()
    missing = len(catalogue) - sum(1 for entry in catalogue if entry.translated())
    print(f"{len(catalogue)} strings, {missing} without a Spanish translation")  # noqa: T201  (a command's output)
