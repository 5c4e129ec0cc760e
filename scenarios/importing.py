"""Scenario files → pages in every language of the file, and back. A file comes in whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, Site

from lms.core import audit
from lms.core.errors import Conflict, NotHere, Refused
from scenarios.authoring.merging import merged
from scenarios.authoring.naming import free, short_name
from scenarios.authoring.to_page import PLAIN, STREAMS, page_values
from scenarios.engine.definition import Definition
from scenarios.formats.native import NativeFormatError, dump_yaml, load
from scenarios.models import ScenarioPage
from scenarios.publishing import refuse_broken

if TYPE_CHECKING:
    from lms.people.models import User

SHIPPED = Path(__file__).resolve().parent / "content"
"""The role-plays that come with the product."""


class UnreadableScenario(Refused):
    """The file is not a scenario. `details` has every mistake with its line."""

    code = "scenario-unreadable"
    sentence = _("The file was not imported: it has mistakes. Nothing was changed. Correct them and import it again.")


class LanguageNotHere(Refused):
    """The file has a language for which the site has no home page."""

    code = "scenario-language-missing"
    sentence = _(
        "The file was not imported: it is in a language this site does not have. Nothing was changed. "
        "Remove that language from the file, or add it to the site."
    )


class KeyTaken(Conflict):
    """The scenario's key belongs to pages that are not translations of one another."""

    code = "scenario-key-taken"
    sentence = _(
        "The file was not imported: its id already belongs to another role-play. Nothing was changed. "
        "Give the file another id."
    )


def shipped_files() -> list[Path]:
    """The shipped scenario files, in the order of their names."""
    return sorted(SHIPPED.glob("*.yaml"))


def read_scenario(text: str, name: str = "") -> Definition:
    """The scenario written in `text`; raises `UnreadableScenario` with lines."""
    try:
        return load(text)
    except NativeFormatError as error:
        details = {f"{name}:{item.line}" if name else str(item.line): str(item) for item in error.errors}
        raise UnreadableScenario(details=details) from error


@transaction.atomic
def import_scenario(*, definition: Definition, actor: User | None = None) -> list[ScenarioPage]:
    """The pages of `definition`, one per language, published. A page that already says the same is left alone."""
    _check_key(definition.id)
    homes = [_home(locale) for locale in definition.locales]
    slug = short_name(definition.id) or "scenario"
    pages: list[ScenarioPage] = []
    for locale, home in zip(definition.locales, homes, strict=True):
        values = page_values(definition, locale)
        page = _existing(definition.id, home)
        if page is None:
            page = _add(values, home, slug, pages[0] if pages else None, actor)
        elif not _says(page, values):
            _change(page, values)
        if not page.live or page.has_unpublished_changes:
            _publish(page, actor)
        pages.append(page)
    return pages


@transaction.atomic
def import_files(*, paths: Sequence[Path], actor: User | None = None) -> list[ScenarioPage]:
    """Every file, or none: all are read before the first page is touched."""
    definitions = [read_scenario(path.read_text(encoding="utf-8"), path.name) for path in paths]
    return [page for item in definitions for page in import_scenario(definition=item, actor=actor)]


def export_scenario(key: str) -> str:
    """The native YAML of a scenario with the texts of all its languages, as last saved."""
    pages = ScenarioPage.objects.filter(key=key, alias_of__isnull=True).select_related("locale")
    found: dict[str, Any] = {page.locale.language_code: page.get_latest_revision_as_object() for page in pages}
    if not found:
        raise NotHere
    order = [locale.language_code for locale in Locale.objects.all() if locale.language_code in found]
    return dump_yaml(merged([found[code].definition() for code in _default_first(order)]))


def _default_first(codes: list[str]) -> list[str]:
    default = Locale.get_default().language_code
    return sorted(codes, key=lambda code: (code != default, code))


def _check_key(key: str) -> None:
    """The id of the file becomes part of addresses and of records."""
    try:
        ScenarioPage._meta.get_field("key").run_validators(key)
    except ValidationError as error:
        raise UnreadableScenario(details={"id": " ".join(error.messages)}) from error


def _home(language: str) -> Page:
    """The page that role-plays of a language live under."""
    root = Site.objects.get(is_default_site=True).root_page
    for page in root.get_translations(inclusive=True).select_related("locale"):
        if page.locale.language_code == language:
            home: Page = page.specific
            return home
    raise LanguageNotHere(details={"locale": language})


def _existing(key: str, home: Page) -> ScenarioPage | None:
    rows = list(ScenarioPage.objects.filter(key=key, alias_of__isnull=True))
    if len({row.translation_key for row in rows}) > 1:
        raise KeyTaken(details={"key": key})
    row = next((row for row in rows if row.locale_id == home.locale_id), None)
    found: ScenarioPage | None = row.get_latest_revision_as_object() if row is not None else None
    return found


def _says(page: ScenarioPage, values: dict[str, Any]) -> bool:
    said = page.values()
    return all(said[name] == values[name] for name in (*PLAIN, *STREAMS))


def _fill(page: ScenarioPage, values: dict[str, Any]) -> None:
    for name in PLAIN:
        setattr(page, name, values[name])
    for name in STREAMS:
        setattr(page, name, getattr(page, name).stream_block.to_python(values[name]))


def _add(
    values: dict[str, Any], home: Page, slug: str, translated: ScenarioPage | None, actor: User | None
) -> ScenarioPage:
    taken = set(home.get_children().values_list("slug", flat=True))
    page = ScenarioPage(
        slug=translated.slug if translated is not None else free(slug, taken),
        locale=home.locale,
        live=False,
        owner=actor,
        show_in_menus=False,
    )
    if translated is None:
        translated = ScenarioPage.objects.filter(key=values["key"]).first()
    if translated is not None:
        page.translation_key = translated.translation_key
    _fill(page, values)
    home.add_child(instance=page)
    return page


def _change(page: ScenarioPage, values: dict[str, Any]) -> None:
    _fill(page, values)
    page.has_unpublished_changes = True


def _publish(page: ScenarioPage, actor: User | None) -> None:
    refuse_broken(page)
    revision = page.save_revision(user=actor, log_action=True)
    revision.publish(user=actor, skip_permission_checks=True)
    page.refresh_from_db()
    audit.record(actor=actor, action="scenario.imported", subject=page, locale=page.locale.language_code)
