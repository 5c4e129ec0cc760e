"""Names for people who do not exist."""

import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Name:
    """A given name, two surnames and a sex."""

    first: str
    last: str
    sex: str


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    lists = yaml.safe_load(Path(__file__).with_name("names.yaml").read_text(encoding="utf-8"))
    return {kind: text.split() for kind, text in lists.items()}


def draw_names(count: int, rng: random.Random) -> list[Name]:
    """`count` different full names, about six in ten of them women's."""
    lists = _lists()
    drawn: dict[tuple[str, str], Name] = {}
    while len(drawn) < count:
        sex = "f" if rng.random() < 0.6 else "m"
        first = rng.choice(lists["women" if sex == "f" else "men"])
        last = " ".join(rng.sample(lists["surnames"], 2))
        drawn.setdefault((first, last), Name(first, last, sex))
    return list(drawn.values())
