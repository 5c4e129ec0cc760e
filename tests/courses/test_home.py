"""The home page of each kind of login, and the catalogue."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from lms.core import clock
from lms.courses import home as parts
from lms.courses import services
from lms.courses.models import Enrolment
from lms.courses.standings import standings
from lms.people.models import Employee, User
from lms.plugins import switchboard
from lms.plugins.contributions import Card, Change, Contributed, IndicatorOption, Suggestion
from tests.factories.catalogue import LiveCourse, live_course
from tests.factories.people import EmployeeFactory, UnitFactory, UserFactory
from tests.factories.records import AttemptFactory, BuildFactory
from tests.ui.html import problems_in

pytestmark = pytest.mark.django_db

# 09:30 in Bogotá, a Tuesday.
MORNING = datetime(2025, 11, 4, 14, 30, tzinfo=UTC)


def signed_in(user: User | None, language: str = "es") -> Client:
    assert user is not None
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(user)
    return client


def words(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def home_of(employee: Employee, language: str = "en") -> Any:
    return signed_in(employee.user, language).get(reverse("home"))


def do_lessons(employee: Employee, course: LiveCourse, count: int) -> None:
    assert employee.user is not None
    for lesson in course.lessons["es"][:count]:
        services.complete_lesson(actor=employee.user, employee=employee, lesson=lesson)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let plugins answer hooks: `answering(home_cards=[…])`."""

    def answer(**answers: list[Any]) -> None:
        def ask(hook: str, **_arguments: Any) -> list[Contributed]:
            return [Contributed("plugin", value) for value in answers.get(hook, [])]

        monkeypatch.setattr("lms.plugins.registry.ask", ask)

    return answer


# --- What to do now ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "greeting"), [(5, "Good morning, Ana."), (14, "Good afternoon, Ana."), (19, "Good evening, Ana.")]
)
def test_home_greets_by_the_hour_of_the_site(hour: int, greeting: str) -> None:
    employee = EmployeeFactory.create(first_name="Ana")
    bogota_is_five_behind = timedelta(hours=5)
    with clock.at(datetime(2025, 11, 4, hour, tzinfo=UTC) + bogota_is_five_behind):
        response = home_of(employee)
    assert greeting in words(response)


@pytest.mark.parametrize(("language", "today"), [("es", "Martes 4 de noviembre"), ("en", "Tuesday 4 November")])
def test_home_says_the_date_in_the_language(language: str, today: str) -> None:
    with clock.at(MORNING):
        response = home_of(EmployeeFactory.create(), language)
    assert today in words(response)
    assert problems_in(response.content.decode()) == []


def test_home_without_any_course_says_what_will_be_here() -> None:
    said = words(home_of(EmployeeFactory.create()))
    assert "Here you will find what to do next" in said
    assert "Nothing new." in said


def test_home_invites_to_go_on_with_the_course() -> None:
    employee, course = EmployeeFactory.create(), live_course()
    do_lessons(employee, course, 1)
    response = home_of(employee)
    assert "Go on where you were: “Lección 2 en”" in words(response)
    assert "Escuchar en 1 min Go on where you were: “Lección 2 en” Lesson 2 of 3. Go on" in words(response)
    assert f'href="{course.lessons["en"][1].address}"' in response.content.decode()


def test_home_without_a_course_begun_proposes_the_first_one() -> None:
    live_course("Uno")
    live_course("Dos")
    said = words(home_of(EmployeeFactory.create()))
    assert "See what “Uno en” is about" in said
    assert "“Dos en”" not in said


def test_home_with_everything_done_says_so() -> None:
    employee, course = EmployeeFactory.create(), live_course()
    do_lessons(employee, course, 3)
    said = words(home_of(employee))
    assert "You are up to date" in said
    assert "You finished “Escuchar en”" in said


