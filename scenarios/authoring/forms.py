"""The form of a scenario's page: gives blank ids, and keeps a broken scenario from being published."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from wagtail.admin.forms import WagtailAdminPageForm

from scenarios.authoring.findings import errors_of, told
from scenarios.authoring.naming import give_ids, shown_keys
from scenarios.authoring.placing import body_errors, field_of
from scenarios.engine.definition import Definition
from scenarios.engine.findings import Finding

ID_STREAMS = ("body", "facts", "experts", "interrupts", "cast")


class ScenarioPageForm(WagtailAdminPageForm):
    """Saving a draft asks for nothing but a title; publishing asks for a scenario that can be played to an end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields and self.instance.first_published_at:
            self.fields["key"].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if all(name in cleaned for name in ID_STREAMS):
            streams = {name: list(cleaned[name].get_prep_value()) for name in ID_STREAMS}
            give_ids(streams)
            for name in ID_STREAMS:
                cleaned[name] = cleaned[name].stream_block.to_python(streams[name])
            if "competencies" in cleaned:
                cleaned["competencies"] = shown_keys(streams, cleaned["competencies"])
        if not cleaned.get("key"):
            cleaned["key"] = self.instance.key
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        # Deferred validation is a draft being saved or previewed: it may be as broken as its author needs.
        if self.is_deferred_validation or self.errors:
            return
        definition = self.instance.definition()
        errors = errors_of(definition)
        if errors:
            self._refuse(errors, definition)

    def _refuse(self, errors: list[Finding], definition: Definition) -> None:
        """Every error with its fix above the form, and each beside its scene or field."""
        intro = gettext(
            "The role-play was not published: it cannot be played to an end yet. What you wrote is kept here."
        )
        sentences = [str(told(finding, definition)) for finding in errors]
        self.add_error(None, [ValidationError(intro), *map(ValidationError, sentences)])
        nested = body_errors(errors, definition)
        if nested is not None:
            self.add_error("body", nested)
        for finding in errors:
            field = field_of(finding)
            if field is not None and field in self.fields:
                self.add_error(field, str(told(finding, definition)))
