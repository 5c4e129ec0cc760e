"""The laws of grading, over every question that can be asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.definition import BrokenQuiz, Option, Question, QuestionKind, Quiz, read_quiz
from lms.assessment.grading import UnfitAnswer, evidence_weight, grade, score

IDS = "abcdefgh"


@st.composite
def multiples(draw: st.DrawFn) -> Question:
    """A question with several right answers, at least one right and one wrong."""
    belongs = draw(st.lists(st.booleans(), min_size=2, max_size=8).filter(lambda flags: len(set(flags)) == 2))
    options = tuple(Option(IDS[place], f"o{place}", flag, f"f{place}") for place, flag in enumerate(belongs))
    return Question("q", QuestionKind.MULTIPLE, "?", options)


@st.composite
def singles(draw: st.DrawFn) -> Question:
    """A question with one right answer."""
    count = draw(st.integers(2, 8))
    right = draw(st.integers(0, count - 1))
    options = tuple(Option(IDS[place], f"o{place}", place == right, f"f{place}") for place in range(count))
    kind = QuestionKind.TRUE_FALSE if count == 2 and draw(st.booleans()) else QuestionKind.SINGLE
    return Question("q", kind, "?", options)


def some_of(question: Question) -> st.SearchStrategy[set[str]]:
    return st.sets(st.sampled_from([option.id for option in question.options]), min_size=1)


@given(singles(), st.data())
def test_grade_of_one_answer_is_right_or_wrong(question: Question, data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from([option.id for option in question.options]))
    graded = grade(question, [chosen])
    right = chosen in question.right
    assert (graded.correct, graded.share, graded.outcome, graded.top) == (right, float(right), int(right), 1)


@given(multiples(), st.data())
def test_grade_of_several_counts_boxes_set_right(question: Question, data: st.DataObject) -> None:
    chosen = data.draw(some_of(question))
    graded = grade(question, chosen)
    wrong_boxes = len(chosen ^ question.right)
    assert graded.outcome == len(question.options) - wrong_boxes
    assert graded.share == graded.outcome / graded.top
    assert graded.correct == (graded.share == 1) == (wrong_boxes == 0)


@given(multiples())
def test_grade_of_ticking_everything_earns_only_what_belongs(question: Question) -> None:
    graded = grade(question, [option.id for option in question.options])
    assert (graded.outcome, graded.correct) == (len(question.right), False)


@given(multiples(), st.data())
def test_grade_of_a_choice_and_its_opposite_sum_to_one(question: Question, data: st.DataObject) -> None:
    chosen = data.draw(some_of(question).filter(lambda ids: len(ids) < len(question.options)))
    opposite = {option.id for option in question.options} - chosen
    assert grade(question, chosen).outcome + grade(question, opposite).outcome == len(question.options)


@given(multiples(), st.data())
def test_grade_of_one_more_right_box_is_one_step_better(question: Question, data: st.DataObject) -> None:
    chosen = data.draw(some_of(question).filter(lambda ids: bool(question.right - ids)))
    missing = data.draw(st.sampled_from(sorted(question.right - chosen)))
    assert grade(question, chosen | {missing}).outcome == grade(question, chosen).outcome + 1


@given(st.one_of(singles(), multiples()), st.data())
def test_grade_does_not_depend_on_order_or_repetition(question: Question, data: st.DataObject) -> None:
    chosen = sorted(data.draw(some_of(question)))[: None if question.takes_several else 1]
    assert grade(question, chosen) == grade(question, [*reversed(chosen), chosen[0]])


@given(st.one_of(singles(), multiples()))
def test_grade_of_the_answer_itself_is_full_and_every_option_a_hit(question: Question) -> None:
    graded = grade(question, question.right)
    assert (graded.correct, graded.share, graded.outcome) == (True, 1.0, graded.top)
    assert all(option.hit for option in graded.options)
    assert graded.feedback == {option.id: option.feedback for option in question.options}


@given(st.lists(st.tuples(multiples(), st.randoms()), min_size=1, max_size=6))
def test_score_lies_in_the_unit_and_is_full_only_when_all_is_right(drawn: list[tuple[Question, object]]) -> None:
    questions = [question for question, _ in drawn]
    assert score([grade(question, question.right) for question in questions]) == 1.0
    everything = [grade(question, [option.id for option in question.options]) for question in questions]
    assert 0 < score(everything) < 1


@pytest.mark.parametrize("chosen", [[], ["a", "b"], ["z"]])
def test_grade_of_an_unfit_answer_is_refused(chosen: list[str]) -> None:
    question = Question("q", QuestionKind.SINGLE, "?", (Option("a", "A", True), Option("b", "B", False)))
    with pytest.raises(UnfitAnswer):
        grade(question, chosen)


@pytest.mark.parametrize(("ordinal", "weight"), [(1, 1.0), (2, 0.5), (3, 0.25), (4, 0.25), (40, 0.25)])
def test_evidence_weight_falls_with_each_attempt(ordinal: int, weight: float) -> None:
    assert evidence_weight(ordinal) == weight


def written(**changes: object) -> dict[str, object]:
    options = [
        {"id": "a", "text": "A", "correct": True, "feedback": "why"},
        {"id": "b", "text": "B", "correct": False, "feedback": ""},
    ]
    question = {"id": "q1", "kind": "single", "competency": "empathy", "difficulty": 0.4, "prompt": "?"}
    return {**question, "options": options, **changes}


def test_read_quiz_reads_what_was_compiled() -> None:
    quiz = read_quiz({"schema": "quiz/1", "title": "T", "lesson": "k", "questions": [written()]})
    options = (Option("a", "A", True, "why"), Option("b", "B", False, ""))
    assert quiz == Quiz("T", "k", (Question("q1", QuestionKind.SINGLE, "?", options, "empathy", 0.4),))
    assert (quiz.place_of("q1"), quiz.place_of("q2")) == (0, None)


BOTH_RIGHT = [{"id": key, "text": key, "correct": True} for key in "ab"]
NONE_RIGHT = [{"id": key, "text": key, "correct": False} for key in "ab"]
SAME_IDS = [{"id": "a", "text": "A", "correct": True}, {"id": "a", "text": "B", "correct": False}]
TWO_OF_THREE = [{"id": key, "text": key, "correct": key != "a"} for key in "abc"]


@pytest.mark.parametrize(
    "questions",
    [
        [],
        [written(), written()],
        [written(options=BOTH_RIGHT)],
        [written(options=BOTH_RIGHT[:1])],
        [written(options=NONE_RIGHT)],
        [written(kind="multiple", options=NONE_RIGHT)],
        [written(kind="true_false", options=BOTH_RIGHT)],
        [written(options=SAME_IDS)],
        [written(options=TWO_OF_THREE)],
    ],
)
def test_read_quiz_that_cannot_be_graded_is_broken(questions: list[object]) -> None:
    with pytest.raises(BrokenQuiz):
        read_quiz({"schema": "quiz/1", "title": "T", "lesson": "k", "questions": questions})


def test_read_quiz_of_another_schema_is_broken() -> None:
    with pytest.raises(BrokenQuiz):
        read_quiz({"schema": "quiz/2", "questions": [written()]})