def test_suggestions_put_what_presses_first(rf: Any, answering: Callable[..., None]) -> None:
    employee, hr = EmployeeFactory.create(), UserFactory.create(roles=("hr",))
    going, late, soon, later = (live_course(title) for title in ("Va", "Tarde", "Pronto", "Luego"))
    do_lessons(employee, going, 1)
    for course, days in ((late, -1), (soon, 14), (later, 15)):
        services.enrol(actor=hr, employee=employee, course_key=course.key, due_on=clock.today() + timedelta(days=days))
    build = BuildFactory.create(definition={"questions": [{}, {}, {}]}, title="Comprobar")
    AttemptFactory.create(employee=employee, against=build)
    offered = Suggestion(
        "Atender", "/practice/x/", "Atender", "Porque sí.", 7, 0.6, "«¿Y ahora?»", "furious", "Ernesto"
    )
    answering(home_suggestions=[offered])
    with translation.override("en"):
        found = parts.suggestions(rf.get("/"), employee, standings(employee))
    assert [(one.title, one.priority) for one in found] == [
        ("Begin with “Lección 1 en”", parts.OVERDUE),
        ("Finish the quiz “Comprobar”", parts.OPEN_QUIZ),
        ("Begin with “Lección 1 en”", parts.DUE_SOON),
        ("Atender", 0.6),
        ("Go on where you were: “Lección 2 en”", parts.GOING_ON),
    ]


def test_home_gives_the_invitation_to_a_plugin_that_presses_more(answering: Callable[..., None]) -> None:
    employee = EmployeeFactory.create()
    do_lessons(employee, live_course(), 1)
    answering(
        home_suggestions=[
            Suggestion(
                "Sobreventa", "/practice/x/", "Atender", "Porque sí.", 7, 0.6, "«¿Y ahora?»", "furious", "Ernesto"
            )
        ]
    )
    html = home_of(employee).content.decode()
    assert re.search(r'<h3 id="invite-title">\s*Sobreventa', html)
    assert "«¿Y ahora?»" in html
    assert 'id="others"' in html
    assert html.count('class="invite"') == 1
    assert problems_in(html) == []


def test_home_offers_to_finish_an_open_quiz() -> None:
    employee = EmployeeFactory.create()
    build = BuildFactory.create(definition={"questions": [{}, {}]}, title="Comprobar")
    AttemptFactory.create(employee=employee, against=build)
    AttemptFactory.create(against=build)
    response = home_of(employee)
    assert words(response).count("Finish the quiz “Comprobar”") == 1
    assert "You opened it, and no question is answered yet." in words(response)
    assert f'href="{reverse("assessment:quiz", args=[build.activity_key])}"' in response.content.decode()


def test_home_names_an_open_quiz_by_its_lesson() -> None:
    employee, course = EmployeeFactory.create(), live_course()
    lesson = course.lessons["es"][1]
    written = {"questions": [{}, {}], "lesson": str(lesson.translation_key)}
    AttemptFactory.create(employee=employee, against=BuildFactory.create(definition=written))
    assert "Escuchar en 1 min Finish the quiz “Lección 2 en”" in words(home_of(employee))


# --- What changed ------------------------------------------------------------------------------------------------


def test_home_says_who_enrolled_one_and_until_when() -> None:
    hr = EmployeeFactory.create(first_name="Paola", user=UserFactory.create(roles=("hr",)))
    employee, course = EmployeeFactory.create(), live_course()
    with clock.at(MORNING):
        services.enrol(actor=hr.user, employee=employee, course_key=course.key, due_on=date(2025, 11, 18))
        said = words(home_of(employee))
    assert "Paola enrolled you in “Escuchar en” Due on 18 November · 4 November New" in said


def test_home_does_not_announce_what_one_chose_oneself_or_what_is_long_ago() -> None:
    employee, hr = EmployeeFactory.create(), UserFactory.create(roles=("hr",))
    chosen, old = live_course("Propio"), live_course("Viejo")
    services.enrol(actor=employee.user, employee=employee, course_key=chosen.key)
    with clock.at(clock.now() - timedelta(days=91)):
        services.enrol(actor=hr, employee=employee, course_key=old.key)
    assert Enrolment.objects.count() == 2
    assert "enrolled" not in words(home_of(employee))


