"""What is said about an answer and about a whole quiz."""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.assessment.definition import Question, QuestionKind
from lms.assessment.grading import Graded, GradedOption
from lms.assessment.selectors import Standing

Choice = dict[str, str | SafeString]


def verdict(question: Question, graded: Graded) -> str:
    """One sentence for one answer."""
    if graded.correct:
        return _("That is right.")
    if not question.takes_several:
        return _("Not this time.")
    return ngettext(
        "%(hits)s of the %(total)s boxes is as it should be.",
        "%(hits)s of the %(total)s boxes are as they should be.",
        graded.outcome,
    ) % {"hits": graded.outcome, "total": graded.top}


def choices(question: Question, graded: Graded) -> list[Choice]:
    """The options of an answered question for the `choice` component: which were right, and why."""
    return [
        {
            "label": option.text,
            "state": "right" if option.belongs else "still",
            "more": _why(question, option),
        }
        for option in graded.options
    ]


def _why(question: Question, option: GradedOption) -> str | SafeString:
    """What was done with an option, and its feedback. An option nobody had to think about says nothing."""
    said = _said_of_several(option) if question.takes_several else _said_of_one(question, option)
    if not said:
        return option.feedback if question.takes_several else ""
    return format_html("<strong>{}</strong> {}", said, conditional_escape(option.feedback))


def _said_of_one(question: Question, option: GradedOption) -> str:
    if option.given and not option.belongs:
        return _("Your answer.")
    if not option.belongs:
        return ""
    if question.kind is QuestionKind.TRUE_FALSE:
        return _("You chose it, and it is right.") if option.given else _("This was the right one.")
    return _("You chose it, and it is the best one.") if option.given else _("This was the best one.")


def _said_of_several(option: GradedOption) -> str:
    if option.given:
        return _("You ticked it, and it belongs.") if option.belongs else _("You ticked it, and it does not belong.")
    return _("It belongs, and you left it out.") if option.belongs else ""


def score_sentence(reached: Standing) -> str:
    """The result of a quiz in words."""
    right, total = sum(answered.graded.correct for answered in reached.answered), reached.total
    if total == 1:
        return _("You got the question right.") if right else _("The question did not come out right this time.")
    if right == total:
        return _("You got all %(total)s questions right.") % {"total": total}
    if right == 0:
        return _("None of the %(total)s questions came out right this time.") % {"total": total}
    return ngettext(
        "You got %(right)s of the %(total)s questions right.",
        "You got %(right)s of the %(total)s questions right.",
        right,
    ) % {"right": right, "total": total}


def weight_sentence(ordinal: int) -> str:
    """What a finished attempt counts."""
    if ordinal == 1:
        return _("It was your first attempt, so it counts in full.")
    if ordinal == 2:
        return _("It was your second attempt: it counts half, because you had already read the answers.")
    return _("It was attempt %(ordinal)s: it counts a quarter, because you had already read the answers.") % {
        "ordinal": ordinal
    }


def weight_notice(ordinal: int) -> str:
    """What an attempt will count, said before it begins."""
    if ordinal == 1:
        return _("Answer what you would really do. The first attempt is the one that counts in full.")
    if ordinal == 2:
        return _("You can repeat it whenever you like. This attempt counts half, because you already read the answers.")
    return _(
        "You can repeat it whenever you like. This attempt counts a quarter, because you already read the answers."
    )
