"""The filters of the directory, as they stand in the address."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people.directory import Search
from lms.people.models import Position, Unit

EM_SPACE = "\u2003"


class DirectoryForm(forms.Form):
    """Name, unit and position. What does not exist is said beside its field and not filtered by."""

    q = forms.CharField(label=gettext_lazy("Name"), max_length=80, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    position = forms.ChoiceField(label=gettext_lazy("Position"), required=False)

    def __init__(self, query: Any, *, units: Sequence[Unit], positions: Sequence[Position]) -> None:
        super().__init__(query)
        self.units = {unit.key: unit for unit in units}
        self.positions = {position.key: position for position in positions}
        self.fields["q"].widget.attrs["type"] = "search"
        _choose(self.fields["unit"], _("All units"), [(unit.key, indented(unit)) for unit in units])
        _choose(self.fields["position"], _("All positions"), [(position.key, str(position)) for position in positions])

    def search(self) -> Search:
        """What is looked for, without what is wrong."""
        self.full_clean()
        given = self.cleaned_data
        return Search(
            words=given.get("q", ""),
            unit=self.units.get(given.get("unit", "")),
            position=self.positions.get(given.get("position", "")),
        )

    def applied(self) -> list[dict[str, str]]:
        """The filters in force, each with the address of the page without it."""
        search = self.search()
        named = {"q": f"“{search.words}”" if search.words else "", "unit": search.unit, "position": search.position}
        given = {key: self.cleaned_data[key] for key, shown in named.items() if shown}
        return [
            {"label": str(shown), "url": f"?{urlencode({k: v for k, v in given.items() if k != key})}"}
            for key, shown in named.items()
            if shown
        ]


def _choose(field: forms.Field, everything: str, choices: list[tuple[str, str]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = [("", everything), *choices]


def indented(unit: Unit) -> str:
    """The unit's name, moved right by its depth: options of a select have no other way to show a tree."""
    depth: int = unit.depth
    return f"{EM_SPACE * (depth - 1)}{unit.name}"
