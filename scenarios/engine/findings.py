"""What the checks say: stable codes, English sentences with named parameters to be translated, and the way out.

A sentence is a `%`-format with named parameters. `message_key` is the code, or `code/variant` where one code has more
than one sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for the translators' catalogue and returns it; whoever shows it translates it."""
    return sentence


MESSAGES: Mapping[str, tuple[str, str]] = {
    "E01": (
        gettext_noop("This turn leads to the scene “%(target)s”, which does not exist."),
        gettext_noop("Choose an existing scene as the target, or write that scene."),
    ),
    "E01/start": (
        gettext_noop("The scenario starts in the scene “%(target)s”, which does not exist."),
        gettext_noop("Choose which scene comes first."),
    ),
    "E01/interrupt": (
        gettext_noop("The interruption “%(interrupt)s” names the scene “%(target)s”, which does not exist."),
        gettext_noop("Choose an existing scene in the interruption."),
    ),
    "E01/replay": (
        gettext_noop("This ending offers to play again from the scene “%(target)s”, which does not exist."),
        gettext_noop("Choose an existing scene to play again from."),
    ),
    "E02": (
        gettext_noop("Nobody can reach the scene “%(scene)s”."),
        gettext_noop("Lead some turn to it, or remove it."),
    ),
    "E02/conditions": (
        gettext_noop("Turns lead to the scene “%(scene)s”, but their conditions never hold, so nobody reaches it."),
        gettext_noop("Loosen the conditions on the way to it, or remove it."),
    ),
    "E03": (
        gettext_noop("The scene “%(scene)s” is not an ending and nothing can be answered in it."),
        gettext_noop("Add a choice, or mark the scene as an ending."),
    ),
    "E03/target": (
        gettext_noop("This turn does not say where it leads."),
        gettext_noop("Choose its target."),
    ),
    "E03/branch": (
        gettext_noop("Sometimes none of the conditions of this turn's targets holds, and the play stops there."),
        gettext_noop("Add a last target without a condition."),
    ),
    "E04": (
        gettext_noop("These scenes only lead to each other, and nobody gets out: %(scenes)s."),
        gettext_noop("Lead one of their turns to a scene outside the loop."),
    ),
    "E05": (
        gettext_noop("It is possible to arrive in the scene “%(scene)s” with no choice available."),
        gettext_noop("Leave at least one choice without a condition."),
    ),
    "E06": (
        gettext_noop("From the scene “%(scene)s” no ending can be reached."),
        gettext_noop("Lead one of its paths to an ending."),
    ),
    "E06/none": (
        gettext_noop("No ending can be reached from the start."),
        gettext_noop("Mark a scene as an ending and lead a path to it."),
    ),
    "E06/conditions": (
        gettext_noop("It is possible to be in the scene “%(scene)s” in a way that never reaches an ending."),
        gettext_noop("Loosen the conditions on the way out of it."),
    ),
    "E07": (
        gettext_noop("The worse choice “%(worse)s” ends up counting more than the better one “%(better)s”."),
        gettext_noop("Count each choice against the best in its scene (centre: best_available_in_scene)."),
    ),
    "E08": (
        gettext_noop("“%(variable)s” is used here but is not declared."),
        gettext_noop("Declare the variable, or correct its name."),
    ),
    "E08/value": (
        gettext_noop("“%(variable)s” can never be %(value)s."),
        gettext_noop("Use one of its values, or declare this one."),
    ),
    "E08/operator": (
        gettext_noop("“%(operator)s” does not work with “%(variable)s”."),
        gettext_noop("Use add, gte and lte with numbers only; use set, eq and ne with the rest."),
    ),
    "E09": (
        gettext_noop("The id “%(id)s” is used more than once."),
        gettext_noop("Give each scene, choice and other element an id of its own."),
    ),
    "E09/reserved": (
        gettext_noop("“%(id)s” is the name of part of the customer's mood and cannot name a variable."),
        gettext_noop("Give the variable another name."),
    ),
    "W01": (
        gettext_noop("No good ending can be reached."),
        gettext_noop("Loosen the conditions of the good ending, or mark an ending as good."),
    ),
    "W02": (
        gettext_noop("All the choices of the scene “%(scene)s” are worth the same."),
        gettext_noop("Make one of them clearly better, or rate them again."),
    ),
    "W03/first": (
        gettext_noop("The best choice is the first one in %(count)s of %(total)s scenes."),
        gettext_noop("Change the order of some choices."),
    ),
    "W03/longest": (
        gettext_noop("The best choice is the longest one in %(count)s of %(total)s scenes (%(locale)s)."),
        gettext_noop("Shorten some of the best choices or lengthen others."),
    ),
    "W04": (
        gettext_noop("“%(competency)s” can be shown in %(count)s scenes; it needs at least two to tell anything."),
        gettext_noop("Add a scene where the choices tell it apart, or stop declaring it."),
    ),
    "W05": (
        gettext_noop("The condition “%(condition)s” never holds: the mood does not get there."),
        gettext_noop("Change the threshold, or the effects that lead to it."),
    ),
    "W06": (
        gettext_noop("Always picking choice %(slot)s reaches a good ending."),
        gettext_noop("Change the order of the choices in one of the scenes on that path."),
    ),
    "W07": (
        gettext_noop("%(percent)s out of 100 people answering at random would get the highest score."),
        gettext_noop("Add scenes where the choices differ, or rate them more finely."),
    ),
    "W07/flat": (
        gettext_noop("Every play gets the same score."),
        gettext_noop("Rate the choices so that some are better than others."),
    ),
    "W08": (
        gettext_noop("The text “%(place)s” is missing in: %(locales)s."),
        gettext_noop("Translate it, or stop declaring that locale."),
    ),
    "W10": (
        gettext_noop("The experts disagree about this choice (spread %(spread)s), so it is shown but not scored."),
        gettext_noop("Keep it if the disagreement teaches something; otherwise rewrite it and have it rated again."),
    ),
    "W10/marked": (
        gettext_noop("This choice is marked as disputed, so it is shown but not scored."),
        gettext_noop("Keep the mark if the disagreement teaches something; otherwise remove it."),
    ),
    "W11": (
        gettext_noop("A play takes up to %(minutes)s minutes and %(stated)s are announced."),
        gettext_noop("Announce more minutes, or shorten the texts."),
    ),
    "W13": (
        gettext_noop("Nobody has rated this choice, so it does not count."),
        gettext_noop("Ask the experts to rate it, or give it your own value."),
    ),
    "W14": (
        gettext_noop("“%(name)s” is named here (%(place)s) but not declared in the scenario."),
        gettext_noop("Declare it, or correct the name."),
    ),
    "W14/ratings": (
        gettext_noop("This choice has %(count)s ratings and there are %(experts)s experts."),
        gettext_noop("Write one rating per expert, in their order."),
    ),
    "W15": (
        gettext_noop("There are more than %(most)s possible situations; the checks looked at those only."),
        gettext_noop("Use fewer variables, or treat the results as incomplete."),
    ),
}
"""Message key → (what is wrong, what to do)."""


@dataclass(frozen=True, slots=True)
class Where:
    """The place in the scenario: a scene, a choice of it, or the whole when both are None."""

    scene: str | None = None
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the checks found. Errors keep a scenario from being published; warnings never do."""

    message_key: str
    where: Where = Where()
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.message_key.partition("/")[0]

    @property
    def severity(self) -> Severity:
        return "error" if self.message_key.startswith("E") else "warning"

    @property
    def message(self) -> str:
        """The English format string: the msgid to translate."""
        return MESSAGES[self.message_key][0]

    @property
    def fix(self) -> str:
        """What to do, in English: the msgid to translate. It has no parameters."""
        return MESSAGES[self.message_key][1]

    def __str__(self) -> str:
        place = " › ".join(part for part in (self.where.scene, self.where.choice) if part)
        return f"{self.code} {place + ': ' if place else ''}{self.message % self.params} {self.fix}"
