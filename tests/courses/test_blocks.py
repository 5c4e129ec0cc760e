"""What is stored survives the plugins' coming and going; what is shown follows them."""

from types import SimpleNamespace as Sample
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from lms.courses import activities, competency_keys
from lms.courses.activities import ActivityRef
from lms.courses.models import LessonPage
from lms.plugins.contributions import ActivityCard, ActivityOption, Contributed, IndicatorOption
from tests.factories.courses import LessonPageFactory, activity, block, login_of, question, quiz
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db


class Plays:
    """An activity type with one activity."""

    key = "plays"
    name = "Juegos"

    def options(self, language: str) -> list[ActivityOption]:
        return [ActivityOption("known", "El cobro repetido")]

    def card(self, key: str, *, employee: Any, language: str) -> ActivityCard | None:
        if key == "breaks":
            raise RuntimeError("out of order")
        return ActivityCard("El cobro repetido", "/jugar/", 7, "Una huésped molesta.") if key == "known" else None


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin `scenarios` with one activity, and two competencies."""
    offered = {
        "activity_types": [Contributed("scenarios", Plays())],
        "indicators": [
            Contributed("competencies", IndicatorOption("empathy", "Empatía", "Conductual")),
            Contributed("competencies", IndicatorOption("humility", "Humildad", "Conductual")),
        ],
    }

    def ask(hook: str, **_: Any) -> list[Contributed]:
        return offered.get(hook, [])

    for module in (activities, competency_keys):
        monkeypatch.setattr(module, "registry", Sample(ask=ask, configs=lambda: {"scenarios": object()}))


@pytest.fixture
def no_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site without plugins."""
    for module in (activities, competency_keys):
        monkeypatch.setattr(module, "registry", Sample(ask=lambda hook, **_: [], configs=dict))


def shown(client: Client, lesson: LessonPage) -> str:
    client.force_login(login_of(EmployeeFactory.create()))
    client.cookies["django_language"] = "en"
    response = client.get(lesson.address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("plugin")
def test_activity_is_shown_as_the_plugin_says(client: Client) -> None:
    page = shown(client, LessonPageFactory.create(body=[activity("known")]))
    assert 'href="/jugar/"' in page
    assert "Una huésped molesta." in page


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize("key", ["deleted", "breaks"])
def test_missing_or_failing_activity_is_a_notice(client: Client, key: str) -> None:
    page = shown(client, LessonPageFactory.create(body=[activity(key)]))
    assert "You can go on with the lesson" in page
    assert 'href="/jugar/"' not in page


@pytest.mark.usefixtures("no_plugin")
def test_activity_of_an_absent_plugin_is_a_notice(client: Client) -> None:
    page = shown(client, LessonPageFactory.create(body=[activity("known")]))
    assert "This activity is not available at the moment." in page


def posted(lesson: LessonPage) -> dict[str, Any]:
    """What the editor's form holds for a lesson with an activity and a quiz: the values as its widgets draw them."""
    body = lesson.get_latest_revision_as_object().body
    form: dict[str, Any] = {
        "title": lesson.title,
        "slug": lesson.slug,
        "lead": lesson.lead,
        "competencies": lesson.competencies,
        "body-count": len(body),
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    for place, child in enumerate(body):
        name = f"body-{place}"
        form |= {f"{name}-type": child.block_type, f"{name}-order": place, f"{name}-id": child.id}
        form[f"{name}-deleted"] = ""
        form |= _fields(child.block, child.block.get_form_state(child.value), f"{name}-value")
    return form


def _fields(kind: Any, state: Any, name: str) -> dict[str, Any]:
    if hasattr(kind, "child_blocks"):
        fields: dict[str, Any] = {}
        for key, child in kind.child_blocks.items():
            fields |= _fields(child, state[key], f"{name}-{key}")
        return fields
    if hasattr(kind, "child_block"):
        fields = {f"{name}-count": len(state)}
        for place, one in enumerate(state):
            prefix = f"{name}-{place}"
            fields |= {f"{prefix}-order": place, f"{prefix}-id": one["id"], f"{prefix}-deleted": ""}
            fields |= _fields(kind.child_block, one["value"], f"{prefix}-value")
        return fields
    if isinstance(state, list):
        state = state[0] if state else ""
    return {} if state in (None, False) else {name: state}


@pytest.mark.usefixtures("no_plugin")
def test_three_saves_without_the_plugins_keep_everything(client: Client) -> None:
    client.force_login(UserFactory.create(roles=("trainer",)))
    body = [activity("known", plugin="elsewhere"), quiz(question(competency="unheard-of"))]
    lesson = LessonPageFactory.create(body=body, competencies=["unheard-of", "empathy"])
    for _ in range(3):
        form = posted(lesson)
        assert form["body-0-value-activity"] == "elsewhere/known"
        response = client.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), {**form, "action-publish": "1"})
        assert response.status_code == 302
        lesson = LessonPage.objects.get(pk=lesson.pk)
        assert lesson.body.get_prep_value() == body
        assert lesson.competencies == ["unheard-of", "empathy"]
    assert lesson.revisions.count() == 4


@pytest.mark.usefixtures("plugin")
def test_choices_come_from_the_plugins_and_keep_the_stored_value() -> None:
    field = competency_keys.OpenChoiceField(offer=competency_keys.indicator_choices)
    select: Any = field.widget
    html = select.render("competency", ["gone"])
    assert '<optgroup label="Conductual">' in html
    assert '<option value="empathy">Empatía</option>' in html
    assert '<option value="gone" selected>gone</option>' in html
    assert "gone" not in select.render("competency", ["empathy"])


@pytest.mark.usefixtures("plugin")
def test_activities_are_offered_by_kind() -> None:
    assert activities.activity_choices() == [("Juegos", [("scenarios/known", "El cobro repetido")])]


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("scenarios/cobro", ActivityRef("scenarios", "cobro")),
        ("scenarios/a/b", ActivityRef("scenarios", "a/b")),
        ("", None),
        ("scenarios", None),
        ("/cobro", None),
    ],
)
def test_reference_is_read_as_written(text: str, reference: ActivityRef | None) -> None:
    assert ActivityRef.parse(text) == reference
    assert reference is None or str(reference) == text


@pytest.mark.usefixtures("plugin")
def test_plugins_do_not_reach_migrations() -> None:
    call_command("makemigrations", "courses", check=True, dry_run=True, verbosity=0)


def test_every_kind_of_block_is_shown(client: Client) -> None:
    reply = {"said": "Dicho", "why": "Razón"}
    body = [
        block("heading", "Un título"),
        block("text", "<p>Un <b>texto</b>.</p>"),
        block("voice", {"quote": "Es la tercera vez", "who": "Gloria"}),
        block("compare", {"situation": "Situación", "poor": reply, "better": reply, "best": reply}),
        block("steps", {"title": "", "items": [{"type": "item", "id": "1", "value": {"title": "Mira", "text": "Ve"}}]}),
        block("callout", {"tone": "warn", "title": "Ojo", "text": "Cuidado"}),
        block("reflection", {"prompt": "¿Y tú?"}),
        block("checklist", {"title": "Turno", "items": [{"type": "item", "id": "1", "value": "Prueba"}]}),
    ]
    page = shown(client, LessonPageFactory.create(body=body))
    expected = ["Un título", "<b>texto</b>", "«Es la tercera vez»", "compare__best", "Mira", "Ojo", "¿Y tú?", "Prueba"]
    assert [words for words in expected if words not in page] == []
    assert '<article class="lesson__text prose" lang="es">' in page
