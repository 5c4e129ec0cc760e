"""The real editor, as a trainer: simple scenarios publish, broken ones are kept as drafts and told why."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.courses.models import HomePage
from lms.plugins import switchboard
from lms.plugins.contributions import ActivityCard, ActivityOption
from lms.plugins.models import PluginSwitch
from lms.records.models import Build
from scenarios.activity import RolePlays
from scenarios.authoring.to_page import page_values
from scenarios.engine.build import canonical_json, compile_build, load_build
from scenarios.formats.native import load
from scenarios.importing import import_files
from scenarios.models import Publication, ScenarioPage
from scenarios.publishing import BrokenScenario, publish_build
from scenarios.selectors import current_build, publications
from tests.factories.people import UserFactory
from tests.scenarios.authoring.forms import posted

pytestmark = pytest.mark.django_db
EXEMPLAR = Path(__file__).resolve().parent.parent / "exemplar" / "escenario-sobreventa.yaml"


@pytest.fixture
def trainer(client: Client) -> Client:
    """A browser with a trainer signed in."""
    client.force_login(UserFactory.create(roles=("trainer",)))
    return client


def home(language: str = "es") -> Any:
    """The home of a language."""
    return HomePage.objects.get(locale__language_code=language)


def reply(text: str, target: str, value: int, **more: Any) -> dict[str, Any]:
    """A choice as a newcomer fills it in."""
    block = ScenarioPage._meta.get_field("body").stream_block.child_blocks["scene"].child_blocks["choices"].child_block
    return {**block.get_prep_value(block.get_default()), "text": text, "target": target, "value": value, **more}


def scene(title: str, *choices: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A scene as a newcomer fills it in: no id, no people."""
    block = ScenarioPage._meta.get_field("body").stream_block.child_blocks["scene"]
    value = {**block.get_prep_value(block.get_default()), "title": title}
    value["choices"] = [{"type": "item", "value": choice, "id": None} for choice in choices]
    line = block.child_blocks["lines"].child_block
    said = {**line.get_prep_value(line.get_default()), "text": "Llevo veinte minutos esperando."}
    value["lines"] = [{"type": "item", "value": said, "id": None}]
    return {"type": "scene", "value": {**value, **more}, "id": None}


def simple(good: str = "se-va-contento") -> dict[str, Any]:
    """Three scenes, two choices."""
    return {
        "title": "El taxi que no llega",
        "body": [
            scene(
                "Llegada",
                reply("Llamo ya mismo.", good, 2, effects=[["trust", "add", 2]], shows=["stewardship"]),
                reply("No depende de nosotros.", "se-va-molesto", -2),
            ),
            scene("Se va contento", ending="good"),
            scene("Se va molesto", ending="bad"),
        ],
    }


ADD = "/cms/pages/add/scenarios/scenariopage/{}/"


def add(client: Client, values: dict[str, Any], **more: Any) -> Any:
    """Send the form of a new role-play."""
    return client.post(ADD.format(home().pk), posted(values, slug="el-taxi", **more))


def codes_above(form: Any) -> list[str]:
    """The codes listed above the form, after the sentence that introduces them."""
    sentences = [str(error.message) for error in form.errors.as_data()["__all__"]]
    return [sentence.split(".")[0] for sentence in sentences[1:]]


def test_simple_scenario_written_by_a_trainer_is_published_and_builds(trainer: Client) -> None:
    response = add(trainer, simple(), **{"action-publish": "1"})
    assert response.status_code == 302
    page = ScenarioPage.objects.get()
    assert (page.key, page.live, page.competencies) == ("el-taxi", True, ["stewardship"])
    build = current_build("el-taxi", "es")
    assert build is not None
    compiled = load_build(canonical_json(build.definition), build.sha256)
    assert compiled.definition.start == "llegada"
    assert [choice.id for choice in compiled.definition.scenes[0].choices] == ["llegada-1", "llegada-2"]
    assert [(member.id, member.role) for member in compiled.definition.cast] == [("customer", "customer")]
    assert {name: axis.start for name, axis in compiled.definition.mood.items()} == {
        "irritation": 5,
        "trust": 5,
        "patience": 5,
    }


