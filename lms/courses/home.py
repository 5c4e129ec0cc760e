"""Putting the home page together: what do I do now, what changed. "How am I doing" belongs to the plugins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.permission_policies.pages import PagePermissionPolicy

from lms.core import clock
from lms.courses.models import CourseCompletion, Enrolment
from lms.courses.reading import MINUTES_PER_QUESTION
from lms.courses.standings import CourseStanding
from lms.people.models import Employee, User
from lms.plugins import registry
from lms.plugins.contributions import Change, Suggestion
from lms.records.models import Attempt
from lms.ui import formats

NOON, EVENING = 12, 19
SUGGESTIONS_SHOWN = 5
CHANGES_SHOWN = 6
CHANGES_SINCE = timedelta(days=90)
SOON = timedelta(days=14)
# What somebody may do with a page who writes or reviews courses.
WRITING = frozenset({"add", "change", "publish"})

# Where the host's own suggestions stand among the plugins', from 0 to 1.
OVERDUE, OPEN_QUIZ, DUE_SOON, GOING_ON, ENROLLED, TO_CHOOSE = 0.95, 0.8, 0.7, 0.5, 0.4, 0.1


@dataclass(frozen=True, slots=True)
class Room:
    """A part of the site that this login may work in."""

    title: str
    meta: str
    url: str


def greeting(name: str) -> str:
    """Good morning, afternoon or evening, by the clock of the reader's time zone."""
    hour = timezone.localtime(clock.now()).hour
    if hour < NOON:
        return _("Good morning, %(name)s.") % {"name": name}
    if hour < EVENING:
        return _("Good afternoon, %(name)s.") % {"name": name}
    return _("Good evening, %(name)s.") % {"name": name}


def today_in_words() -> str:
    """The date with its weekday: Martes 4 de noviembre, Tuesday 4 November."""
    today = clock.today()
    weekday = str(WEEKDAYS[today.weekday()]).capitalize()
    return f"{weekday} {_day(today)}"


def _day(when: date) -> str:
    return formats.day(when, language=get_language() or "es", today=clock.today())


# --- What to do now ----------------------------------------------------------------------------------------------


def suggestions(request: HttpRequest, employee: Employee, courses: Sequence[CourseStanding]) -> list[Suggestion]:
    """Everything this person could do now, the most pressing first: the host's and the plugins'."""
    offered = [*_courses_to_go_on(courses), *_open_quizzes(employee, courses)]
    offered += [answer.value for answer in registry.ask("home_suggestions", request=request, employee=employee)]
    # Nothing else to propose than a course: the first that nobody has to take.
    offered += _course_to_choose(courses)
    return sorted(offered, key=lambda suggestion: -suggestion.priority)[:SUGGESTIONS_SHOWN]


def _courses_to_go_on(courses: Iterable[CourseStanding]) -> list[Suggestion]:
    found = []
    for standing in courses:
        lesson = standing.next_lesson
        if standing.state != "going" or lesson is None or standing.progress is None:
            continue
        due_on, begun = standing.progress.due_on, bool(standing.done)
        title = _("Go on where you were: “%(lesson)s”") if begun else _("Begin with “%(lesson)s”")
        found.append(
            Suggestion(
                title=title % {"lesson": lesson.title},
                url=lesson.address,
                action=_("Go on") if begun else _("Begin"),
                why=_join(_place(standing), _due(due_on)),
                minutes=lesson.minutes,
                priority=_priority(due_on, begun),
                who=standing.course.title,
            )
        )
    return found


def _place(standing: CourseStanding) -> str:
    return _("lesson %(number)s of %(total)s") % {"number": standing.next_number, "total": len(standing.lessons)}


def _due(due_on: date | None) -> str:
    if due_on is None:
        return ""
    sentence = _("it was due on %(day)s") if due_on < clock.today() else _("due on %(day)s")
    return sentence % {"day": _day(due_on)}


