"""Form controls of the scenario editor. Their behaviour in the browser is in static/js/scenario-editor.js."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

from scenarios.authoring.options import indicator_groups

SCRIPT = "js/scenario-editor.js"
STYLE = "css/scenario-editor.css"


class EditorWidget(forms.Widget):
    """A control that brings the editor's script and style, drawn from the site's own templates."""

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        return render_to_string(template_name, context)

    class Media:
        js = [SCRIPT]
        css = {"all": [STYLE]}


class SuggestingInput(forms.TextInput):
    """A line of text that suggests names written elsewhere in the form: scenes, people, variables, facts."""

    def __init__(self, suggest: str = "", names: str = "", attrs: dict[str, Any] | None = None) -> None:
        own = {"autocomplete": "off", "spellcheck": "false"}
        if suggest:
            own |= {"data-suggest": suggest, "list": f"scenario-names-{suggest}"}
        if names:
            own |= {"data-names": names}
        super().__init__(attrs={**own, **(attrs or {})})

    class Media:
        js = [SCRIPT]
        css = {"all": [STYLE]}


class RowsInput(EditorWidget):
    """Effects or conditions: rows of variable, operator and value, sent as JSON in one field."""

    template_name = "scenarios/authoring/rows_input.html"

    def __init__(self, kind: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.kind = kind

    def format_value(self, value: Any) -> str:
        return value if isinstance(value, str) else "[]"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["kind"] = self.kind
        context["words"] = json.dumps(row_words(self.kind), ensure_ascii=False)
        return context


def row_words(kind: str) -> dict[str, Any]:
    """The words the control shows, in the active language."""
    words = {
        "mood": {"trust": gettext("Trust"), "irritation": gettext("Irritation"), "patience": gettext("Patience")},
        "moodHelp": gettext("How this changes the customer's mood, from −10 to +10. Leave blank for no change."),
        "variable": gettext("Variable"),
        "operator": gettext("Comparison"),
        "value": gettext("Value"),
        "remove": gettext("Remove this row"),
    }
    if kind == "effects":
        words |= {
            "add": gettext("Add an effect on a variable"),
            "operator": gettext("How it changes"),
            "operators": {"set": gettext("becomes"), "add": gettext("adds")},
        }
    else:
        words |= {
            "add": gettext("Add a condition"),
            "operators": {
                "gte": gettext("is at least"),
                "lte": gettext("is at most"),
                "eq": gettext("is"),
                "ne": gettext("is not"),
            },
        }
    return words


class IndicatorsInput(EditorWidget):
    """Competencies and indicators to tick. A key that nobody offers any more stays ticked until it is unticked."""

    template_name = "scenarios/authoring/indicators_input.html"

    def format_value(self, value: Any) -> list[str]:
        return [str(item) for item in value] if isinstance(value, list | tuple) else []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        chosen = self.format_value(value)
        groups = indicator_groups()
        offered = {option.key for _, options in groups for option in options}
        context["chosen"] = chosen
        context["groups"] = groups
        context["unknown"] = [key for key in chosen if key not in offered]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        sent = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [str(key) for key in sent if key]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        # Nothing ticked sends nothing, and that is an answer.
        return False


class RowsAdapter(WidgetAdapter):
    """Effects and conditions in the browser."""

    js_constructor = "scenarios.widgets.Rows"


class IndicatorsAdapter(WidgetAdapter):
    """Competencies to tick in the browser."""

    js_constructor = "scenarios.widgets.Indicators"


register(RowsAdapter(), RowsInput)
register(IndicatorsAdapter(), IndicatorsInput)
