"""Fields and blocks that hold names, rows and lists: plain values, never texts to translate.

None of them derives from Wagtail's text blocks, so that no translation tool ever offers a scene's id for translation.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import FieldBlock
from wagtail.fields import StreamField

from scenarios.authoring import scalars
from scenarios.authoring.widgets import IndicatorsInput, RowsInput, SuggestingInput

OPERATORS = {"effects": ("add", "set"), "conditions": ("gte", "lte", "eq", "ne")}


class ScenarioStream(StreamField):
    """A StreamField whose blocks are not written into migrations: they change with the words of the editor, the
    column never does."""

    def deconstruct(self) -> Any:
        name, _path, _args, kwargs = super().deconstruct()
        kwargs["block_lookup"] = {}
        return name, "wagtail.fields.StreamField", [[]], kwargs


class NameBlock(FieldBlock):
    """One name: a scene's id, who speaks, a variable. `suggest` says which names of the form to suggest; `names` that
    this is where names of that kind are given."""

    def __init__(self, suggest: str = "", names: str = "", help_text: Any = None, **kwargs: Any) -> None:
        self.field = forms.CharField(
            required=False, help_text=help_text, max_length=400, widget=SuggestingInput(suggest, names)
        )
        super().__init__(**kwargs)

    class Meta:
        default = ""
        icon = "tag"


class NamesBlock(NameBlock):
    """Several names in one line, separated by commas. Stored as a list."""

    def value_from_form(self, value: Any) -> list[str]:
        return value if isinstance(value, list) else scalars.typed_names(value or "")

    def value_for_form(self, value: Any) -> str:
        return value if isinstance(value, str) else scalars.written_names(value or [])

    class Meta:
        default: list[str] = []


class ValueBlock(NameBlock):
    """A value of a variable: a number, a word, true or false."""

    def value_from_form(self, value: Any) -> Any:
        return scalars.typed_value(value) if isinstance(value, str) and value.strip() else None

    def value_for_form(self, value: Any) -> str:
        return scalars.written_value(value)

    class Meta:
        default = None


class RatingsBlock(NameBlock):
    """The experts' ratings of a choice in their order, −2…+2, in one line. Stored as a list of whole numbers."""

    def value_from_form(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value or []
        numbers = scalars.typed_numbers(value)
        return value if numbers is None else numbers

    def value_for_form(self, value: Any) -> str:
        return value if isinstance(value, str) else scalars.written_numbers(value or [])

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if isinstance(cleaned, str) or not all(-2 <= number <= 2 for number in cleaned):
            raise ValidationError(_("Write one whole number from −2 to +2 per expert, separated by commas."))
        return cleaned

    class Meta:
        default: list[int] = []


class RowsBlock(FieldBlock):
    """Effects or conditions. Stored as a list of [variable, operator, value]."""

    def __init__(self, kind: str = "effects", help_text: Any = None, **kwargs: Any) -> None:
        self.kind = kind
        self.field = forms.CharField(required=False, help_text=help_text, widget=RowsInput(kind))
        super().__init__(**kwargs)

    def value_from_form(self, value: Any) -> Any:
        return scalars.typed_rows(value, OPERATORS[self.kind]) if isinstance(value, str) else value or []

    def value_for_form(self, value: Any) -> str:
        return scalars.written_rows(value or [])

    class Meta:
        default: list[Any] = []
        icon = "list-ul"


class KeysFormField(forms.Field):
    """Keys ticked or already there. Any key is accepted: the plugin that offered it may be off."""

    widget = IndicatorsInput

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(value or []))


class IndicatorsBlock(FieldBlock):
    """Competencies and indicators a choice shows. Stored as a list of keys; known or not, a key is kept."""

    def __init__(self, help_text: Any = None, **kwargs: Any) -> None:
        self.field = KeysFormField(required=False, help_text=help_text)
        super().__init__(**kwargs)

    class Meta:
        default: list[str] = []
        icon = "tick"


class KeysField(models.JSONField):
    """A list of competency or indicator keys."""

    def formfield(self, **kwargs: Any) -> Any:
        return KeysFormField(required=False, label=kwargs.get("label", self.verbose_name), help_text=self.help_text)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