def _priority(due_on: date | None, begun: bool) -> float:
    if due_on is not None and due_on < clock.today():
        return OVERDUE
    if due_on is not None and due_on <= clock.today() + SOON:
        return DUE_SOON
    return GOING_ON if begun else ENROLLED


def _course_to_choose(courses: Sequence[CourseStanding]) -> list[Suggestion]:
    for standing in courses:
        lesson = standing.next_lesson
        if standing.state == "new" and lesson is not None:
            return [
                Suggestion(
                    title=_("See what “%(course)s” is about") % {"course": standing.course.title},
                    url=standing.course.address,
                    action=_("See the course"),
                    why=ngettext("A course of %(count)s lesson", "A course of %(count)s lessons", len(standing.lessons))
                    % {"count": len(standing.lessons)},
                    minutes=standing.minutes,
                    priority=TO_CHOOSE,
                )
            ]
    return []


def _open_quizzes(employee: Employee, courses: Iterable[CourseStanding]) -> list[Suggestion]:
    """Quizzes that were begun and wait for their next answer, by the name of their lesson while it is taught."""
    waiting = (
        Attempt.objects.filter(employee=employee, kind="quiz", mode=Attempt.Mode.ASSESSED, result=None)
        .select_related("build")
        .annotate(given=Count("responses"))
        .order_by("-started_at")
    )
    places = {
        str(lesson.translation_key): (standing.course.title, lesson.title)
        for standing in courses
        for lesson in standing.lessons
    }
    return [
        _open_quiz(attempt, *places.get(attempt.build.definition.get("lesson", ""), ("", attempt.build.title)))
        for attempt in waiting
    ]


def _open_quiz(attempt: Any, course: str, title: str) -> Suggestion:
    total = len(attempt.build.definition.get("questions", ()))
    given = attempt.given
    answered = ngettext(
        "%(given)s of its %(total)s questions is answered, and kept",
        "%(given)s of its %(total)s questions are answered, and kept",
        given,
    )
    return Suggestion(
        title=_("Finish the quiz “%(title)s”") % {"title": title},
        url=reverse("assessment:quiz", args=[attempt.activity_key]),
        action=_("Go on"),
        why=answered % {"given": given, "total": total}
        if given
        else _("You opened it, and no question is answered yet"),
        minutes=max(1, round((total - given) * MINUTES_PER_QUESTION)),
        priority=OPEN_QUIZ,
        who=course,
    )


def as_invitation(suggestion: Suggestion, *, more: bool) -> dict[str, Any]:
    """A suggestion for the `invite` component; `more` offers the way to the other ones."""
    return {
        "title": suggestion.title,
        "why": _sentence(suggestion.why),
        "url": suggestion.url,
        "action": suggestion.action,
        "quote": suggestion.voice,
        "mood": suggestion.mood,
        "who": suggestion.who,
        "minutes": suggestion.minutes,
        "other_url": "#others" if more else "",
        "other_action": _("See other options") if more else "",
    }


def as_row(suggestion: Suggestion) -> dict[str, Any]:
    """A suggestion for the `row` component."""
    minutes = _("%(minutes)s min") % {"minutes": suggestion.minutes} if suggestion.minutes else ""
    meta = _join(str(suggestion.who), str(suggestion.why).rstrip("."), minutes)
    return {"title": suggestion.title, "url": suggestion.url, "meta": capfirst(meta)}


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _sentence(text: Any) -> str:
    """With a capital and a full stop, as it stands alone in the invitation."""
    written = capfirst(str(text))
    return f"{written}." if written and written[-1] not in ".?!»”" else written


# --- What changed ------------------------------------------------------------------------------------------------


def changes(request: HttpRequest, employee: Employee, courses: Iterable[CourseStanding]) -> list[dict[str, Any]]:
    """What changed lately, newest first, as lines to show: what, url, meta with the date, effect or badge."""
    known = {standing.course.translation_key: standing for standing in courses}
    found = [*_finished_courses(employee, known), *_assigned_courses(employee, known)]
    found += [answer.value for answer in registry.ask("home_changes", request=request, employee=employee)]
    found.sort(key=lambda change: _moment(change.at), reverse=True)
    return [
        {
            "what": change.what,
            "url": change.url,
            "meta": capfirst(_join(str(change.meta), _day(timezone.localtime(_moment(change.at)).date()))),
            "effect": change.effect,
            "badge": change.badge,
        }
        for change in found[:CHANGES_SHOWN]
    ]


