"""Publishing a scenario: what its page says becomes an immutable build, and that build is what runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.core import audit, clock
from lms.core.errors import Refused
from lms.records.models import Build
from lms.records.services import store_build
from scenarios.authoring.findings import errors_of, told
from scenarios.engine.build import compile_build
from scenarios.models import Publication, ScenarioPage

if TYPE_CHECKING:
    from lms.people.models import User

KIND = "scenario"


class BrokenScenario(Refused):
    """The scenario cannot be played to an end."""

    code = "scenario-broken"
    sentence = _(
        "The role-play was not published: it cannot be played to an end yet. The draft is kept. "
        "Open it, look at its problems and publish it again."
    )


def refuse_broken(page: ScenarioPage) -> None:
    """Raise `BrokenScenario`, naming every error, unless the page can be published. However it is being published."""
    definition = page.definition()
    errors = errors_of(definition)
    if errors:
        raise BrokenScenario(details={str(at): str(told(item, definition)) for at, item in enumerate(errors, 1)})


@transaction.atomic
def publish_build(*, page: ScenarioPage, actor: User | None = None) -> Build:
    """Compile the page as it stands, store the build and let it run. The same content gives the same build."""
    language = page.locale.language_code
    compiled = compile_build(page.definition(), language)
    build = store_build(
        kind=KIND,
        activity_key=page.key,
        locale=language,
        title=page.title,
        definition=json.loads(compiled.json),
        schema_version=compiled.schema_version,
    )
    before = Publication.objects.filter(key=page.key, locale=language).first()
    if before is not None and before.build_id == build.pk and before.page_id == page.pk:
        return build
    Publication.objects.filter(page=page).exclude(key=page.key, locale=language).delete()
    publication, _created = Publication.objects.update_or_create(
        key=page.key, locale=language, defaults={"page": page, "build": build, "published_at": clock.now()}
    )
    audit.record(actor=actor, action="scenario.published", subject=publication, locale=language, sha256=build.sha256)
    return build


@transaction.atomic
def withdraw(*, page: ScenarioPage, actor: User | None = None) -> None:
    """Nobody starts this scenario in this language any more. Its builds and attempts are kept."""
    publication = Publication.objects.filter(page=page).first()
    if publication is None:
        return
    audit.record(actor=actor, action="scenario.withdrawn", subject=publication, locale=publication.locale)
    publication.delete()
