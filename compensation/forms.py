"""Forms of a review: what HR opens a cycle with, and why an approver returns one."""

import re
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from compensation.models import Policy
from lms.core.localized import Localized
from lms.people.models import Unit
from lms.ui import formats

_WRITTEN = {
    "es": re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]{1,3})?"),
    "en": re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]{1,3})?"),
}


class AmountField(forms.CharField):
    """An amount of money as it is written in the active language: 5.000.000,00 or 5,000,000.00."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """The amount as a decimal; None when nothing was written."""
        text = re.sub(r"[\s$]", "", str(super().to_python(value) or ""))
        if not text:
            return None
        family = formats.family(get_language() or "es")
        if len(text) > 18 or not _WRITTEN[family].fullmatch(text):
            example = formats.decimal_text(Decimal(5_000_000), language=family)
            raise ValidationError(_("Write an amount such as %(example)s.") % {"example": example}, code="amount")
        thousands, point = (".", ",") if family == "es" else (",", ".")
        return Decimal(text.replace(thousands, "").replace(point, "."))

    def validate(self, value: Any) -> None:
        """Required means that something was written; zero is something."""
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """The text validators of the parent do not apply to a number."""


class UnitChoice(forms.ModelChoiceField[Unit]):
    """Units as a tree."""

    def label_from_instance(self, obj: Any) -> str:
        """The unit's name, indented by its depth."""
        return f"{'— ' * (obj.depth - 1)}{obj}"


class PolicyChoice(forms.ModelChoiceField[Policy]):
    """Policies, the latest first."""

    def label_from_instance(self, obj: Any) -> str:
        """The version and the day it was written."""
        written = formats.day(obj.created_at.date(), language=get_language() or "es")
        return _("Policy %(version)s, of %(day)s") % {"version": obj.version, "day": written}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CycleForm(forms.Form):
    """Opening a review cycle. `token` makes sending it twice open one."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("Its people read it on their receipts. For example, “Pay review 2026”."),
    )
    unit = UnitChoice(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        empty_label=gettext_lazy("Choose a unit"),
        help_text=gettext_lazy("Everybody in it and in the units below it."),
    )
    cut_off = forms.DateField(
        label=gettext_lazy("Evidence counts until"),
        widget=_day(),
        help_text=gettext_lazy("Posts and role fit are taken as they were at the end of this day."),
    )
    effective_on = forms.DateField(
        label=gettext_lazy("Paid from"), widget=_day(), help_text=gettext_lazy("The first day of the new salaries.")
    )
    budget = AmountField(
        label=gettext_lazy("Budget a month"),
        help_text=gettext_lazy("In Colombian pesos: how much more all the salaries together may cost."),
    )
    policy = PolicyChoice(label=gettext_lazy("Policy"), queryset=Policy.objects.none(), empty_label=None)
    token = forms.UUIDField(widget=forms.HiddenInput)

    field_order = ["name", "unit", "cut_off", "effective_on", "budget", "policy", "token"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"token": uuid4()})
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.order_by("path")  # type: ignore[attr-defined]  # a choice of rows
        self.fields["policy"].queryset = Policy.objects.all()  # type: ignore[attr-defined]  # a choice of rows

    def values(self) -> dict[str, Any]:
        """What `services.open_cycle` takes."""
        language = formats.family(get_language() or "es")
        return {**self.cleaned_data, "name": Localized({language: self.cleaned_data["name"]})}

    def take_problems(self, problems: dict[str, str]) -> None:
        """Show each problem beside its field."""
        for name, problem in problems.items():
            self.add_error(name if name in self.fields else None, problem)


class ReturnForm(forms.Form):
    """Returning a cycle: the reason is read by whoever opened it."""

    reason = forms.CharField(
        label=gettext_lazy("What has to change?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Whoever opened the cycle reads it. Write no amounts and no reasons of health."),
        error_messages={"required": gettext_lazy("Say what has to change, so that whoever opened the cycle knows.")},
    )


def first_of_next_month(today: date) -> date:
    """When new pay usually begins."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)
