"""Taking a quiz through its services."""

import uuid
from collections.abc import Sequence

import pytest
from django.utils import translation

from lms.assessment import services
from lms.assessment.errors import AnswerUnfit, EmployeesOnly, QuizGone
from lms.assessment.selectors import KIND, lesson_of, own_quiz_attempt, quiz_in, standing
from lms.core.errors import NotHere
from lms.core.models import OutboxEvent
from lms.courses.models import LessonPage, PublishedQuiz
from lms.people.models import User
from lms.records.models import Attempt, Observation, Response
from lms.records.services import AlreadyFinished, OutOfTurn
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.quizzes import definition, publish_quiz, published_quiz
from tests.factories.records import AttemptFactory

pytestmark = pytest.mark.django_db

ANSWERS: dict[str, Sequence[str]] = {"q-single": ["b"], "q-multiple": ["a", "b"], "q-true_false": ["v"]}


def person() -> User:
    user = EmployeeFactory.create().user
    assert user is not None
    return user


def take(actor: User, activity_key: str, answers: dict[str, Sequence[str]] = ANSWERS) -> Attempt:
    """A whole attempt; by default one question right, two boxes of four, one question wrong."""
    attempt = services.start_quiz(actor=actor, activity_key=activity_key)
    for question, given in answers.items():
        services.answer(actor=actor, attempt=attempt, question_id=question, given=given, token=f"t-{question}")
    return Attempt.objects.get(pk=attempt.pk)


def seen(attempt: Attempt) -> list[tuple[object, ...]]:
    rows = Observation.objects.filter(attempt=attempt).order_by("pk")
    return list(rows.values_list("indicator", "item", "outcome", "top", "weight", "difficulty", "label", "context"))


@pytest.mark.parametrize(("active", "pinned"), [("es", "es"), ("en", "en")])
def test_start_quiz_pins_the_build_of_the_active_language(active: str, pinned: str) -> None:
    key = published_quiz()
    with translation.override(active):
        attempt = services.start_quiz(actor=person(), activity_key=key)
    assert (attempt.build.locale, attempt.kind, attempt.mode, attempt.context) == (
        pinned, KIND, "assessed", {"language": pinned},
    )  # fmt: skip


def test_start_quiz_without_a_translation_takes_another_language() -> None:
    key = published_quiz(languages=("es",))
    with translation.override("en"):
        assert services.start_quiz(actor=person(), activity_key=key).build.locale == "es"


def test_start_quiz_takes_what_is_published_now_and_not_the_newest_build() -> None:
    key = published_quiz(languages=("es",))
    lesson = LessonPage.objects.get()
    first = PublishedQuiz.objects.get().build
    newer = publish_quiz(lesson, key, definition("es", str(lesson.translation_key), title="Otro")).build
    back = publish_quiz(lesson, key, first.definition).build
    assert newer.pk != back.pk == first.pk
    assert services.start_quiz(actor=person(), activity_key=key).build == first


@pytest.mark.parametrize("how", ["unknown", "unpublished", "removed", "broken"])
def test_start_quiz_that_cannot_be_asked_is_gone(how: str) -> None:
    key = published_quiz(languages=("es",), **({"questions": []} if how == "broken" else {}))
    if how == "unpublished":
        LessonPage.objects.get().unpublish()
    if how == "removed":
        PublishedQuiz.objects.all().delete()
    with pytest.raises(QuizGone):
        services.start_quiz(actor=person(), activity_key="nothing" if how == "unknown" else key)
    assert Attempt.objects.count() == 0


def test_start_quiz_without_an_employee_is_refused() -> None:
    with pytest.raises(EmployeesOnly):
        services.start_quiz(actor=UserFactory.create(), activity_key=published_quiz())


def test_start_quiz_again_goes_on_with_the_pinned_build() -> None:
    key, actor = published_quiz(languages=("es",)), person()
    attempt = services.start_quiz(actor=actor, activity_key=key)
    lesson = LessonPage.objects.get()
    publish_quiz(lesson, key, definition("es", str(lesson.translation_key), title="Otro"))
    again = services.start_quiz(actor=actor, activity_key=key)
    assert (again, again.build) == (attempt, attempt.build)


def test_answer_is_kept_as_given_and_graded_at_once() -> None:
    actor = person()
    attempt = services.start_quiz(actor=actor, activity_key=published_quiz())
    receipt = services.answer(actor=actor, attempt=attempt, question_id="q-single", given=["a"], token="t")
    assert (receipt.graded.correct, receipt.is_new, receipt.finished) == (False, True, False)
    assert list(Response.objects.values_list("sequence", "token", "given")) == [
        (0, "t", {"question": "q-single", "options": ["a"]})
    ]
    reached = standing(attempt)
    assert (reached.current, reached.total, reached.answered[0].graded) == (2, 3, receipt.graded)


def test_answer_twice_with_one_token_counts_the_first() -> None:
    actor = person()
    attempt = services.start_quiz(actor=actor, activity_key=published_quiz())
    services.answer(actor=actor, attempt=attempt, question_id="q-single", given=["b"], token="t")
    again = services.answer(actor=actor, attempt=attempt, question_id="q-single", given=["a"], token="t")
    assert (again.graded.correct, again.is_new) == (True, False)
    assert Response.objects.count() == 1


