"""One address for both languages; drafts stay in the CMS; everything asks for a login."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Locale, Page, Site

from lms.courses.models import CoursePage, HomePage, LessonPage, ModulePage
from tests.factories.courses import (
    CoursePageFactory,
    LessonPageFactory,
    ModulePageFactory,
    course_with,
    home,
    login_of,
    translated,
)
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    """Somebody signed in, reading in Spanish."""
    client.force_login(login_of(EmployeeFactory.create()))
    client.cookies["django_language"] = "es"
    return client


def test_tree_starts_with_a_home_per_language() -> None:
    homes = {page.locale.language_code: page for page in HomePage.objects.all()}
    assert set(homes) == {"es", "en"}
    assert homes["es"].translation_key == homes["en"].translation_key
    assert Site.objects.get(is_default_site=True).root_page.specific == homes["es"]
    assert Page.objects.filter(depth=2).count() == 2
    assert Page.find_problems() == ([], [], [], [], [])
    assert Locale.objects.count() == 2


def test_parents_and_children_are_fixed() -> None:
    assert CoursePage in HomePage.allowed_subpage_models()
    assert CoursePage.allowed_subpage_models() == [ModulePage]
    assert ModulePage.allowed_subpage_models() == [LessonPage]
    assert LessonPage.allowed_subpage_models() == []
    assert LessonPage.allowed_parent_page_models() == [ModulePage]


def test_addresses_carry_no_language() -> None:
    course, (lesson,) = course_with(1)
    english = translated(course)
    assert english.get_url() == course.get_url() == course.address == f"/{course.slug}/"
    assert lesson.get_url() == lesson.address
    assert home("en").get_url() == "/"


@pytest.mark.parametrize("depth", ["course", "module", "lesson"])
def test_pages_ask_for_a_login_and_come_back(client: Client, depth: str) -> None:
    course, (lesson,) = course_with(1)
    page = {"course": course, "module": lesson.get_parent().specific, "lesson": lesson}[depth]
    response = client.get(page.address)
    assert response.status_code == 302
    assert response.headers["Location"] == f"/account/login/?next={page.address}"


def test_live_pages_are_shown(reader: Client) -> None:
    course, (lesson,) = course_with(1)
    for page in (course, lesson.get_parent().specific, lesson):
        response = reader.get(page.address)
        assert response.status_code == 200
        assert page.title in response.content.decode()
        assert "wagtail-userbar" not in response.content.decode()


def test_draft_is_not_found(reader: Client) -> None:
    lesson = LessonPageFactory.create(draft=True)
    assert reader.get(lesson.address).status_code == 404


def test_trainer_without_an_employee_reads(client: Client) -> None:
    client.force_login(UserFactory.create(roles=("trainer",)))
    _course, (lesson,) = course_with(1, quizzes=True)
    response = client.get(lesson.address)
    assert response.status_code == 200
    assert "/complete/" not in response.content.decode()


def test_same_address_shows_the_page_in_the_readers_language(reader: Client) -> None:
    course = CoursePageFactory.create(title="En español")
    translated(course, title="In English")
    assert "En español" in reader.get(course.address).content.decode()
    reader.cookies["django_language"] = "en"
    assert "In English" in reader.get(course.address).content.decode()


def test_page_without_a_translation_is_shown_in_the_other_language(reader: Client) -> None:
    course = CoursePageFactory.create(title="Solo en español")
    reader.cookies["django_language"] = "en"
    assert "Solo en español" in reader.get(course.address).content.decode()


def test_draft_translation_does_not_hide_the_live_page(reader: Client) -> None:
    course = CoursePageFactory.create(title="Solo en español")
    translated(course, live=False, title="Half done")
    reader.cookies["django_language"] = "en"
    assert "Solo en español" in reader.get(course.address).content.decode()


def test_address_of_the_other_language_leads_to_the_readers_translation(reader: Client) -> None:
    course = CoursePageFactory.create(title="En español", slug="servicio")
    translated(course, title="In English", slug="service")
    assert "En español" in reader.get("/service/").content.decode()


def test_unknown_address_is_not_found(reader: Client) -> None:
    assert reader.get("/nada-por-aqui/").status_code == 404


def test_course_cannot_take_the_address_of_a_room() -> None:
    with pytest.raises(ValidationError) as refused:
        CoursePageFactory.create(slug="learn")
    assert set(refused.value.message_dict) == {"slug"}


def test_navigation_stays_on_learn(reader: Client) -> None:
    course, _lessons = course_with(1)
    navigation = reader.get(course.address).context["navigation"]
    assert [entry.url for entry in navigation if entry.current] == ["/learn/"]


def test_module_without_lessons_says_so(reader: Client) -> None:
    module = ModulePageFactory.create()
    with_rows = reader.get(module.address)
    assert with_rows.status_code == 200
    assert 'class="empty"' in with_rows.content.decode()
