"""Scenario files become pages and builds, once, and come back byte for byte."""

from pathlib import Path

import pytest
from wagtail.models import Revision

from lms.records.models import Build
from scenarios.formats.native import dump_yaml, load
from scenarios.importing import (
    LanguageNotHere,
    UnreadableScenario,
    export_scenario,
    import_files,
    import_scenario,
    read_scenario,
    shipped_files,
)
from scenarios.models import Publication, ScenarioPage
from tests.factories.people import UserFactory
from tests.scenarios.samples import definition, ending, scene

pytestmark = pytest.mark.django_db
EXEMPLAR = Path(__file__).resolve().parent.parent / "exemplar" / "escenario-sobreventa.yaml"


@pytest.mark.parametrize("path", [EXEMPLAR, *shipped_files()], ids=lambda path: path.stem)
def test_file_imported_and_exported_comes_back_byte_for_byte(path: Path) -> None:
    import_files(paths=[path])
    written = load(path.read_text(encoding="utf-8"))
    assert export_scenario(written.id) == dump_yaml(written)


def test_importing_makes_linked_live_pages_and_one_build_per_language() -> None:
    actor = UserFactory.create()
    pages = import_files(paths=[EXEMPLAR], actor=actor)
    assert [page.locale.language_code for page in pages] == ["es", "en"]
    assert {page.translation_key for page in pages} == {pages[0].translation_key}
    assert {(page.slug, page.key, page.live) for page in pages} == {
        ("reserva-que-no-existe", "reserva-que-no-existe", True)
    }
    blocks = [[block.id for block in page.body] for page in pages]
    assert blocks[0] == blocks[1]
    builds = Build.objects.filter(kind="scenario", activity_key="reserva-que-no-existe").order_by("locale")
    assert [(build.locale, build.title) for build in builds] == [
        ("en", "The booking that does not exist"),
        ("es", "La reserva que no existe"),
    ]
    assert Revision.objects.filter(object_id=str(pages[0].pk)).get().user == actor
    assert Publication.objects.count() == 2


def test_importing_again_changes_nothing() -> None:
    import_files(paths=[EXEMPLAR])
    before = (Revision.objects.count(), Build.objects.count(), ScenarioPage.objects.count())
    import_files(paths=[EXEMPLAR])
    assert (Revision.objects.count(), Build.objects.count(), ScenarioPage.objects.count()) == before


def test_importing_a_changed_file_publishes_only_the_changed_language(tmp_path: Path) -> None:
    import_files(paths=[EXEMPLAR])
    changed = EXEMPLAR.read_text(encoding="utf-8").replace("There are no insults or threats.", "Nobody is insulted.")
    path = tmp_path / "changed.yaml"
    path.write_text(changed, encoding="utf-8")
    import_files(paths=[path])
    builds = Build.objects.filter(activity_key="reserva-que-no-existe")
    assert sorted(builds.values_list("locale", flat=True)) == ["en", "en", "es"]


def test_file_with_a_mistake_names_the_line_and_imports_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(EXEMPLAR.read_text(encoding="utf-8").replace("difficulty: 3", "dificulty: 3"), encoding="utf-8")
    with pytest.raises(UnreadableScenario) as refused:
        import_files(paths=[EXEMPLAR, broken])
    assert list(refused.value.details) == ["broken.yaml:22"]
    assert ScenarioPage.objects.count() == 0


def test_language_the_site_does_not_have_is_refused_whole() -> None:
    text = EXEMPLAR.read_text(encoding="utf-8").replace("locales: [es, en]", "locales: [es, en, pt]")
    with pytest.raises(LanguageNotHere):
        import_scenario(definition=read_scenario(text))
    assert ScenarioPage.objects.count() == 0


def test_scenario_in_one_language_makes_one_page() -> None:
    written = definition(
        scene("uno", {"id": "a", "text": {"es": "Sí"}, "to": "fin", "value": 1}), ending("fin"), locales=["es"]
    )
    assert [page.locale.language_code for page in import_scenario(definition=written)] == ["es"]