def _moment(at: date | datetime) -> datetime:
    """A date stands for its first moment."""
    return at if isinstance(at, datetime) else timezone.make_aware(datetime.combine(at, time.min))


def _finished_courses(employee: Employee, known: dict[Any, CourseStanding]) -> list[Change]:
    rows = CourseCompletion.objects.filter(employee=employee, completed_at__gte=clock.now() - CHANGES_SINCE)
    return [
        Change(
            at=row.completed_at,
            what=_("You finished “%(course)s”") % {"course": known[row.course_key].course.title},
            url=known[row.course_key].course.address,
            meta=ngettext("%(count)s lesson", "%(count)s lessons", len(known[row.course_key].lessons))
            % {"count": len(known[row.course_key].lessons)},
            badge=_("Finished"),
        )
        for row in rows
        if row.course_key in known
    ]


def _assigned_courses(employee: Employee, known: dict[Any, CourseStanding]) -> list[Change]:
    rows = Enrolment.objects.filter(
        employee=employee, source=Enrolment.Source.ASSIGNED, enrolled_at__gte=clock.now() - CHANGES_SINCE
    ).select_related("enrolled_by__employee")
    return [_assigned(row, known[row.course_key]) for row in rows if row.course_key in known]


def _assigned(enrolment: Enrolment, standing: CourseStanding) -> Change:
    course = standing.course
    who = _who(enrolment.enrolled_by)
    what = _("%(who)s enrolled you in “%(course)s”") if who else _("You were enrolled in “%(course)s”")
    return Change(
        at=enrolment.enrolled_at,
        what=what % {"who": who, "course": course.title},
        url=course.address,
        meta=_due(enrolment.due_on),
        badge="" if standing.done else _("New"),
    )


def _who(user: Any) -> str:
    """The first name of whoever enrolled somebody, as colleagues say it."""
    employee = getattr(user, "employee", None) if user is not None else None
    return str(employee.first_name if employee else getattr(user, "first_name", ""))


# --- Where one works, beside one's own learning -------------------------------------------------------------------


def rooms(user: User) -> list[Room]:
    """Where a login without an employee behind it may work."""
    offered = [*workplace(user)]
    if user.has_perm("people.view_all_people"):
        offered += _room("people:directory", _("See people"), _("Who works where, and in which position"))
        offered += _room("reports:list", _("Open reports"), _("Read them here, or export them"))
    return offered + _room("courses:catalogue", _("Read the courses"), _("As staff read them; nothing is counted"))


def workplace(user: User) -> list[Room]:
    """The rooms without an entry in the main navigation: the editor, the logins, the plugins.

    Entering the CMS is not writing in it: an administrator goes there for logins and plugins only.
    """
    offered: list[Room] = []
    if user.has_perm("wagtailadmin.access_admin") and PagePermissionPolicy().user_has_any_permission(user, WRITING):
        meta = _("Courses, lessons and role-plays, with drafts and reviews")
        offered += _room("wagtailadmin_home", _("Open the editor"), meta)
    if user.has_perm("people.change_user"):
        meta = _("Who may sign in, and with which roles")
        offered += _room("wagtailusers_users:index", _("See the logins"), meta)
    if user.has_perm("plugins.view_pluginswitch"):
        meta = _("What is installed, in which version, and whether it is on")
        offered += _room("talante_plugins", _("See the plugins"), meta)
    return offered


def _room(name: str, title: str, meta: str) -> list[Room]:
    """The room at a named address; none while the site has no such address."""
    try:
        return [Room(title, meta, reverse(name))]
    except NoReverseMatch:
        return []