@pytest.mark.parametrize("question", ["q-single", "q-true_false"])
def test_answer_out_of_turn_is_refused_and_keeps_the_first(question: str) -> None:
    actor = person()
    attempt = services.start_quiz(actor=actor, activity_key=published_quiz())
    services.answer(actor=actor, attempt=attempt, question_id="q-single", given=["b"], token="t")
    given = ANSWERS[question]
    with pytest.raises(OutOfTurn):
        services.answer(actor=actor, attempt=attempt, question_id=question, given=given, token="other")
    assert [row.given["options"] for row in Response.objects.all()] == [["b"]]


@pytest.mark.parametrize(
    ("question", "given"),
    [("q-single", []), ("q-single", ["a", "b"]), ("q-single", ["z"]), ("no-such", ["a"])],
)
def test_answer_that_does_not_fit_is_refused(question: str, given: list[str]) -> None:
    actor = person()
    attempt = services.start_quiz(actor=actor, activity_key=published_quiz())
    with pytest.raises(AnswerUnfit):
        services.answer(actor=actor, attempt=attempt, question_id=question, given=given, token="t")
    assert Response.objects.count() == 0


def test_answer_last_question_finishes_with_exact_score_and_observations() -> None:
    key = published_quiz()
    attempt = take(person(), key)
    assert attempt.result.score == 0.5
    assert attempt.result.summary == {"questions": 3, "correct": 1}
    context = {"attempt": 1}
    assert seen(attempt) == [
        ("active-listening", f"quiz:{key}/q-single", 1, 1, 1.0, -0.5, "¿Cuál respuesta nombra lo que pasó?", context),
        ("transparency", f"quiz:{key}/q-multiple", 2, 4, 1.0, 0.4, "Marca lo que le debes a quien espera.", context),
        ("humility", f"quiz:{key}/q-true_false", 0, 1, 1.0, 0.0, "Pedir perdón y corregir son lo mismo.", context),
    ]
    events = list(OutboxEvent.objects.filter(name="records.attempt-finished").values_list("payload", flat=True))
    assert [event["attempt_id"] for event in events] == [attempt.pk]


def test_answer_after_the_end_is_refused_and_the_last_one_repeated_is_not() -> None:
    actor = person()
    attempt = take(actor, published_quiz())
    repeated = services.answer(
        actor=actor, attempt=attempt, question_id="q-true_false", given=["v"], token="t-q-true_false"
    )
    assert (repeated.is_new, repeated.finished) == (False, True)
    with pytest.raises(AlreadyFinished):
        services.answer(actor=actor, attempt=attempt, question_id="q-true_false", given=["f"], token="new")
    assert Observation.objects.count() == 3
    assert OutboxEvent.objects.filter(name="records.attempt-finished").count() == 1


def test_later_attempts_weigh_half_and_then_a_quarter() -> None:
    key, actor = published_quiz(), person()
    attempts = [take(actor, key) for _ in range(4)]
    weights = [
        set(Observation.objects.filter(attempt=attempt).values_list("weight", flat=True)) for attempt in attempts
    ]
    assert weights == [{1.0}, {0.5}, {0.25}, {0.25}]
    contexts = Observation.objects.order_by("attempt__ordinal").values_list("context", flat=True)
    assert list(contexts)[::3] == [{"attempt": 1}, {"attempt": 2}, {"attempt": 3}, {"attempt": 4}]


def test_question_without_a_competency_is_scored_and_not_observed() -> None:
    questions = definition("es")["questions"]
    questions[0]["competency"] = ""
    attempt = take(person(), published_quiz(languages=("es",), questions=questions))
    assert [row[0] for row in seen(attempt)] == ["transparency", "humility"]
    assert attempt.result.score == 0.5


def test_long_question_is_shortened_in_its_observation() -> None:
    questions = definition("es")["questions"][:1]
    questions[0]["prompt"] = "palabra " * 60
    attempt = take(person(), published_quiz(languages=("es",), questions=questions), {"q-single": ["b"]})
    label = str(seen(attempt)[0][6])
    assert (len(label) <= services.LABEL_LENGTH, label[-8:]) == (True, "palabra…")


def test_own_quiz_attempt_of_somebody_else_or_another_kind_is_not_here() -> None:
    attempt = services.start_quiz(actor=person(), activity_key=published_quiz())
    other = person()
    with pytest.raises(NotHere):
        own_quiz_attempt(other, attempt.uuid)
    with pytest.raises(NotHere):
        own_quiz_attempt(other, uuid.uuid4())
    play = AttemptFactory.create(kind="scenario")
    assert play.employee.user is not None
    with pytest.raises(NotHere):
        own_quiz_attempt(play.employee.user, play.uuid)


def test_lesson_of_a_quiz_is_in_the_active_language_then_in_any_then_none() -> None:
    published_quiz()
    quiz = quiz_in(PublishedQuiz.objects.filter(lesson__locale__language_code="es").get().build)
    with translation.override("en"):
        english = lesson_of(quiz)
        assert english is not None
        assert english.locale.language_code == "en"
        english.unpublish()
        spanish = lesson_of(quiz)
        assert spanish is not None
        assert spanish.locale.language_code == "es"
        spanish.unpublish()
        assert lesson_of(quiz) is None
