"""A finished play looked at again: what happened, what it cost where, and what else could have been said."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from lms.records.models import Attempt
from lms.ui.figures.mood import MoodPoint
from scenarios.engine.analysis import RECOVERY_LOSS, points_of
from scenarios.engine.definition import Choice, OnTimeout, Text
from scenarios.engine.events import Chosen
from scenarios.engine.mood import MoodWord
from scenarios.engine.texts import in_locale
from scenarios.play.points import places_of, printed
from scenarios.play.replay import Play, Step
from scenarios.play.stage import Rule
from scenarios.play.transcript import Line, mine, transcript

MOMENTS_SHOWN = 3
TABLE_WORDS = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A turn looked at again. `lost` is its regret as printed, `upto` the number of inputs before it.

    `why` speaks of the reply given, `best_why` of the one that worked better. Ratings are the experts', −2…+2;
    `source` says whose key it is.
    """

    id: str
    pin: str
    title: str
    turn: int
    lost: Fraction
    customer: str
    customer_name: str
    mine: str
    silent: bool
    best: str
    why: str
    best_why: str
    mine_ratings: tuple[int, ...]
    best_ratings: tuple[int, ...]
    source: str
    facts: tuple[Rule, ...]
    upto: int
    gained: float = 0.0

    @property
    def cost(self) -> float:
        """`lost` for a template."""
        return float(self.lost)


@dataclass(frozen=True, slots=True)
class Debrief:
    """The whole page. Points are printed so that got + lost = most, and the losses of the moments sum to `lost`."""

    title: str
    outcome: str
    sentence: str
    kind: str
    endings: int
    advice: str
    got: Fraction | None
    most: Fraction | None
    lost: Fraction
    places: int
    prediction: int | None
    felt_at_end: float
    mood_from: MoodWord
    mood_to: MoodWord
    lowest_turn: int
    customer: str
    points: tuple[MoodPoint, ...]
    moments: tuple[Moment, ...]
    smaller: tuple[Moment, ...]
    recoveries: tuple[Moment, ...]
    disputed: tuple[Moment, ...]
    ending_lines: tuple[Line, ...]
    lines: tuple[Line, ...]
    opening: str
    questions: tuple[str, ...]
    on_disputed: str
    closing: str
    unknown: str


class _Teller:
    """Texts of one play in one language."""

    def __init__(self, play: Play, language: str) -> None:
        self.play = play
        self.language = language
        self.lines = transcript(play, language)

    def __call__(self, text: Text | None) -> str:
        return in_locale(text, self.language, self.play.build.definition.locales)


def debrief_of(play: Play, language: str) -> Debrief:
    """The debrief of a finished play, from its stored summary and its own words."""
    tell = _Teller(play, language)
    attempt, definition = play.attempt, play.build.definition
    summary: dict[str, Any] = attempt.result.summary
    scene = play.build.scenes[summary["outcome"]]
    exact = [_fraction(turn["lost"]) for turn in summary["turns"]]
    places = places_of(exact)
    shown = printed(exact, places)
    moments = _moments(tell, summary, shown)
    recovered = _recoveries(tell, summary)
    mood, told = summary["mood"], definition.debrief
    customer = next((member for member in definition.cast if member.role == "customer"), None)
    lost = sum(shown, Fraction(0))
    most = _most(summary, places)
    meaning, outcome = tell(scene.meaning), tell(scene.title)
    return Debrief(
        title=tell(definition.title),
        outcome=outcome,
        sentence=meaning or outcome,
        kind=summary["kind"],
        endings=sum(1 for one in definition.scenes if one.ending),
        advice=tell(scene.next_step),
        got=None if most is None else most - lost,
        most=most,
        lost=lost,
        places=places,
        prediction=summary.get("prediction"),
        felt_at_end=mood[-1]["value"],
        mood_from=mood[0]["word"],
        mood_to=mood[-1]["word"],
        lowest_turn=min(mood, key=lambda felt: felt["value"])["turn"],
        customer=customer.name if customer is not None else "",
        points=_mood_points(tell, mood, (*moments[:MOMENTS_SHOWN], *recovered)),
        moments=moments[:MOMENTS_SHOWN],
        smaller=moments[MOMENTS_SHOWN:],
        recoveries=recovered,
        disputed=_disputed(tell, summary),
        ending_lines=tuple(line for line in tell.lines if line.turn == play.state.turn and line.kind != "me"),
        lines=tell.lines,
        opening=tell(told.opening) if told is not None else "",
        questions=tuple(tell(question) for question in told.questions) if told is not None else (),
        on_disputed=tell(told.on_disputed) if told is not None else "",
        closing=tell(told.closing) if told is not None else "",
        unknown=tell(customer.tonight) if customer is not None else "",
    )


def closing_of(attempt: Attempt, play: Play, language: str) -> str:
    """What is said to someone who left: the scenario's own closing words."""
    told = play.build.definition.debrief
    return in_locale(told.closing, language, play.build.definition.locales) if told is not None else ""


def _fraction(points: float) -> Fraction:
    """The exact points behind a stored number: ratings are small whole numbers, so their means have small divisors."""
    return Fraction(points).limit_denominator(10_000)


