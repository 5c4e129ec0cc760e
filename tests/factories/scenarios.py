"""Published scenarios, straight from definitions, and plays of them."""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from wagtail.models import Page

from lms.core import clock
from lms.people.models import User
from lms.records.models import Attempt, Build
from lms.records.services import store_build
from scenarios.engine.build import Build as Compiled
from scenarios.engine.build import compile_build
from scenarios.engine.events import Choose
from scenarios.formats.native import load_yaml
from scenarios.models import Publication, ScenarioPage
from scenarios.play import services
from scenarios.play.builds import KIND
from tests.scenarios import samples

CONTENT = Path(__file__).parent.parent.parent / "scenarios" / "content"


def stored(compiled: Compiled, key: str, locale: str = "es", title: str = "") -> Build:
    """The record of a compiled scenario."""
    definition = compiled.definition
    return store_build(
        kind=KIND,
        activity_key=key,
        locale=locale,
        title=title or definition.title.get(locale, key),
        definition=json.loads(compiled.json),
    )


def published(compiled: Compiled, key: str, locale: str = "es") -> Build:
    """The same, running now: what one gets when starting `key` in `locale`."""
    build = stored(compiled, key, locale)
    publication = Publication.objects.filter(key=key, locale=locale).first()
    if publication is not None:
        publication.build = build
        publication.save()
        return build
    page = ScenarioPage(title=build.title, slug=slugify(f"{key}-{locale}"), key=key, live=False)
    Page.get_first_root_node().add_child(instance=page)
    Publication.objects.create(key=key, locale=locale, page=page, build=build, published_at=clock.now())
    return build


@lru_cache
def shipped(key: str, locale: str | None = None) -> Compiled:
    """A scenario of the product, compiled."""
    return compile_build(load_yaml((CONTENT / f"{key}.yaml").read_text(encoding="utf-8")), locale)


def hand_made(**more: Any) -> Compiled:
    """Two scenes and two endings, keyed by five experts.

    `greet`: well +2, so-so 0, rude −2 (shows listening and empathy). `offer`: fair +1.8, cold −0.2 (shows empathy) and
    odd, which the experts dispute (mean 0.2). The best play gets 0, the worst −4 − 2 = −6.
    """
    return samples.build(
        samples.scene(
            "greet",
            samples.choice(
                "well",
                "offer",
                ratings=[2, 2, 2, 2, 2],
                shows=["active-listening", "empathy"],
                effects=[["trust", "add", 3], ["irritation", "add", -3]],
            ),
            samples.choice("so-so", "offer", ratings=[0, 0, 0, 0, 0], shows=["active-listening", "empathy"]),
            samples.choice(
                "rude",
                "offer",
                ratings=[-2, -2, -2, -2, -2],
                shows=["active-listening", "empathy"],
                effects=[["irritation", "add", 4]],
            ),
            lines=[{"by": "guest", "text": samples.text("Buenas.")}],
            hint=samples.text("Saluda."),
        ),
        samples.scene(
            "offer",
            samples.choice("fair", "happy", ratings=[2, 2, 2, 2, 1], shows=["empathy"]),
            samples.choice("cold", "sad", ratings=[0, 0, 0, 0, -1], shows=["empathy"]),
            samples.choice("odd", "sad", ratings=[2, -2, 2, -2, 1], shows=["empathy"]),
            lines=[{"by": "guest", "text": samples.text("¿Y entonces?")}],
            timer={"seconds": 20, "on_timeout": {"to": "sad", "ratings": [-2, -2, -2, -2, -2]}},
        ),
        samples.ending("happy", "good"),
        samples.ending("sad", "bad"),
        **more,
    )


def play_through(actor: User, attempt: Attempt, choices: Iterable[str]) -> Attempt:
    """Say `choices` one after another, from where the attempt stands. The attempt is read anew."""
    start = attempt.responses.count()
    for number, choice in enumerate(choices, start=start):
        services.take_turn(
            actor=actor, attempt=attempt, sequence=number, token=f"{attempt.pk}-{number}", given=Choose(choice)
        )
    found: Attempt = Attempt.objects.select_related("build", "employee", "result").get(pk=attempt.pk)
    return found