def test_home_changes_are_newest_first_with_effect_or_badge(answering: Callable[..., None]) -> None:
    answering(
        home_changes=[
            Change(date(2025, 10, 20), "Segundo", "/b/", "Empatía", effect=-0.06),
            Change(datetime(2025, 10, 22, 15, tzinfo=UTC), "Primero", "/a/", "Escucha", effect=0.21),
            Change(date(2025, 10, 1), "Tercero", "", "", badge="Nuevo"),
            Change(date(2025, 9, 30), "Cuarto", "/d/", "Sin más"),
        ]
    )
    with clock.at(MORNING):
        response = home_of(EmployeeFactory.create(), "es")
    said = words(response)
    said = said[said.index("Primero") :]
    assert said.startswith(
        "Primero Escucha · 22 de octubre +0,21 Segundo Empatía · 20 de octubre −0,06 "
        "Tercero 1 de octubre Nuevo Cuarto Sin más · 30 de septiembre"
    )
    assert problems_in(response.content.decode()) == []


def test_home_changes_stop_at_six(rf: Any, answering: Callable[..., None]) -> None:
    answering(home_changes=[Change(date(2025, 1, day), f"n{day}", "", "") for day in range(1, 9)])
    lines = parts.changes(rf.get("/"), EmployeeFactory.create(), [])
    assert [line["what"] for line in lines] == ["n8", "n7", "n6", "n5", "n4", "n3"]


# --- How am I doing ----------------------------------------------------------------------------------------------


def test_home_shows_cards_in_order_and_survives_a_broken_one(answering: Callable[..., None]) -> None:
    def card(title: str, order: int) -> Card:
        return Card("components/empty/empty.html", {"title": title, "text": "…"}, order)

    answering(home_cards=[card("Segunda", 20), Card("no/such/template.html", {}, 15), card("Primera", 10)])
    response = home_of(EmployeeFactory.create())
    assert response.status_code == 200
    assert re.search("Primera.*Segunda", words(response))


# --- Each role ---------------------------------------------------------------------------------------------------


def test_home_needs_somebody_signed_in() -> None:
    assert Client().get(reverse("home")).headers["location"] == "/account/login/?next=/"


@pytest.mark.parametrize(
    ("roles", "present", "absent"),
    [
        ((), [], ["Open the editor", "See the plugins"]),
        (("trainer",), ["Open the editor"], ["See the plugins"]),
        (("hr",), [], ["Open the editor", "See the plugins"]),
        (("administrator",), ["See the logins", "See the plugins"], ["Open the editor"]),
        (("administrator", "trainer"), ["Open the editor", "See the logins", "See the plugins"], []),
    ],
)
def test_home_of_an_employee_with_a_role_adds_the_rooms_it_opens(
    roles: tuple[str, ...], present: list[str], absent: list[str]
) -> None:
    response = home_of(EmployeeFactory.create(user=UserFactory.create(roles=roles)))
    said = words(response)
    assert "What to do now" in said
    assert [room for room in present if room not in said] == []
    assert [room for room in absent if room in said] == []


def test_home_of_a_manager_is_the_same_home() -> None:
    leader = EmployeeFactory.create()
    UnitFactory.create(head=leader)
    assert "What to do now" in words(home_of(leader))


def test_home_of_an_administrator_who_is_no_employee_says_what_to_do_here() -> None:
    user = UserFactory.create(first_name="Rosa", roles=("administrator",))
    with clock.at(MORNING):
        response = signed_in(user, "en").get(reverse("home"))
    said = words(response)
    assert "Good morning, Rosa." in said
    assert "What to do now" not in said
    addresses = re.findall(r'<a href="([^"]+)" class="row"', response.content.decode())
    assert addresses == ["/cms/users/", "/cms/plugins/", "/people/", "/reports/", "/learn/"]
    assert problems_in(response.content.decode()) == []


