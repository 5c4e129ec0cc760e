"""A small organisation in which every address has something to show, and one person for each role."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from compensation.models import Proposal, ReviewCycle
from competencies.models import CompetencyState, Evidence
from lms.assessment import services as quizzes
from lms.assessment.selectors import standing
from lms.courses.models import CoursePage, LessonPage
from lms.people.models import Employee, User
from lms.plugins import tasks
from lms.records.models import Attempt
from scenarios.play import services as plays
from tests.factories.compensation import organisation, proposal_of
from tests.factories.courses import course_with, login_of
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.quizzes import published_quiz
from tests.factories.scenarios import hand_made, play_through, published

ROLES = ("anonymous", "staff", "trainer", "manager", "hr", "approver", "administrator")
SCENARIO = "hecho-a-mano"
WRONG_WAY = ("rude", "cold")


@dataclass(slots=True)
class Scene:
    """What the rows of the matrix point at. `staff` and `colleague` are in the unit that `manager` leads; everything
    that was answered, played and paid is the staff's."""

    users: dict[str, User | None]
    staff: Employee
    colleague: Employee
    course: CoursePage
    lesson: LessonPage
    published: ReviewCycle
    draft: ReviewCycle
    receipt: Proposal
    policy: int
    quiz_key: str
    quiz_attempt: Attempt
    quiz_result: Attempt
    play: Attempt
    finished_play: Attempt
    evidence: Any
    state: Any

    @property
    def reset(self) -> list[str]:
        """The two parts of a link to choose a new password."""
        user = login_of(self.staff)
        return [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]


def scene() -> Scene:
    """Everything through the real services."""
    around = organisation(staff=2)
    staff, colleague = around.staff
    user = login_of(staff)
    course, lessons = course_with(1)
    published(hand_made(), SCENARIO)
    finished_play = play_through(user, plays.begin(actor=user, key=SCENARIO), WRONG_WAY)
    quiz_key = published_quiz()
    quiz_result = _answered(user, quiz_key)
    closed = around.published()
    tasks.sweep()
    return Scene(
        users={
            "anonymous": None,
            "staff": user,
            "trainer": EmployeeFactory.create(user__roles=("trainer",)).user,
            "manager": login_of(around.manager),
            "hr": around.hr,
            "approver": around.approver,
            "administrator": UserFactory.create(roles=("administrator",)),
        },
        staff=staff,
        colleague=colleague,
        course=course,
        lesson=lessons[0],
        published=closed,
        draft=around.computed(),
        receipt=proposal_of(closed, staff),
        policy=around.policy.version,
        quiz_key=quiz_key,
        quiz_result=quiz_result,
        quiz_attempt=quizzes.start_quiz(actor=user, activity_key=quiz_key),
        play=plays.begin(actor=user, key=SCENARIO),
        finished_play=finished_play,
        evidence=Evidence.objects.filter(employee=staff).first(),
        state=CompetencyState.objects.filter(employee=staff).first(),
    )


def _answered(user: User, quiz_key: str) -> Attempt:
    attempt = quizzes.start_quiz(actor=user, activity_key=quiz_key)
    for question in standing(attempt).quiz.questions:
        first = [question.options[0].id]
        quizzes.answer(actor=user, attempt=attempt, question_id=question.id, given=first, token=question.id)
    return attempt
