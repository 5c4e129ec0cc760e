"""What the simulated people are really like, which the product never gets to see: it only sees what they do.

θ is on the engine's logit scale, where 0 is the starting point of everybody and 0.4 the threshold of level 3.
"""

import random
from dataclasses import dataclass

COMPETENCIES = (
    "active-listening",
    "customer-understanding",
    "cultural-respect",
    "stewardship",
    "empathy",
    "composure",
    "humility",
    "difficult-customers",
    "transparency",
    "consistency",
    "product-knowledge",
    "procedures-and-slas",
    "systems-and-records",
    "channel-skills",
    "risk-privacy-law",
)

# What the work of a place makes easier or harder, in logits, beside the general level of its people.
PLACES: dict[str, dict[str, float]] = {
    "recepcion": {"empathy": 0.3, "product-knowledge": 0.3, "composure": -0.3, "channel-skills": -0.1},
    "contacto": {"composure": -0.8, "difficult-customers": -0.6, "systems-and-records": 0.3, "channel-skills": 0.3},
    "mostrador": {"product-knowledge": -0.3, "cultural-respect": 0.3, "transparency": 0.2},
    "reservas": {"transparency": -0.4, "product-knowledge": 0.4, "procedures-and-slas": 0.3},
    "facturacion": {"customer-understanding": -0.5, "empathy": -0.3, "procedures-and-slas": 0.5},
    "oficina": {"channel-skills": -0.2, "risk-privacy-law": 0.3, "consistency": 0.2},
}
STARTING_LEVEL = 0.75
GROWTH_IN_A_YEAR = 0.45
SPREAD_OF_PEOPLE = 0.5
SPREAD_WITHIN_A_PERSON = 0.45


@dataclass(frozen=True, slots=True)
class Temperament:
    """One person's real θ by competency a year ago, how fast it grows, and how much of the offer they take up."""

    theta: dict[str, float]
    growth: float
    diligence: float

    def at(self, competency: str, years: float) -> float:
        """θ of a competency `years` after the year began (0..1)."""
        return self.theta.get(competency, 0.0) + self.growth * years


def draw_temperament(unit_key: str, *, tenure_years: float, leads: bool, rng: random.Random) -> Temperament:
    """A person of a unit: more tenure and leading people help, nothing else about a person does."""
    place = next((effects for prefix, effects in PLACES.items() if unit_key.startswith(prefix)), {})
    general = rng.gauss(STARTING_LEVEL, SPREAD_OF_PEOPLE) + 0.08 * min(tenure_years, 5) + (0.4 if leads else 0.0)
    theta = {
        competency: general + place.get(competency, 0.0) + rng.gauss(0, SPREAD_WITHIN_A_PERSON)
        for competency in COMPETENCIES
    }
    return Temperament(theta, max(0.0, rng.gauss(GROWTH_IN_A_YEAR, 0.2)), min(1.0, max(0.15, rng.gauss(0.75, 0.2))))