def test_home_of_a_login_without_anything_offers_the_courses() -> None:
    response = signed_in(UserFactory.create(), "en").get(reverse("home"))
    assert re.findall(r'<a href="([^"]+)" class="row"', response.content.decode()) == ["/learn/"]


# --- Catalogue ---------------------------------------------------------------------------------------------------


def test_catalogue_without_courses_says_what_will_be_here() -> None:
    response = signed_in(EmployeeFactory.create().user, "en").get(reverse("courses:catalogue"))
    assert "No courses yet" in words(response)
    assert problems_in(response.content.decode()) == []


def test_catalogue_groups_courses_by_how_far_one_is() -> None:
    employee = EmployeeFactory.create()
    live_course("Nuevo")
    going, finished = live_course("Empezado"), live_course("Hecho")
    do_lessons(employee, going, 1)
    do_lessons(employee, finished, 3)
    response = signed_in(employee.user, "en").get(reverse("courses:catalogue"))
    said = words(response)
    assert re.search("You are taking Empezado en .*To choose from Nuevo en .*You finished Hecho en", said)
    assert "Lesson 2 of 3 · 2 min left" in said
    assert "3 lessons · 3 min" in said
    assert f'href="{going.lessons["en"][1].address}"' in response.content.decode()
    assert problems_in(response.content.decode()) == []


def test_catalogue_enrols_by_a_form_and_shows_the_course_as_taken() -> None:
    employee, course = EmployeeFactory.create(), live_course()
    client = signed_in(employee.user, "en")
    form = re.search(r'<form action="([^"]+enrol[^"]*)"', client.get(reverse("courses:catalogue")).content.decode())
    assert form is not None
    assert client.post(form[1]).status_code == 302
    assert list(Enrolment.objects.values_list("employee_id", "course_key")) == [(employee.pk, course.key)]
    assert "Lesson 1 of 3" in words(client.get(reverse("courses:catalogue")))


def test_catalogue_falls_back_to_the_other_language() -> None:
    live_course("Solo", languages=("es",))
    live_course("Ambos")
    said = words(signed_in(EmployeeFactory.create().user, "en").get(reverse("courses:catalogue")))
    assert "Solo es" in said
    assert "Ambos en" in said
    assert "Ambos es" not in said


def test_catalogue_for_a_login_without_an_employee_offers_no_enrolment() -> None:
    live_course()
    response = signed_in(UserFactory.create(), "en").get(reverse("courses:catalogue"))
    assert "Escuchar en" in words(response)
    assert "enrol" not in response.content.decode()


def test_catalogue_names_the_competencies_it_knows(answering: Callable[..., None]) -> None:
    answering(indicators=[IndicatorOption("empathy", "Empatía")])
    live_course(competencies=("empathy", "unknown"))
    said = words(signed_in(EmployeeFactory.create().user, "es").get(reverse("courses:catalogue")))
    assert "Empatía" in said
    assert "unknown" not in said


def test_catalogue_leaves_out_courses_without_a_live_lesson() -> None:
    course = live_course("Vacío", lessons=1)
    for lesson in (course.lessons["es"][0], course.lessons["en"][0]):
        lesson.unpublish()
    assert "No courses yet" in words(signed_in(EmployeeFactory.create().user, "en").get(reverse("courses:catalogue")))


@pytest.mark.parametrize("address", ["home", "courses:catalogue"])
def test_page_asks_the_database_the_same_for_one_course_and_for_three(address: str) -> None:
    employee, hr = EmployeeFactory.create(), UserFactory.create(roles=("hr",))
    client = signed_in(employee.user)

    def add(title: str) -> None:
        course = live_course(title)
        services.enrol(actor=hr, employee=employee, course_key=course.key)
        do_lessons(employee, course, 1)
        AttemptFactory.create(employee=employee, against=BuildFactory.create(definition={"questions": [{}]}))

    def queries() -> int:
        switchboard.forget()  # remembered for a second: read at every count, not at some
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(address))
        return len(captured)

    add("Uno")
    queries()  # what the process remembers between requests is read once
    with_one = queries()
    add("Dos")
    add("Tres")
    assert queries() == with_one
