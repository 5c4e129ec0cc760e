"""Where figures put their marks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.ui.figures.band import pay_band
from lms.ui.figures.bars import distribution
from lms.ui.figures.effect import EffectBar, effect_bar
from lms.ui.figures.experts import expert_dots
from lms.ui.figures.heat import Cell, heat_cell
from lms.ui.figures.mood import MoodPoint, mood_line, mood_of
from lms.ui.figures.track import level_of, level_track
from lms.ui.figures.trend import TrendEvent, TrendPoint, trend


def test_level_track_below_target() -> None:
    track = level_track(Decimal("2.84"), Decimal("2.45"), Decimal("3.23"), 3)
    assert (track.dot, track.short, track.flag) == ("36.8%", True, "40%")
    assert (track.band_x, track.band_width, track.vague) == ("29%", "15.6%", False)
    assert [zone.here for zone in track.zones] == [False, True, False, False, False]
    assert (track.zones[0].x, track.zones[0].width, track.zones[4].middle) == ("0.25%", "19.5%", "90%")


def test_level_track_without_evidence_has_no_dot() -> None:
    track = level_track(None, Decimal("1.80"), Decimal("4.60"), 3)
    assert (track.dot, track.vague, track.short) == ("", True, False)
    assert not any(zone.here for zone in track.zones)


def test_level_track_without_target_or_band() -> None:
    track = level_track(3.5, None, None, None)
    assert (track.flag, track.band_x, track.short) == ("", "", False)


@pytest.mark.parametrize(("position", "level"), [(0.4, 1), (2.994, 2), (2.996, 3), (5.9, 5), (7, 5)])
def test_level_of_is_the_whole_part_a_reader_sees(position: float, level: int) -> None:
    assert level_of(position, 5) == level


def test_pay_band_marks() -> None:
    band = pay_band(
        Decimal(1900000), Decimal(2350000), Decimal(2800000),
        before=Decimal(2180000), now=Decimal(2297400), target=Decimal(2422000),
    )  # fmt: skip
    assert [(mark.name, mark.x, mark.label_y) for mark in band.marks] == [
        ("before", "31.11%", "18"),
        ("now", "44.16%", "18"),
        ("target", "58%", "18"),
    ]
    assert (band.move_x, band.move_width, band.rows) == ("31.11%", "13.04%", 1)


def test_pay_band_labels_that_would_touch_climb() -> None:
    band = pay_band(
        Decimal(100), Decimal(150), Decimal(200), before=Decimal(120), now=Decimal(122), target=Decimal(124)
    )
    assert [mark.label_y for mark in band.marks] == ["54", "36", "18"]
    assert (band.rows, band.top) == (3, 36)


def test_pay_band_unchanged_salary_is_one_mark() -> None:
    band = pay_band(Decimal(100), Decimal(150), Decimal(200), before=Decimal(120), now=Decimal(120))
    assert [mark.name for mark in band.marks] == ["same"]


def test_pay_band_salary_outside_widens_the_drawing() -> None:
    band = pay_band(Decimal(100), Decimal(150), Decimal(200), before=Decimal(0), now=Decimal(100))
    assert (band.bed_x, band.bed_width) == ("50%", "50%")
    assert [(mark.x, mark.anchor) for mark in band.marks] == [("0%", "start"), ("50%", "middle")]


def test_pay_band_of_no_width() -> None:
    band = pay_band(Decimal(100), Decimal(100), Decimal(100), now=Decimal(100))
    assert [mark.x for mark in band.marks] == ["0%"]


@pytest.mark.parametrize(
    ("value", "heat"), [(2.4, 1), (2.44, 1), (2.45, 2), (2.8, 2), (2.9, 3), (3.1, 3), (3.2, 4), (3.5, 4), (3.6, 5)]
)
def test_heat_cell_grades_what_is_printed(value: float, heat: int) -> None:
    assert heat_cell(value, 3, 5).heat == heat


def test_heat_cell_hides_small_groups() -> None:
    assert heat_cell(2.2, 3, 4) == Cell(heat=0, hidden=True, shown=None)
    assert heat_cell(None, 3, 18) == Cell(heat=0, hidden=False, shown=None)


@pytest.mark.parametrize(
    ("value", "mood"),
    [(10, "grateful"), (8, "grateful"), (7.9, "calm"), (6.4, "calm"), (4.2, "uneasy"), (2, "annoyed"), (0.9, "furious"),
     (-1, "furious"), (12, "grateful")],
)  # fmt: skip
def test_mood_of_value(value: float, mood: str) -> None:
    assert mood_of(value) == mood


def test_mood_line_places_turns() -> None:
    line = mood_line([MoodPoint(1, 7.0), MoodPoint(2, 0.9, pin="1", href="#m1")])
    assert [(p.x, p.y) for p in line.points] == [("4%", "71"), ("96%", "186.9")]
    assert line.line == "4,71 96,186.9"
    assert line.area == "4,204 4,71 96,186.9 96,204"


def test_mood_line_with_one_turn_and_none() -> None:
    assert mood_line([MoodPoint(1, 5)]).points[0].x == "50%"
    assert mood_line([]).points == ()


def test_mood_line_numbers_at_most_ten_turns() -> None:
    line = mood_line([MoodPoint(turn, 5) for turn in range(1, 31)])
    assert sum(placed.numbered for placed in line.points) == 10


def test_expert_dots_stack() -> None:
    dots = expert_dots([-1, -2, -1, -1, -1])
    assert dots.dots == (("6%", "13"), ("28%", "13"), ("28%", "7.8"), ("28%", "2.6"), ("28%", "-2.6"))
    assert dots.counts == ((-2, 1), (-1, 4))


@pytest.mark.parametrize(
    ("value", "bar"),
    [
        (0.14, EffectBar("up", "50%", "28%")),
        (-0.06, EffectBar("down", "38%", "12%")),
        (0.001, EffectBar("none", "50%", "0%")),
        (None, EffectBar("none", "50%", "0%")),
        (9, EffectBar("up", "50%", "50%")),
    ],
)
def test_effect_bar(value: float | None, bar: EffectBar) -> None:
    assert effect_bar(value) == bar


@given(st.floats(min_value=-10, max_value=10))
def test_effect_bar_never_leaves_its_drawing(value: float) -> None:
    bar = effect_bar(value)
    start, width = float(bar.x.rstrip("%")), float(bar.width.rstrip("%"))
    assert 0 <= start <= 50
    assert start + width <= 100


def test_distribution_marks_levels_below_target() -> None:
    drawn = distribution([41, 52, 20, 3, 0], target=3)
    assert [bar.short for bar in drawn.bars] == [True, True, False, False, False]
    assert (drawn.bars[1].y, drawn.bars[1].height, drawn.flag) == ("26", "176", "40%")
    assert distribution([0, 0]).bars[0].height == "0"


def test_trend_scale_holds_values_and_target() -> None:
    drawn = trend([TrendPoint("ene", 1.99, 1.86, 2.12), TrendPoint("feb", 2.32, 2.2, 2.44)], target=3,
                  events=[TrendEvent(1, "Curso")])  # fmt: skip
    assert [line.value for line in drawn.grid] == [1.5, 2.0, 2.5, 3.0]
    assert (drawn.target_y, drawn.moments[0].x, drawn.moments[1].x) == ("34", "3%", "96%")
    assert [(event.letter, event.x) for event in drawn.events] == [("A", "96%")]


def test_trend_with_one_moment() -> None:
    assert trend([TrendPoint("ene", 2.0)]).moments[0].x == "50%"
