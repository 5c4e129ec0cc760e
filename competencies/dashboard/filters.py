"""What the board is about, as it stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competencies.models import Competency
from lms.people.models import Position, Unit

GAP = "gap"
EM_SPACE = "\u2003"
NAMES = ("unit", "position", "kind", "show", "focus")


@dataclass(frozen=True, slots=True)
class Filters:
    """The people (a unit with all below it, a position) and the competencies (a kind, only those with a gap) of the
    board, and the one looked at closely. None and blank: all, or the one with the largest gap."""

    unit: Unit | None = None
    position: Position | None = None
    kind: str = ""
    with_gap: bool = False
    focus: Competency | None = None

    def query(self, **changed: str) -> str:
        """The query string of the board with these filters, some of them changed; blank removes one."""
        given = {
            "unit": self.unit.key if self.unit else "",
            "position": self.position.key if self.position else "",
            "kind": self.kind,
            "show": GAP if self.with_gap else "",
            "focus": self.focus.key if self.focus else "",
        } | changed
        return urlencode({key: value for key, value in given.items() if value})


class FilterForm(forms.Form):
    """Unit, position, kind, competencies with a gap, and the competency in detail."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    position = forms.ChoiceField(label=gettext_lazy("Position"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    show = forms.ChoiceField(label=gettext_lazy("Competencies"), required=False)
    focus = forms.ChoiceField(label=gettext_lazy("In detail"), required=False)

    def __init__(
        self,
        query: Mapping[str, Any],
        *,
        units: Sequence[Unit],
        positions: Sequence[Position],
        competencies: Sequence[Competency],
    ) -> None:
        super().__init__(query)
        self.units = {unit.key: unit for unit in units}
        self.positions = {position.key: position for position in positions}
        self.competencies = {competency.key: competency for competency in competencies}
        self._words: dict[tuple[str, str], str] = {}
        kinds = [(kind.value, str(kind.label).capitalize()) for kind in Competency.Kind]
        self._choose("unit", _("All units"), [(unit.key, f"{_depth(unit)}{unit}") for unit in units])
        self._choose("position", _("All positions"), [(position.key, str(position)) for position in positions])
        self._choose("kind", _("Both"), kinds)
        self._choose("show", _("All competencies"), [(GAP, _("With a gap"))])
        self._choose("focus", _("Largest gap"), [(one.key, str(one)) for one in competencies])

    def _choose(self, name: str, everything: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", everything), *choices]
        self._words |= {(name, value): label.strip() for value, label in choices}

    def filters(self) -> Filters:
        """The filters that are valid; what is wrong is said beside its field."""
        self.full_clean()
        given = self.cleaned_data
        return Filters(
            unit=self.units.get(given.get("unit", "")),
            position=self.positions.get(given.get("position", "")),
            kind=given.get("kind", ""),
            with_gap=given.get("show") == GAP,
            focus=self.competencies.get(given.get("focus", "")),
        )

    def applied(self) -> list[dict[str, str]]:
        """The filters in force, each with its words and the address of the board without it."""
        filters = self.filters()
        words = {name: self._words[name, self.cleaned_data[name]] for name in NAMES if self.cleaned_data.get(name)}
        if "show" in words:
            words["show"] = _("Competencies with a gap")
        if "focus" in words:
            words["focus"] = _("In detail: %(competency)s") % {"competency": words["focus"]}
        return [{"label": label, "url": f"?{filters.query(**{name: ''})}"} for name, label in words.items()]


def _depth(unit: Unit) -> str:
    depth: int = unit.depth
    return EM_SPACE * (depth - 1)
