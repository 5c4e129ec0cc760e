"""Parameters and calibrations: what they refuse, and their exact round trip through JSON."""

from __future__ import annotations

import json
import math
from types import MappingProxyType

import pytest

from competencies.engine.calibration import Calibration
from competencies.engine.parameters import ContinuousItem, Item, Prior, Scale


@pytest.mark.parametrize("a", [0.0, -1.0, math.nan, math.inf])
def test_item_with_impossible_discrimination_is_refused(a: float) -> None:
    with pytest.raises(ValueError, match="discrimination of the item"):
        Item(a, 0.0)


def test_item_without_steps_is_refused() -> None:
    with pytest.raises(ValueError, match="has no steps"):
        Item(1.0, 0.0, ())


@pytest.mark.parametrize("sd", [0.0, -0.1, math.nan])
def test_indicator_with_impossible_deviation_is_refused(sd: float) -> None:
    with pytest.raises(ValueError, match="standard deviation of the indicator"):
        ContinuousItem(0.0, sd)


def test_prior_without_spread_is_refused() -> None:
    with pytest.raises(ValueError, match="must be greater than zero"):
        Prior(0.0, 0.0)


def test_scale_that_does_not_rise_is_refused() -> None:
    with pytest.raises(ValueError, match="ascending order"):
        Scale((0.0, 1.0, 1.0, 2.0))


def test_scale_cut_of_level_one_has_no_lower_end() -> None:
    assert Scale().cut(1) == -math.inf
    assert [Scale().cut(level) for level in (2, 3, 4, 5)] == [-0.4, 0.4, 1.2, 2.0]


def test_scale_cut_of_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="from 1 to 5"):
        Scale().cut(6)


@pytest.mark.parametrize(("share", "outcome"), [(0.0, 0), (0.1, 0), (0.125, 1), (0.5, 2), (0.8, 3), (1.0, 4)])
def test_outcome_of_share_is_nearest_category(share: float, outcome: int) -> None:
    assert Item(1.0, 0.0, (0.0, 0.0, 0.0, 0.0)).outcome_of(share) == outcome


def test_outcome_of_share_beyond_full_credit_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Item(1.0, 0.0).outcome_of(1.2)


def _calibration() -> Calibration:
    return Calibration(
        version="2026-1",
        prior=Prior(0.1, 0.9),
        scale=Scale((-1.0, 0.1, 1.0, 2.5)),
        half_life_days={"empathy": 200.0},
        items={"q1": Item(1.3, -0.2), "csat": ContinuousItem(0.3, 0.8)},
        severities={"r1": 0.25},
    )


def test_calibration_survives_json_exactly() -> None:
    calibration = _calibration()
    again = Calibration.from_json(calibration.to_json())
    assert again == calibration
    assert again.digest == calibration.digest


def test_calibration_digest_ignores_key_order_and_sees_values() -> None:
    document = _calibration().to_document()
    shuffled = json.dumps(dict(reversed(document.items())))
    assert Calibration.from_json(shuffled).digest == _calibration().digest
    document["severities"] = {"r1": 0.26}
    assert Calibration.from_document(document).digest != _calibration().digest
    assert len(_calibration().digest) == 64


def test_calibration_cannot_be_changed_through_its_mappings() -> None:
    half_lives = {"empathy": 200.0}
    calibration = Calibration(version="1", half_life_days=half_lives)
    half_lives["empathy"] = 1.0
    assert calibration.half_life("empathy") == 200.0
    assert isinstance(calibration.half_life_days, MappingProxyType)


def test_calibration_finds_item_then_default_of_its_instrument() -> None:
    calibration = _calibration()
    assert calibration.item("q1", "quiz") == Item(1.3, -0.2)
    assert calibration.item("q2", "quiz") == Item(1.0, 0.0)
    assert calibration.half_life("composure") == 365.0
    assert (calibration.severity("r1"), calibration.severity("r2"), calibration.severity(None)) == (0.25, 0.0, 0.0)
    with pytest.raises(ValueError, match="knows neither the item q2 nor the kind of instrument oracle"):
        calibration.item("q2", "oracle")


def test_calibration_without_a_part_names_it() -> None:
    document = _calibration().to_document()
    del document["prior"]
    with pytest.raises(ValueError, match="lacks 'prior'"):
        Calibration.from_document(document)


@pytest.mark.parametrize("text", ["[]", '{"version": "1", "scale": 3}', '{"version": "1", "scale": [1, 2]}'])
def test_calibration_that_is_something_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"calibration|scale"):
        Calibration.from_json(text)
