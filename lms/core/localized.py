"""Text that exists in several languages, kept in one column."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Localized(dict[str, str]):
    """A text by language code; shows itself in the active language, then in the site's, then in any it has."""

    def __str__(self) -> str:
        return self.in_language(get_language() or settings.LANGUAGE_CODE)

    def in_language(self, language: str) -> str:
        """The text in `language`, falling back to the site's own language and then to whatever there is."""
        for code in (language.split("-")[0], settings.LANGUAGE_CODE):
            if self.get(code):
                return self[code]
        return next((text for text in self.values() if text), "")


class LocalizedField(models.JSONField):
    """Stores `{"es": "…", "en": "…"}` and yields `Localized`."""

    description = "text in several languages"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Localized)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Localized:
        return Localized(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> Localized:
        if isinstance(value, Mapping):
            return Localized(value)
        return Localized(super().to_python(value) or {})

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if any(not isinstance(text, str) for text in value.values()):
            raise ValidationError(_("Every language needs a text."), code="localized")
