"""Choosing competencies and activities that plugins provide, without depending on the plugins being there.

What is stored is always a plain string. The list to choose from is asked of the registry when a form is drawn, so it
never reaches a migration, and a value that is no longer offered stays selected and is kept.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.templatetags.static import static
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import SelectAdapter

from lms.plugins import registry

Choices = list[tuple[str, Any]]


def indicator_choices() -> Choices:
    """Competencies and indicators of every enabled plugin, grouped as the plugins group them."""
    groups: dict[str, Choices] = {}
    for answer in registry.ask("indicators"):
        option = answer.value
        groups.setdefault(str(option.group), []).append((option.key, str(option.label)))
    ungrouped = groups.pop("", [])
    return [*ungrouped, *groups.items()]


def indicator_labels() -> dict[str, str]:
    """Label of each known competency or indicator by key."""
    return {answer.value.key: str(answer.value.label) for answer in registry.ask("indicators")}


def _offered(choices: Iterable[Any]) -> set[str]:
    found: set[str] = set()
    for value, label in choices:
        found |= _offered(label) if isinstance(label, list | tuple) else {str(value)}
    return found


class KeepsUnknown:
    """Mixin of choice widgets: values that are not offered are drawn as options too, so that saving keeps them."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        offered = list(self.choices)
        unknown = [one for one in value if one and one not in _offered(offered)]
        kept = self.choices
        self.choices = [*offered, *((one, one) for one in unknown)]
        try:
            return super().optgroups(name, value, attrs)  # type: ignore[misc]  # a mixin: the widget is the next class
        finally:
            self.choices = kept

    choices: Any


class KeepingSelect(KeepsUnknown, forms.Select):
    """A drop-down that never loses the stored value; see static/js/cms/keeping-select.js for the editor's side."""


class KeepingCheckboxes(KeepsUnknown, forms.CheckboxSelectMultiple):
    """Checkboxes that never lose a stored value."""


class KeepingSelectAdapter(SelectAdapter):
    """Tells the block editor to draw a `KeepingSelect`."""

    js_constructor = "talante.widgets.KeepingSelect"

    @cached_property
    def media(self) -> forms.Media:
        media: forms.Media = super().media
        return media + forms.Media(js=[static("js/cms/keeping-select.js")])


register(KeepingSelectAdapter(), KeepingSelect)


class OpenChoiceField(forms.ChoiceField):
    """A choice whose stored value is accepted whether or not it is on offer."""

    widget = KeepingSelect

    def __init__(self, *, offer: Callable[[], Choices], **kwargs: Any) -> None:
        super().__init__(choices=lambda: [("", _("Choose one")), *offer()], **kwargs)

    def valid_value(self, value: Any) -> bool:
        return True


class KeysFormField(forms.MultipleChoiceField):
    """Several competencies; unknown ones are kept."""

    widget = KeepingCheckboxes

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        super().__init__(choices=indicator_choices, **kwargs)

    def valid_value(self, value: Any) -> bool:
        return True

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial or [], data or [])


class KeysField(models.JSONField):
    """A list of competency keys, in the author's order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{**kwargs, "form_class": KeysFormField, "widget": KeepingCheckboxes})

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or any(not isinstance(key, str) for key in value):
            raise ValidationError(_("Competencies are a list of keys."), code="keys")
