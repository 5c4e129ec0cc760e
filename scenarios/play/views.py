"""Pages of playing: choose, get ready, talk, look back. Every one works without script."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.core.errors import Conflict, NotHere, Refused
from lms.people.selectors import employee_of, signed_in
from lms.plugins.cards import rendered_cards
from lms.records.models import Attempt, Result
from lms.records.selectors import own_attempt
from scenarios.play import services
from scenarios.play.builds import KIND, compiled
from scenarios.play.debrief import closing_of, debrief_of
from scenarios.play.forms import BeginForm, TurnForm, given_of
from scenarios.play.replay import play_of
from scenarios.play.selectors import (
    OwnRecord,
    available,
    occasion_of,
    one_available,
    own_records,
    running_build,
)
from scenarios.play.stage import is_rehearsal, stage_of
from scenarios.play.tellings import (
    cards_of,
    channel_word,
    debrief_scores,
    difficulty_word,
    losses_told,
    person_facts,
    rest_told,
    standing,
    whereabouts,
)

INPUTS = {"choose": "choose", "text": "text", "audio": "text"}
"""What the answer button of each format sends; the others rate."""


def language() -> str:
    """The language of the page."""
    return get_language() or "es"


def other_language(attempt: Attempt) -> str:
    """The language of the conversation, when it is not that of the page."""
    spoken: str = compiled(attempt.build).locale or language()
    return "" if spoken == language() else spoken


@login_required
@require_GET
def practice(request: HttpRequest) -> HttpResponse:
    """Every role-play, and how one has done in each."""
    scenarios = available(language())
    own = own_records(employee_of(request.user))
    return render(request, "scenarios/practice.html", {"cards": cards_of(scenarios, own)})


@login_required
@require_http_methods(["GET", "POST"])
def intro(request: HttpRequest, key: str) -> HttpResponse:
    """What one knows before the customer arrives, and the two ways to start."""
    scenario = one_available(key, language())
    if request.method == "POST":
        return _begin(request, key)
    employee = employee_of(request.user)
    own = own_records(employee, [key]).get(key, OwnRecord())
    asked = _("How do you think it will end for the customer, from 0 (very badly) to 10 (very well)?")
    context = {
        "scenario": scenario,
        "prediction": scenario.prediction or asked,
        "channel": channel_word(scenario.channel),
        "difficulty": difficulty_word(scenario.difficulty),
        "own": own,
        "can_play": employee is not None,
        "facts": person_facts(running_build(key, language()), language()),
        "scale": range(11),
    }
    return render(request, "scenarios/intro.html", context)


def _begin(request: HttpRequest, key: str) -> HttpResponse:
    form = BeginForm(request.POST)
    if not form.is_valid():
        raise services.BadPrediction if "prediction" in form.errors else Refused
    attempt = services.begin(
        actor=signed_in(request),
        key=key,
        mode=form.cleaned_data["mode"],
        prediction=form.cleaned_data["prediction"],
        language=language(),
    )
    return redirect("scenarios:play", attempt.uuid)


def _own(request: HttpRequest, uuid: UUID) -> Attempt:
    """The person's own attempt at a role-play; `NotHere` for anybody else's and for a quiz."""
    attempt = own_attempt(signed_in(request), uuid)
    if attempt.kind != KIND:
        raise NotHere
    return attempt


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def play(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The conversation. A POST is a turn."""
    attempt = _own(request, uuid)
    error = ""
    if request.method == "POST":
        try:
            return _turn(request, attempt)
        except Conflict as conflict:
            messages.warning(request, str(conflict))
            return _to_latest(attempt)
        except Refused as refusal:
            error = str(refusal)
    return _show(request, attempt, error)


def _turn(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    form = TurnForm(request.POST)
    if not form.is_valid():
        raise services.TurnRefused
    services.take_turn(
        actor=signed_in(request),
        attempt=attempt,
        sequence=form.cleaned_data["sequence"],
        token=form.cleaned_data["token"],
        given=given_of(form.cleaned_data, request.POST),
    )
    return _to_latest(attempt)


def _to_latest(attempt: Attempt) -> HttpResponse:
    """The play page, opened at the newest lines: without script nothing else would scroll there."""
    return redirect(reverse("scenarios:play", args=[attempt.uuid]) + "#latest")


def _show(request: HttpRequest, attempt: Attempt, error: str) -> HttpResponse:
    if attempt.is_finished and attempt.result.ending == Result.Ending.LEFT:
        return redirect("scenarios:debrief", attempt.uuid)
    stage = stage_of(play_of(attempt), language())
    occasion = None if is_rehearsal(attempt) else occasion_of(attempt)
    context = {
        "attempt": attempt,
        "stage": stage,
        "whereabouts": whereabouts(stage.channel),
        "standing": standing(occasion),
        "error": error,
        "input_name": INPUTS.get(stage.format, "rating"),
        "content_lang": other_language(attempt),
    }
    return render(request, "scenarios/play.html", context, status=Refused.status if error else 200)


@login_required
@require_POST
def leave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The safe exit."""
    attempt = _own(request, uuid)
    services.leave(actor=signed_in(request), attempt=attempt)
    return redirect("scenarios:debrief", attempt.uuid)


@login_required
@require_POST
def play_from(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A rehearsal from one moment of an earlier play."""
    attempt = _own(request, uuid)
    try:
        upto = int(request.POST.get("upto", ""))
    except ValueError as error:
        raise services.NothingToReplay from error
    again = services.play_from(actor=signed_in(request), attempt=attempt, upto=upto)
    return redirect("scenarios:play", again.uuid)


@login_required
@never_cache
@require_GET
def debrief(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A finished play looked at again. Before the end there is nothing to see: back to the conversation."""
    attempt = _own(request, uuid)
    if not attempt.is_finished:
        messages.info(request, _("This conversation has not ended yet. You can read how it went when it has."))
        return redirect("scenarios:play", attempt.uuid)
    told = play_of(attempt)
    if attempt.result.ending == Result.Ending.LEFT:
        context: dict[str, Any] = {
            "attempt": attempt,
            "stage": stage_of(told, language()),
            "closing": closing_of(attempt, told, language()),
            "upto": len(told.inputs),
            "content_lang": other_language(attempt),
        }
        return render(request, "scenarios/left.html", context)
    page = debrief_of(told, language())
    context = {
        "attempt": attempt,
        "debrief": page,
        "scores": debrief_scores(page, language()),
        "standing": standing(None if is_rehearsal(attempt) else occasion_of(attempt)),
        "losses": losses_told(page, language()),
        "rest": rest_told(page),
        "cards": rendered_cards("attempt_cards", request, attempt=attempt),
        "content_lang": other_language(attempt),
    }
    return render(request, "scenarios/debrief.html", context)
