"""How an answer is graded, and what it says about a competency. Pure: no framework, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lms.assessment.definition import Question


class UnfitAnswer(ValueError):
    """The given options are not an answer to the question: none, too many, or not on offer."""


@dataclass(frozen=True, slots=True)
class GradedOption:
    """One option beside what was done with it. `belongs`: it is part of the answer; `given`: it was chosen."""

    id: str
    text: str
    given: bool
    belongs: bool
    feedback: str

    @property
    def hit(self) -> bool:
        """Whether choosing it, or leaving it, was right."""
        return self.given == self.belongs


@dataclass(frozen=True, slots=True)
class Graded:
    """A graded answer. `share` in 0..1 is what it earns; `outcome` of `top` is what the competency engine gets."""

    correct: bool
    share: float
    outcome: int
    top: int
    options: tuple[GradedOption, ...]

    @property
    def feedback(self) -> dict[str, str]:
        """What to say about each option, by its id."""
        return {option.id: option.feedback for option in self.options}


# The weight of an attempt as evidence: the first shows what a person knew; the later ones, also what they remember
# of the feedback they read.
WEIGHTS = (1.0, 0.5, 0.25)


def grade(question: Question, given: Iterable[str]) -> Graded:
    """Grade the option ids in `given`.

    One answer to give (`single`, `true_false`): right or wrong, share 1 or 0, outcome 0..1 of top 1.

    Several (`multiple`), with n options: every option is a small question of its own, "does it belong?", and counts
    when it was ticked rightly or left rightly: outcome = boxes set right, in 0..n of top n, share = outcome / n.
    Counting only the hits would give all of it to whoever ticks everything. Counting boxes, ticking all n earns r / n
    for r options that belong, which is what ticking none leaves to the others, (n − r) / n: the two blind strategies
    sum to 1, a coin for each box earns a half on average, and only the exact set earns 1. The engine receives the n + 1
    steps as they are and not "right or wrong", because three boxes of four say more than none.
    """
    chosen = frozenset(given)
    _require_fit(question, chosen)
    options = tuple(
        GradedOption(option.id, option.text, option.id in chosen, option.correct, option.feedback)
        for option in question.options
    )
    correct = chosen == question.right
    if not question.takes_several:
        return Graded(correct, float(correct), int(correct), 1, options)
    outcome = sum(option.hit for option in options)
    return Graded(correct, outcome / len(options), outcome, len(options), options)


def score(graded: Sequence[Graded]) -> float:
    """The score of a quiz in 0..1: the mean share, every question counting the same. Exact before it is rounded."""
    exact = sum((Fraction(one.outcome, one.top) for one in graded), Fraction(0))
    return float(exact / len(graded))


def evidence_weight(ordinal: int) -> float:
    """What attempt number `ordinal` (from 1) counts as evidence: 1, then ½, then ¼ for the third and every later."""
    return WEIGHTS[min(ordinal, len(WEIGHTS)) - 1]


def _require_fit(question: Question, chosen: frozenset[str]) -> None:
    if not chosen:
        raise UnfitAnswer(f"Nothing was given to the question {question.id}.")
    if not question.takes_several and len(chosen) > 1:
        raise UnfitAnswer(f"The question {question.id} takes one answer and {len(chosen)} were given.")
    if chosen - {option.id for option in question.options}:
        raise UnfitAnswer(f"Something was given that the question {question.id} does not offer.")
