"""The numbers of the board, worked out by hand for the organisation of `organisation`."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from competencies.dashboard import report
from competencies.dashboard.board import Board
from competencies.dashboard.sentence import in_a_sentence, opening
from competencies.models import Competency, CompetencyState, Requirement
from lms.people.models import Employee, Position, Unit
from tests.competencies.dashboard.organisation import found, hire, known
from tests.factories.people import PositionFactory, UnitFactory

pytestmark = pytest.mark.django_db


def board(**parameters: str) -> Board:
    return report.board_for(parameters)[0]


def said(shown: Board, language: str = "en") -> str:
    with translation.override(language):
        return "".join(part.text for part in opening(shown))


def rows_of(shown: Board) -> list[tuple[Any, ...]]:
    with translation.override("en"):
        return [tuple(row.values()) for row in report.by_unit(shown, []).rows]


def test_map_shows_means_and_hides_the_islet_with_its_neighbour() -> None:
    found()
    assert rows_of(board()) == [
        ("North", 10, Decimal("3.1"), None),
        ("South", 5, "hidden", Decimal("3.0")),
        ("Islet", 3, "hidden", None),
        ("All units", 18, Decimal("2.8"), Decimal("3.0")),
        ("Mean target", None, Decimal("3.3"), Decimal("2.0")),
    ]


def test_cells_carry_their_distance_and_step() -> None:
    found()
    north = board().rows[0].cells
    assert (north[0].asked, north[0].n, north[0].below, north[0].step) == (10, 10, 8, 2)
    assert north[0].distance == pytest.approx(-0.45)
    assert north[0].weighted == pytest.approx(0.2 * 2.5 + 0.5 * 2.5)
    assert (north[1].asked, north[1].n, north[1].mean, north[1].step) == (5, 0, None, 0)
    assert board().rows[1].cells[1].step == 5
    assert board().rows[2].cells[0].step == 0


def test_detail_is_the_competency_with_the_largest_weighted_gap() -> None:
    found()
    shown = board()
    assert [(one.competency.key, one.cell.below, one.cell.n) for one in shown.ranking] == [("listening", 11, 18)]
    assert shown.ranking[0].cell.weighted == pytest.approx(2.95)
    assert shown.focus is not None
    assert [(row.position.key, row.cell.below, row.cell.n) for row in shown.focus.positions] == [
        ("agent", 6, 13), ("lead", 5, 5),
    ]  # fmt: skip
    assert [row.cell.distance for row in shown.focus.positions] == [pytest.approx(32 / 13 - 3), pytest.approx(-0.5)]
    assert [row.cell.weighted for row in shown.focus.positions] == [pytest.approx(1.7), pytest.approx(1.25)]
    levels = shown.focus.levels
    assert levels is not None
    assert (levels.counts, levels.below, levels.close, levels.target) == ((3, 3, 12, 0, 0), 11, 0, None)


def test_filters_narrow_people_and_competencies() -> None:
    found()
    assert [row.unit.key for row in board(unit="south").rows] == ["south", "islet"]
    assert board(position="lead").people == 5
    assert [one.key for one in board(kind="technical").columns] == ["records"]
    assert [one.key for one in board(show="gap").columns] == ["listening"]
    assert board(unit="nowhere").people == 18


def test_total_of_a_single_small_unit_is_hidden_too() -> None:
    found()
    shown = board(unit="islet")
    assert (shown.totals[0].hidden, shown.ranking, shown.focus) == (True, (), None)
    assert said(shown) == "There are too few people here to show averages. Choose a wider filter."


def test_a_lone_holder_of_a_position_is_not_told_from_the_others() -> None:
    found()
    alone = PositionFactory.create(key="alone")
    listening = Competency.objects.get(key="listening")
    Requirement.objects.create(position=alone, competency=listening, level=3, weight="0.1", valid_from="2020-01-01")
    known(hire(Unit.objects.get(key="north"), alone), listening, 1.0)
    shown = board()
    assert shown.focus is not None
    assert {row.position.key: row.cell.hidden for row in shown.focus.positions} == {
        "agent": False, "lead": True, "alone": True,
    }  # fmt: skip
    assert [row["people"] for row in report.by_position(shown.focus).rows].count(13) == 1


def test_sentence_counts_positions_below_target() -> None:
    found()
    assert said(board()) == (
        "2 of the 2 positions with enough evidence are clearly below their target in active listening."
    )
    assert said(board(position="lead")) == (
        "The only position with enough evidence is clearly below its target in active listening."
    )
    parts = opening(board())
    assert [(part.url, part.strong) for part in parts] == [("#gaps", False), ("", False), ("", True), ("", False)]


def test_sentence_about_people_when_positions_are_fine_on_average() -> None:
    found()
    CompetencyState.objects.filter(competency__key="listening").update(position=4.9)
    one = CompetencyState.objects.filter(competency__key="listening").first()
    assert one is not None
    CompetencyState.objects.filter(pk=one.pk).update(position=2.5)
    assert said(board()) == (
        "On average no position is clearly below its target in active listening; 1 of 18 people is below their own."
    )


def test_sentence_when_everybody_reaches_their_target() -> None:
    found()
    CompetencyState.objects.filter(competency__key="listening").update(position=4.2)
    assert said(board()) == "Everybody with enough evidence reaches their target in active listening."


def test_sentence_claims_nothing_of_positions_it_hides() -> None:
    found()
    Employee.objects.filter(
        pk__in=Employee.objects.filter(assignments__position__key="lead").order_by("pk")[:2]
    ).update(left_on="2025-06-01")
    assert said(board()) == "9 of the 16 people with enough evidence are below their target in active listening."


def test_sentence_without_people_requirements_or_evidence() -> None:
    assert said(board()) == "Nobody is in post with these filters."
    found()
    CompetencyState.objects.all().delete()
    assert said(board()) == "There is not enough evidence yet to say how anybody stands against their position."
    Requirement.objects.all().delete()
    assert said(board()) == ("No position here asks for these competencies yet, so there is nothing to compare with.")


def test_requirements_and_posts_count_only_while_in_force() -> None:
    found()
    Requirement.objects.filter(competency__key="records").update(valid_until="2021-01-01")
    Employee.objects.filter(assignments__unit__key="south").update(left_on="2025-06-01")
    shown = board()
    assert shown.people == 13
    assert [cell.asked for cell in shown.totals] == [13, 0]


def test_unit_without_people_in_post_has_no_row() -> None:
    found()
    UnitFactory.create(key="empty")
    assert [row.unit.key for row in board().rows] == ["north", "south", "islet"]
    assert Position.objects.count() == 2


def test_names_begin_small_inside_a_sentence_unless_they_are_initials() -> None:
    assert in_a_sentence("Escucha activa") == "escucha activa"
    assert in_a_sentence("ANS y plazos") == "ANS y plazos"
    assert in_a_sentence("") == ""
