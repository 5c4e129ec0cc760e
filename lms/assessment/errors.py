"""What can go wrong with a quiz, as a person reads it."""

from django.utils.translation import gettext_lazy as _

from lms.core.errors import NotAllowed, NotHere, Refused


class QuizGone(NotHere):
    """No build of this quiz can be asked."""

    code = "quiz-gone"
    sentence = _(
        "This quiz is no longer here. What you answered in it before is kept. "
        "Go back to your courses and open the lesson again."
    )


class ResultNotHere(NotHere):
    """The attempt does not exist or is somebody else's."""

    code = "quiz-attempt-not-found"
    sentence = _(
        "There is no quiz of yours at this address. Your own answers are kept. Open the quiz again from its lesson."
    )


class EmployeesOnly(NotAllowed):
    """A login without an employee behind it cannot give evidence."""

    code = "quiz-employees-only"
    sentence = _(
        "A quiz counts for the person who answers it, and your account is not linked to an employee. "
        "Nothing was saved. Ask Talent (HR) to link it if you work with customers."
    )


class AnswerUnfit(Refused):
    """What was sent is not an answer to this question."""

    code = "quiz-answer-unfit"
    sentence = _(
        "What was sent is not an answer to this question. Nothing new was saved, and your earlier answers are kept. "
        "Open the question again and choose from what it offers."
    )
