"""What the play pages send."""

from typing import Any, Literal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lms.core.errors import Refused
from scenarios.engine.events import Choose, Hint, Input, Rating, Timeout, Words

LONGEST_DWELL = 3_600_000
"""Milliseconds. A longer time means that somebody went away in between: it says nothing."""


class NothingSaid(Refused):
    """A turn was sent without an answer."""

    code = "nothing-said"
    sentence = _("Choose what you answer first. Nothing was recorded, and the conversation is where you left it.")


class BeginForm(forms.Form):
    """Start or rehearse, with or without a prediction."""

    mode = forms.ChoiceField(choices=[("assessed", ""), ("practice", "")])
    prediction = forms.TypedChoiceField(
        choices=[(number, str(number)) for number in range(11)], coerce=int, empty_value=None, required=False
    )


class TurnForm(forms.Form):
    """The envelope of a turn: which one it is, and the key that makes sending it twice harmless."""

    sequence = forms.IntegerField(min_value=0)
    token = forms.CharField(max_length=64)
    input = forms.ChoiceField(choices=[(name, name) for name in ("choose", "hint", "timeout", "text", "rating")])
    dwell_ms = forms.IntegerField(min_value=0, required=False)


Format = Literal["choose", "best_worst", "rate_all", "text", "audio"]


def given_of(envelope: dict[str, Any], posted: QueryDict) -> Input:
    """The engine's input of a posted turn. Raises `NothingSaid` for a turn without an answer."""
    dwell = envelope.get("dwell_ms") or 0
    dwell = dwell if dwell <= LONGEST_DWELL else 0
    match envelope["input"]:
        case "hint":
            return Hint()
        case "timeout":
            return Timeout(dwell_ms=dwell)
        case "text":
            return Words(_answer(posted, "text"), dwell_ms=dwell)
        case "rating":
            return Rating(_ratings(posted), dwell_ms=dwell)
        case _:
            return Choose(_answer(posted, "choice"), dwell_ms=dwell)


def _answer(posted: QueryDict, name: str) -> str:
    answer = posted.get(name, "")
    if not answer.strip():
        raise NothingSaid
    return answer


def _ratings(posted: QueryDict) -> dict[str, int]:
    """Either `rate-<choice>` = −2…2 for every reply, or `best` and `worst` naming one each."""
    if "best" in posted or "worst" in posted:
        best, worst = _answer(posted, "best"), _answer(posted, "worst")
        return {best: 2, worst: -2} if best != worst else {best: 2}
    rated = {name.removeprefix("rate-"): posted.get(name, "") for name in posted if name.startswith("rate-")}
    try:
        return {choice: int(value) for choice, value in rated.items()}
    except ValueError as error:
        raise NothingSaid from error
