"""How a simulated person answers: drawn from the same model the engine estimates with.

A person at θ answers a question of difficulty b rightly with probability 1/(1+e^(b−θ)), and among replies worth
x = 0..4 says one with probability proportional to e^(a·x·θ), which is the graded model with equal steps.
"""

import math
import random
from collections.abc import Mapping, Sequence

from demo.temperament import Temperament

STEEPNESS = 0.6


def knows(theta: float, difficulty: float, rng: random.Random) -> bool:
    """Whether a person at θ gets something of this difficulty right."""
    return rng.random() < 1 / (1 + math.exp(difficulty - theta))


def answer_question(
    question: Mapping[str, object], options: Sequence[Mapping[str, object]], theta: float, rng: random.Random
) -> list[str]:
    """The option ids a person at θ ticks."""
    difficulty = float(str(question["difficulty"]))
    if question["kind"] != "multiple":
        right = knows(theta, difficulty, rng)
        return [str(rng.choice([option for option in options if bool(option["correct"]) is right])["id"])]
    ticked = [str(one["id"]) for one in options if bool(one["correct"]) is knows(theta, difficulty, rng)]
    return ticked or [str(rng.choice(options)["id"])]


def choose_reply(worth: Mapping[str, float], theta: float, rng: random.Random) -> str:
    """One reply's id, given what each is worth against the best (0 at best, −4 at worst)."""
    ids = list(worth)
    weights = [math.exp(STEEPNESS * (4 + worth[one]) * theta) for one in ids]
    return rng.choices(ids, weights)[0]


def mean_theta(person: Temperament, competencies: Sequence[str], years: float) -> float:
    """What a reply draws on when it shows several competencies: their mean."""
    values = [person.at(key, years) for key in competencies] or [0.0]
    return sum(values) / len(values)
