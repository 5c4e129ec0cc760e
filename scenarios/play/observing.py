"""What a finished play showed about competencies."""

from fractions import Fraction
from math import floor

from lms.records.services import Observed
from scenarios.engine.analysis import points_of
from scenarios.engine.events import Chosen
from scenarios.engine.texts import in_locale
from scenarios.play.replay import Play

TOP = 4
"""Outcomes run from 0 to 4: the width of the experts' scale, so the best reply gives 4."""

HINTED = 0.5
LEAST_WEIGHT = 0.25


def attempt_weight(occasion: int) -> float:
    """What an attempt counts: the first 1, the second ½, every later one ¼."""
    return max(LEAST_WEIGHT, 0.5 ** (occasion - 1))


def outcome_of(centred: Fraction) -> int:
    """A centred value (0 at best, −4 at worst) as a category 0…4; halves go in the person's favour."""
    return max(0, TOP + floor(centred + Fraction(1, 2)))


def observe(play: Play, *, occasion: int, seen_before: bool, language: str) -> list[Observed]:
    """One observation for each competency a reply shows, where the options told replies apart and the key stands.

    Replies that experts dispute, that nobody rated, or among which no choice was better, show nothing. The weight of
    the attempt is shared among what a reply shows, and halved when a hint was asked for.
    """
    found: list[Observed] = []
    for event in play.events:
        if not isinstance(event, Chosen) or event.disputed or event.value is None or not event.opportunity:
            continue
        shows = tuple(dict.fromkeys(event.shows))
        weight = attempt_weight(occasion) * (HINTED if event.hinted else 1.0)
        found.extend(
            Observed(
                indicator=indicator,
                item=item_of(play.attempt.activity_key, event.scene, event.visit),
                outcome=outcome_of(points_of(event)),
                top=TOP,
                weight=weight / len(shows),
                label=_reply(play, event, language),
                context=_circumstances(event, occasion, seen_before),
            )
            for indicator in shows
        )
    return found


def item_of(key: str, scene: str, visit: int) -> str:
    """The scene across versions and languages; coming back to it is another item."""
    return f"scenario:{key}/{scene}" + (f"#{visit}" if visit > 1 else "")


def _reply(play: Play, event: Chosen, language: str) -> str:
    choice = next(item for item in play.build.scenes[event.scene].choices if item.id == event.choice)
    return in_locale(choice.text, language, play.build.definition.locales)


def _circumstances(event: Chosen, occasion: int, seen_before: bool) -> dict[str, object]:
    return {
        "scene": event.scene,
        "choice": event.choice,
        "centred": event.centred,
        "key_spread": event.spread,
        "key_source": event.source,
        "hinted": event.hinted,
        "seen_before": seen_before,
        "ordinal": occasion,
    }
