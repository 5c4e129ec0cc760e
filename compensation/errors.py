"""What can go wrong in a review, in sentences. None of them repeats an amount of anybody's pay."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from compensation.allocation.explain import MONEY_PARAMS, SHARE_PARAMS
from compensation.allocation.wording import AllocationError, Sentence
from lms.core.errors import Conflict, Refused
from lms.ui import formats


class RulesRefused(Refused):
    """A policy, a band or a budget that cannot be used; `details["problems"]` has one sentence for each thing."""

    code = "pay-rules-refused"


class NothingToReview(Refused):
    """A cycle over a unit where nobody can be reviewed."""

    code = "review-empty"
    sentence = gettext_lazy(
        "Nobody in this unit could be reviewed, so there is nothing to send. What was computed is kept. "
        "Complete what is missing for the people left out, and compute again."
    )


class WrongState(Conflict):
    """The cycle is not in a state that allows this step."""

    code = "review-wrong-state"
    sentence = gettext_lazy(
        "This review cycle has moved on in the meantime, so this step was not taken. Everything before it is kept. "
        "Load the cycle again to see where it stands."
    )


class FiguresChanged(Conflict):
    """What would be decided is not what was shown."""

    code = "review-figures-changed"
    sentence = gettext_lazy(
        "The figures changed after you opened the page, so nothing was decided. Load the cycle again and read it "
        "before you decide."
    )


class PayChanged(Conflict):
    """Somebody's pay or post changed after the computation."""

    code = "review-pay-changed"
    sentence = gettext_lazy(
        "Somebody's pay was recorded again after this was computed, so nothing was published. "
        "Return the cycle, compute it again and have it approved."
    )


class OwnCycle(Conflict):
    """Proposer and approver have to be two people."""

    code = "review-own-cycle"
    sentence = gettext_lazy(
        "You opened, computed or sent this cycle, so somebody else has to decide. Nothing was changed. "
        "Ask another approver to open it."
    )


class OwnPay(Conflict):
    """Nobody decides about their own pay."""

    code = "review-own-pay"
    sentence = gettext_lazy(
        "Your own pay is in this cycle, so you cannot decide about it. Nothing was changed. "
        "Ask an approver from outside the cycle to open it."
    )


def in_words(sentence: Sentence, currency: str = "COP") -> str:
    """A sentence of the allocation in the active language, its amounts and shares written out."""
    return _(sentence.template) % {name: _written(name, value, currency) for name, value in sentence.params.items()}


def _written(name: str, value: Any, currency: str) -> Any:
    language = get_language() or "es"
    if name in MONEY_PARAMS:
        return formats.money(value, language=language, currency=currency)
    if name in SHARE_PARAMS:
        places = 0 if value == formats.rounded(value, 2) else 1
        return formats.percent(value, language=language, places=places)
    return value


# The allocation's own sentences about these repeat a budget or a band; these do not.
_WITHOUT_AMOUNTS = {
    "pools_exceed_budget": gettext_lazy(
        "The policy's pools need more than this budget. Raise the budget or choose another policy."
    ),
    "merit_exceeds_pool": gettext_lazy("The merit amounts cost more than the merit pool. Lower them or enlarge it."),
    "budget": gettext_lazy("The budget must be an amount above zero."),
    "band_order": gettext_lazy(
        "A band needs a minimum above zero, a midpoint not below it, and a maximum not below the midpoint and above "
        "the minimum. Correct the three amounts."
    ),
}


def refused(error: AllocationError) -> RulesRefused:
    """An error of the allocation as the site and the API report it."""
    problems = [str(_WITHOUT_AMOUNTS.get(each.code) or in_words(each)) for each in error.problems]
    return RulesRefused(" ".join(problems), details={"problems": problems})