def test_warnings_are_told_after_publishing_and_keep_nothing_back(trainer: Client) -> None:
    add(trainer, simple(), **{"action-publish": "1"})
    shown = trainer.get("/cms/").content.decode()
    assert "W06." in shown


def test_broken_scenario_is_kept_as_a_draft(trainer: Client) -> None:
    response = add(trainer, simple(good="nowhere"))
    assert response.status_code == 302
    page = ScenarioPage.objects.get()
    assert (page.live, Build.objects.count()) == (False, 0)


def test_broken_scenario_is_not_published_and_its_author_reads_why(trainer: Client) -> None:
    response = add(trainer, simple(good="nowhere"), **{"action-publish": "1"})
    assert response.status_code == 200
    form = response.context["form"]
    assert codes_above(form) == ["E01", "E02"]
    nested = form.errors.as_data()["body"][0].block_errors
    assert nested[0].block_errors["choices"].block_errors[0].block_errors["target"].message.startswith("E01.")
    assert nested[1].block_errors["title"].message.startswith("E02.")
    assert not Build.objects.exists()


def test_scenario_without_scenes_is_told_to_write_one(trainer: Client) -> None:
    response = add(trainer, {"title": "Vacío"}, **{"action-publish": "1"})
    assert codes_above(response.context["form"]) == ["E01"]


def test_live_scenario_may_have_a_broken_draft_and_keeps_running(trainer: Client) -> None:
    add(trainer, simple(), **{"action-publish": "1"})
    page = ScenarioPage.objects.get()
    before = current_build("el-taxi", "es")
    values = page.values()
    values["body"][0]["value"]["choices"][0]["value"]["target"] = "nowhere"
    response = trainer.post(f"/cms/pages/{page.pk}/edit/", posted(values, slug=page.slug))
    assert response.status_code == 302
    page.refresh_from_db()
    assert page.has_unpublished_changes
    assert current_build("el-taxi", "es") == before
    with pytest.raises(BrokenScenario):
        page.get_latest_revision().publish()


def test_whole_exemplar_sent_by_the_editor_unchanged_gives_the_same_build(trainer: Client) -> None:
    page = import_files(paths=[EXEMPLAR])[0]
    before = current_build(page.key, "es")
    response = trainer.post(
        f"/cms/pages/{page.pk}/edit/", posted(page.values(), slug=page.slug, **{"action-publish": "1"})
    )
    assert response.status_code == 302
    assert current_build(page.key, "es") == before
    assert Build.objects.filter(locale="es").count() == 1
    written = load(EXEMPLAR.read_text(encoding="utf-8"))
    assert ScenarioPage.objects.get(pk=page.pk).values() == {**page_values(written, "es")}


def test_same_content_published_again_gives_the_same_build_and_earlier_content_its_own(trainer: Client) -> None:
    add(trainer, simple(), **{"action-publish": "1"})
    page = ScenarioPage.objects.get()
    first = current_build("el-taxi", "es")
    page.title = "Otro título"
    page.save_revision().publish()
    page.refresh_from_db()
    second = current_build("el-taxi", "es")
    page.title = "El taxi que no llega"
    page.save_revision().publish()
    assert (second != first, current_build("el-taxi", "es")) == (True, first)
    assert first is not None
    assert first.sha256 == compile_build(ScenarioPage.objects.get().definition(), "es").sha256


def test_unpublished_scenario_cannot_be_started(trainer: Client) -> None:
    add(trainer, simple(), **{"action-publish": "1"})
    ScenarioPage.objects.get().unpublish()
    assert (current_build("el-taxi", "es"), publications("es"), Build.objects.count()) == (None, [], 1)