def _most(summary: dict[str, Any], places: int) -> Fraction | None:
    """The points between the worst and the best finished play, as printed; None where plays cannot differ."""
    low, high = summary["points"]["min"], summary["points"]["max"]
    if low is None or high is None or low == high:
        return None
    return printed((_fraction(high) - _fraction(low),), places)[0]


def _moments(tell: _Teller, summary: dict[str, Any], shown: tuple[Fraction, ...]) -> tuple[Moment, ...]:
    """The turns that lost something, the costliest first; equals in the order they happened."""
    costly = [at for at, turn in enumerate(summary["turns"]) if turn["lost"] > 0]
    costly.sort(key=lambda at: (-summary["turns"][at]["lost"], at))
    return tuple(
        _moment(tell, summary["turns"][at], at, pin=str(number), lost=shown[at])
        for number, at in enumerate(costly, start=1)
    )


def _recoveries(tell: _Teller, summary: dict[str, Any]) -> tuple[Moment, ...]:
    """The best available reply right after a mistake, with what it did to the mood."""
    found: list[Moment] = []
    before = Fraction(0)
    for at, step in enumerate(tell.play.turns):
        marked = step.marked
        good = isinstance(marked, Chosen) and marked.opportunity and marked.value == marked.best
        if good and before >= RECOVERY_LOSS and not found:
            gained = summary["mood"][at + 1]["value"] - summary["mood"][at]["value"]
            found.append(_moment(tell, summary["turns"][at], at, pin="+", gained=round(gained, 1)))
        before = -points_of(marked) if marked is not None else Fraction(0)
    return tuple(found)


def _disputed(tell: _Teller, summary: dict[str, Any]) -> tuple[Moment, ...]:
    return tuple(_moment(tell, turn, at, pin="?") for at, turn in enumerate(summary["turns"]) if turn["disputed"])


def _moment(
    tell: _Teller, turn: dict[str, Any], at: int, *, pin: str, lost: Fraction = Fraction(0), gained: float = 0.0
) -> Moment:
    play, step = tell.play, tell.play.turns[at]
    scene = play.build.scenes[turn["scene"]]
    by_id = {choice.id: choice for choice in scene.choices}
    given: Choice | OnTimeout | None = by_id.get(turn["choice"] or "")
    if given is None and scene.timer is not None:
        given = scene.timer.on_timeout
    better = _better(play, step, turn, by_id) if lost > 0 else None
    heard = _heard(tell, turn["turn"])
    cited = {*(given.basis if isinstance(given, Choice) else ()), *(better.basis if better is not None else ())}
    keys = play.build.keys[scene.id]
    return Moment(
        id=f"moment-{turn['turn']}",
        pin=pin,
        title=tell(scene.title),
        turn=turn["turn"],
        lost=lost,
        customer=heard.text if heard is not None else "",
        customer_name=heard.who if heard is not None else "",
        mine=mine(play.build, step, tell.language).text,
        silent=not isinstance(given, Choice),
        best=tell(better.text) if better is not None else "",
        why=tell(given.rationale) if given is not None else "",
        best_why=tell(better.rationale) if better is not None else "",
        mine_ratings=given.ratings if given is not None else (),
        best_ratings=better.ratings if better is not None else (),
        source=keys[given.id].source if isinstance(given, Choice) else "unrated",
        facts=tuple(Rule(tell(one.title), tell(one.text)) for one in play.build.definition.facts if one.id in cited),
        upto=play.steps.index(step),
        gained=gained,
    )


def _better(play: Play, step: Step, turn: dict[str, Any], by_id: dict[str, Choice]) -> Choice | None:
    """Of the replies that would have lost nothing, the one the experts value most."""
    keys = play.build.keys[step.before.scene]
    free = [name for name in turn["best"] if keys[name].scored and name != turn["choice"]]
    best = max(free, key=lambda name: keys[name].value or Fraction(-2), default=None)
    return by_id[best] if best is not None else None


def _heard(tell: _Teller, turn: int) -> Line | None:
    """The last thing somebody said before the reply of this turn."""
    spoken = [line for line in tell.lines if line.turn == turn - 1 and line.kind in ("customer", "other")]
    customers = [line for line in spoken if line.kind == "customer"]
    heard = customers or spoken
    return heard[-1] if heard else None


def _mood_points(tell: _Teller, mood: list[dict[str, Any]], pinned: tuple[Moment, ...]) -> tuple[MoodPoint, ...]:
    pins = {moment.turn: moment for moment in reversed(pinned)}
    said = {step.after.turn: mine(tell.play.build, step, tell.language).text for step in tell.play.turns}
    points = []
    for felt in mood:
        moment = pins.get(felt["turn"])
        points.append(
            MoodPoint(
                turn=felt["turn"],
                value=felt["value"],
                said=_short(said[felt["turn"]]) if felt["turn"] else _("(at the start)"),
                pin=moment.pin if moment is not None else "",
                href=f"#{moment.id}" if moment is not None else "",
                label=_pin_label(moment) if moment is not None else "",
            )
        )
    return tuple(points)


def _pin_label(moment: Moment) -> str:
    if moment.pin == "+":
        return _("Good moment, turn %(turn)s") % {"turn": moment.turn}
    return _("Moment %(number)s, turn %(turn)s") % {"number": moment.pin, "turn": moment.turn}


def _short(sentence: str) -> str:
    if len(sentence) <= TABLE_WORDS:
        return sentence
    return sentence[:TABLE_WORDS].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
