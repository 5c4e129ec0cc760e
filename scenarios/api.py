"""Role-plays for other systems and other faces of the product: the same services, the same rules.

Nothing here tells the key: no values, no ratings, no rationales, and nothing of scenes one has not reached.
"""

from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from lms.core.errors import NotAllowed, NotHere
from lms.people.models import User
from lms.records.models import Attempt
from lms.records.selectors import own_attempt
from scenarios.engine.events import Choose, Hint, Input, Rating, Timeout, Words
from scenarios.play import services
from scenarios.play.builds import KIND
from scenarios.play.replay import Play, play_of
from scenarios.play.selectors import available, one_available
from scenarios.play.stage import Stage, stage_of


class ScenarioSerializer(serializers.Serializer[Any]):
    """A role-play, as told before playing it."""

    key = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    briefing = serializers.CharField()
    minutes = serializers.IntegerField(allow_null=True)
    difficulty = serializers.IntegerField(allow_null=True, help_text="1 (easy) to 5.")
    channel = serializers.CharField(help_text="counter, phone or chat.")
    notes = serializers.ListField(child=serializers.CharField(), help_text="Content notes.")
    customer = serializers.CharField()
    voice = serializers.CharField(help_text="The first thing the customer says.")
    mood = serializers.CharField(help_text="furious, annoyed, uneasy, calm or grateful.")


class BeginSerializer(serializers.Serializer[Any]):
    """Starting a play. An open one of the same mode is gone on with."""

    scenario = serializers.CharField()
    mode = serializers.ChoiceField(choices=Attempt.Mode.choices, default=Attempt.Mode.ASSESSED)
    prediction = serializers.IntegerField(min_value=0, max_value=10, required=False, allow_null=True)


class TurnSerializer(serializers.Serializer[Any]):
    """One turn: exactly one of choice, text, ratings, hint or timeout. The same token is accepted once."""

    sequence = serializers.IntegerField(min_value=0)
    token = serializers.CharField(max_length=64)
    choice = serializers.CharField(required=False)
    text = serializers.CharField(required=False)
    ratings = serializers.DictField(child=serializers.IntegerField(min_value=-2, max_value=2), required=False)
    hint = serializers.BooleanField(required=False)
    timeout = serializers.BooleanField(required=False)
    dwell_ms = serializers.IntegerField(min_value=0, required=False, default=0)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a turn that says two things at once, or nothing."""
        said = [name for name in ("choice", "text", "ratings", "hint", "timeout") if attrs.get(name)]
        if len(said) != 1:
            raise services.TurnRefused
        return attrs


class LineSerializer(serializers.Serializer[Any]):
    """One line of the conversation."""

    kind = serializers.CharField(help_text="customer, me, other or scene.")
    who = serializers.CharField()
    cue = serializers.CharField()
    text = serializers.CharField()
    turn = serializers.IntegerField()


class OptionSerializer(serializers.Serializer[Any]):
    """A reply that can be given now."""

    id = serializers.CharField(source="value")
    text = serializers.CharField(source="label")


class RuleSerializer(serializers.Serializer[Any]):
    """Something one can look up."""

    term = serializers.CharField()
    text = serializers.CharField(source="value")


class TimeLimitSerializer(serializers.Serializer[Any]):
    """How long the moment asks for an answer."""

    seconds = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of this name, as the scenario has it
    extendable = serializers.BooleanField()
    can_switch_off = serializers.BooleanField()


class StageSerializer(serializers.Serializer[Any]):
    """What is visible now."""

    title = serializers.CharField()
    turn = serializers.IntegerField()
    mood = serializers.CharField()
    format = serializers.CharField(help_text="choose, best_worst, rate_all, text or audio.")
    prompt = serializers.CharField()
    lines = LineSerializer(many=True)
    choices = OptionSerializer(many=True, source="options")
    timer = TimeLimitSerializer(allow_null=True)
    hint = serializers.CharField()
    hint_facts = RuleSerializer(many=True)
    can_hint = serializers.BooleanField()
    facts = RuleSerializer(many=True)
    ended = serializers.BooleanField()
    sequence = serializers.IntegerField(help_text="Number of the next turn.")


class PlaySerializer(serializers.Serializer[Any]):
    """A play at its present moment. `result` is there once it has ended."""

    uuid = serializers.UUIDField()
    scenario = serializers.CharField()
    mode = serializers.CharField()
    stage = StageSerializer()
    result = serializers.DictField(allow_null=True)


class ScenarioViewSet(viewsets.ViewSet):
    """The role-plays one can play."""

    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    @extend_schema(responses=ScenarioSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Every published role-play, the easier first."""
        return Response(ScenarioSerializer(available(_language()), many=True).data)

    @extend_schema(responses=ScenarioSerializer)
    def retrieve(self, request: Request, key: str) -> Response:
        """One role-play."""
        return Response(ScenarioSerializer(one_available(key, _language())).data)


