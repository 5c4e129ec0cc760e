"""A calibration: one immutable version of everything the engine needs besides the ledger and a date.

Every state names the version and the digest it was computed with, so it can be replayed to the same numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from competencies.engine.levels import SUFFICIENT_S
from competencies.engine.parameters import ContinuousItem, Item, Prior, Scale, require_finite, require_positive

AnyItem = Item | ContinuousItem

# Five-point ratings cross from one category to the next where the default scale crosses from one level to the next.
_RATING_STEPS = (-1.2, -0.4, 0.4, 1.2)
STARTING_ITEMS: Mapping[str, AnyItem] = MappingProxyType(
    {
        "quiz": Item(1.0, 0.0),
        "scenario": Item(1.0, 0.0, (-0.4, 0.4)),
        "observation": Item(1.0, 0.8, _RATING_STEPS),
        "survey": Item(0.6, 0.8, _RATING_STEPS),
        "indicator": ContinuousItem(0.0, 1.5),
        "certificate": Item(1.5, 0.0),
    }
)


@dataclass(frozen=True, slots=True)
class Calibration:
    """One version of the parameters.

    `default_items` is keyed by kind of instrument and serves any item not yet calibrated; `items` is keyed by the
    item's own key; `severities` (ρ, logits, positive is strict) by the rater's. Half-lives are in days.
    """

    version: str
    prior: Prior = field(default_factory=Prior)
    scale: Scale = field(default_factory=Scale)
    default_half_life_days: float = 365.0
    half_life_days: Mapping[str, float] = field(default_factory=dict)
    session_correlation: float = 0.2
    default_items: Mapping[str, AnyItem] = field(default_factory=lambda: STARTING_ITEMS)
    items: Mapping[str, AnyItem] = field(default_factory=dict)
    severities: Mapping[str, float] = field(default_factory=dict)
    sufficient_s: float = SUFFICIENT_S

    def __post_init__(self) -> None:
        if not self.version:
            raise ValueError("The calibration has no version: name it, so that its results can be replayed.")
        require_positive(self.default_half_life_days, "default half-life in days")
        for competency, days in self.half_life_days.items():
            require_positive(days, f"half-life of {competency} in days")
        if not 0.0 <= self.session_correlation <= 1.0:
            raise ValueError(
                f"The correlation within a session is {self.session_correlation}, and it must lie between 0 and 1."
            )
        for rater, severity in self.severities.items():
            require_finite(severity, f"severity of rater {rater}")
        require_positive(self.sufficient_s, "largest s that counts as sufficient evidence")
        for name in ("half_life_days", "default_items", "items", "severities"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def half_life(self, competency: str) -> float:
        """Half-life H_c of a competency's evidence, in days."""
        return self.half_life_days.get(competency, self.default_half_life_days)

    def item(self, key: str, instrument: str) -> AnyItem:
        """The calibrated item `key`, or the default for its kind of instrument."""
        found = self.items.get(key) or self.default_items.get(instrument)
        if found is None:
            raise ValueError(
                f"Calibration {self.version} knows neither the item {key} nor the kind of instrument {instrument}: "
                "add a default for that kind to the calibration."
            )
        return found

    def severity(self, rater: str | None) -> float:
        """Severity ρ of a rater in logits; zero for no rater and for one not yet calibrated."""
        return 0.0 if rater is None else self.severities.get(rater, 0.0)

    def to_document(self) -> dict[str, Any]:
        """Plain lists, dicts, strings and numbers: what `from_document` reads back to an equal calibration."""
        return {
            "version": self.version,
            "prior": {"mu": self.prior.mu, "sigma": self.prior.sigma},
            "scale": list(self.scale.cuts),
            "default_half_life_days": self.default_half_life_days,
            "half_life_days": dict(self.half_life_days),
            "session_correlation": self.session_correlation,
            "default_items": {key: _item_document(item) for key, item in self.default_items.items()},
            "items": {key: _item_document(item) for key, item in self.items.items()},
            "severities": dict(self.severities),
            "sufficient_s": self.sufficient_s,
        }

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no blanks, so that equal calibrations give equal text."""
        return json.dumps(self.to_document(), sort_keys=True, separators=(",", ":"), allow_nan=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Calibration:
        """The calibration a document describes; ValueError says what is missing or wrong in it."""
        try:
            cuts = tuple(float(cut) for cut in document["scale"])
            if len(cuts) != 4:
                raise ValueError(f"The scale has {len(cuts)} cut points, and five levels need exactly four.")
            return cls(
                version=str(document["version"]),
                prior=Prior(float(document["prior"]["mu"]), float(document["prior"]["sigma"])),
                scale=Scale((cuts[0], cuts[1], cuts[2], cuts[3])),
                default_half_life_days=float(document["default_half_life_days"]),
                half_life_days=_numbers(document["half_life_days"]),
                session_correlation=float(document["session_correlation"]),
                default_items=_items(document["default_items"]),
                items=_items(document["items"]),
                severities=_numbers(document["severities"]),
                sufficient_s=float(document["sufficient_s"]),
            )
        except KeyError as missing:
            raise ValueError(f"The calibration lacks {missing}: add it and load the calibration again.") from missing
        except (TypeError, AttributeError) as wrong:
            raise ValueError(f"The calibration cannot be read ({wrong}): export it again and load that.") from wrong

    @classmethod
    def from_json(cls, text: str) -> Calibration:
        """The calibration that `to_json` wrote."""
        document = json.loads(text)
        if not isinstance(document, dict):
            raise ValueError("The calibration is not a JSON object: export it again and load that.")
        return cls.from_document(document)


def _numbers(document: Mapping[str, Any]) -> dict[str, float]:
    return {key: float(value) for key, value in document.items()}


def _items(document: Mapping[str, Any]) -> dict[str, AnyItem]:
    return {key: _item(value) for key, value in document.items()}


def _item_document(item: AnyItem) -> dict[str, Any]:
    if isinstance(item, ContinuousItem):
        return {"offset": item.offset, "sd": item.sd}
    return {"discrimination": item.discrimination, "difficulty": item.difficulty, "steps": list(item.steps)}


def _item(document: Mapping[str, Any]) -> AnyItem:
    if "sd" in document:
        return ContinuousItem(float(document["offset"]), float(document["sd"]))
    steps = tuple(float(step) for step in document["steps"])
    return Item(float(document["discrimination"]), float(document["difficulty"]), steps)