def test_key_no_plugin_offers_survives_saving(trainer: Client) -> None:
    values = simple()
    values["body"][0]["value"]["choices"][0]["value"]["shows"] = ["gone-for-good"]
    add(trainer, values)
    page = ScenarioPage.objects.get()
    trainer.post(f"/cms/pages/{page.pk}/edit/", posted(page.values(), slug=page.slug))
    saved = page.get_latest_revision_as_object()
    assert saved.body[0].value["choices"][0]["shows"] == ["gone-for-good"]
    assert saved.competencies == ["gone-for-good"]


def test_copy_gets_a_key_of_its_own_and_a_translation_shares_it(trainer: Client) -> None:
    add(trainer, simple(), **{"action-publish": "1"})
    page = ScenarioPage.objects.get()
    copied = page.copy(update_attrs={"slug": "otro-taxi"})
    translated = page.copy_for_translation(home("en").locale)
    assert (copied.key, translated.key) == ("otro-taxi", "el-taxi")
    assert [block.id for block in translated.body] == [block.id for block in page.body]
    revised = copied.get_latest_revision_as_object()
    revised.save_revision().publish()
    assert current_build("otro-taxi", "es") is not None


def test_editor_shows_problems_coverage_and_outline_of_the_draft(trainer: Client) -> None:
    add(trainer, simple(good="nowhere"))
    page = ScenarioPage.objects.get()
    shown = trainer.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert 'class="scn-problems__code" title="error">E01' in shown
    assert 'id="outline-llegada"' in shown
    assert "stewardship" in shown


def test_preview_reads_the_draft_through_and_records_nothing(trainer: Client) -> None:
    add(trainer, simple(good="nowhere"))
    page = ScenarioPage.objects.get()
    shown = trainer.get(f"/cms/pages/{page.pk}/view_draft/").content.decode()
    assert shown.index("Llegada") < shown.index("Se va molesto")
    assert 'href="#scene-se-va-molesto"' in shown
    assert not Build.objects.exists()


def test_page_address_leads_to_where_it_is_played(trainer: Client) -> None:
    add(trainer, simple(), **{"action-publish": "1"})
    response = trainer.get("/el-taxi/")
    assert (response.status_code, response["Location"]) == (302, "/practice/el-taxi/")


def test_switched_off_plugin_has_no_menu_entry_list_or_new_pages(trainer: Client) -> None:
    assert '"/cms/scenarios/"' in trainer.get("/cms/").content.decode()
    PluginSwitch.objects.create(slug="scenarios", enabled=False, changed_at="2026-01-01T00:00Z")
    switchboard.forget()
    assert '"/cms/scenarios/"' not in trainer.get("/cms/").content.decode()
    assert trainer.get("/cms/scenarios/").status_code == 404
    assert trainer.get(ADD.format(home().pk)).status_code in (302, 403, 404)


def test_list_of_role_plays_asks_the_same_questions_for_one_and_three(trainer: Client) -> None:
    def count() -> int:
        switchboard.forget()
        trainer.get("/cms/scenarios/")
        with CaptureQueriesContext(connection) as asked:
            trainer.get("/cms/scenarios/")
        return len(asked)

    add(trainer, simple(), **{"action-publish": "1"})
    one = count()
    page = ScenarioPage.objects.get()
    for slug in ("dos", "tres"):
        page.copy(update_attrs={"slug": slug})
    assert count() == one


def test_publication_is_one_per_key_and_language(trainer: Client) -> None:
    add(trainer, simple(), **{"action-publish": "1"})
    publish_build(page=ScenarioPage.objects.get())
    assert list(Publication.objects.values_list("key", "locale")) == [("el-taxi", "es")]


def test_published_scenario_is_an_activity_for_lessons(trainer: Client) -> None:
    values = {**simple(), "estimated_minutes": 7, "summary": "Un taxi que no llega."}
    add(trainer, values, **{"action-publish": "1"})
    activity = RolePlays()
    assert activity.options("en") == [ActivityOption("el-taxi", "El taxi que no llega")]
    assert activity.card("el-taxi", employee=None, language="en") == ActivityCard(
        title="El taxi que no llega", url="/practice/el-taxi/", minutes=7, summary="Un taxi que no llega."
    )
    assert activity.card("nothing", employee=None, language="es") is None