class PlayViewSet(viewsets.ViewSet):
    """One's own plays."""

    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f-]{36}"

    @extend_schema(request=BeginSerializer, responses={201: PlaySerializer})
    def create(self, request: Request) -> Response:
        """Start a role-play."""
        asked = BeginSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        attempt = services.begin(
            actor=_caller(request),
            key=asked.validated_data["scenario"],
            mode=asked.validated_data["mode"],
            prediction=asked.validated_data.get("prediction"),
        )
        return Response(_shown(play_of(attempt)), status=status.HTTP_201_CREATED)

    @extend_schema(responses=PlaySerializer)
    def retrieve(self, request: Request, uuid: str) -> Response:
        """Where the play stands."""
        return Response(_shown(play_of(_own(request, uuid))))

    @extend_schema(request=TurnSerializer, responses=PlaySerializer)
    @action(detail=True, methods=["post"])
    def turn(self, request: Request, uuid: str) -> Response:
        """Take a turn."""
        asked = TurnSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        taken = services.take_turn(
            actor=_caller(request),
            attempt=_own(request, uuid),
            sequence=asked.validated_data["sequence"],
            token=asked.validated_data["token"],
            given=_input(asked.validated_data),
        )
        return Response(_shown(taken.play))

    @extend_schema(request=None, responses=PlaySerializer)
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, uuid: str) -> Response:
        """Leave, unscored."""
        attempt = _own(request, uuid)
        services.leave(actor=_caller(request), attempt=attempt)
        return Response(_shown(play_of(_own(request, uuid))))


def _language() -> str:
    return get_language() or "es"


def _caller(request: Request) -> User:
    if not isinstance(request.user, User):
        raise NotAllowed
    return request.user


def _own(request: Request, uuid: str) -> Attempt:
    try:
        attempt = own_attempt(_caller(request), UUID(uuid))
    except ValueError as error:
        raise NotHere from error
    if attempt.kind != KIND:
        raise NotHere
    return attempt


def _input(turn: dict[str, Any]) -> Input:
    dwell = turn["dwell_ms"]
    if turn.get("hint"):
        return Hint()
    if turn.get("timeout"):
        return Timeout(dwell)
    if turn.get("text"):
        return Words(turn["text"], dwell)
    if turn.get("ratings"):
        return Rating(turn["ratings"], dwell)
    return Choose(turn["choice"], dwell)


def _shown(play: Play) -> dict[str, Any]:
    attempt = play.attempt
    stage: Stage = stage_of(play, _language())
    result = attempt.result if attempt.is_finished else None
    shown = {
        "uuid": attempt.uuid,
        "scenario": attempt.activity_key,
        "mode": attempt.mode,
        "stage": stage,
        "result": None
        if result is None
        else {"ending": result.ending, "score": result.score, "outcome": result.summary.get("outcome")},
    }
    return dict(PlaySerializer(shown).data)
