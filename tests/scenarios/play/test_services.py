from fractions import Fraction
from typing import Any

import pytest

from lms.core.errors import NotHere, Refused
from lms.people.models import User
from lms.records.models import Attempt, Build, Observation, Response, Result
from lms.records.services import AlreadyFinished, OutOfTurn
from scenarios.engine.analysis import analyse, got_points, regrets
from scenarios.engine.events import Choose, Hint, Timeout
from scenarios.engine.step import available_choices
from scenarios.models import Publication
from scenarios.play import services
from scenarios.play.models import Solution
from scenarios.play.observing import outcome_of
from scenarios.play.replay import fold, play_of
from scenarios.play.solving import solution_of
from tests.factories.scenarios import hand_made, play_through, published, shipped
from tests.scenarios import samples

pytestmark = pytest.mark.django_db


def begin(actor: User, mode: str = Attempt.Mode.ASSESSED) -> Attempt:
    return services.begin(actor=actor, key="guest", mode=mode, seed=7)


def test_begin_pins_build_seed_and_prediction(person: User, guest: Build) -> None:
    attempt = services.begin(actor=person, key="guest", prediction=6, seed=11, language="es")
    assert (attempt.build, attempt.mode, attempt.ordinal) == (guest, "assessed", 1)
    assert attempt.context == {"seed": 11, "locale": "es", "prediction": 6}


def test_begin_twice_goes_on_with_the_same_attempt(person: User, guest: Build) -> None:
    assert begin(person) == begin(person)


@pytest.mark.parametrize("prediction", [-1, 11, True])
def test_begin_with_a_bad_prediction_starts_nothing(person: User, guest: Build, prediction: int) -> None:
    with pytest.raises(services.BadPrediction):
        services.begin(actor=person, key="guest", prediction=prediction)
    assert not Attempt.objects.exists()


def test_begin_with_an_unknown_mode_starts_nothing(person: User, guest: Build) -> None:
    with pytest.raises(Refused):
        begin(person, "for-real")
    assert not Attempt.objects.exists()


def test_begin_of_a_withdrawn_scenario_is_not_here(person: User, guest: Build) -> None:
    Publication.objects.all().delete()
    with pytest.raises(NotHere):
        begin(person)


def test_begin_solves_the_scenario_in_the_background(
    person: User, guest: Build, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        begin(person)
    solution = Solution.objects.get()
    assert (solution.low, solution.high, solution.level, solution.bounded) == ("-39/5", "0", True, False)


def test_an_attempt_stays_on_its_build_after_another_is_published(person: User, guest: Build) -> None:
    attempt = begin(person)
    newer = published(hand_made(title={"es": "Otra"}), "guest")
    ended = play_through(person, attempt, ["well", "fair"])
    assert (ended.build, ended.is_finished) == (guest, True)
    assert begin(person).build == newer


def test_the_replayed_state_equals_the_stored_turns(person: User, guest: Build) -> None:
    attempt = begin(person)
    taken = services.take_turn(actor=person, attempt=attempt, sequence=0, token="a", given=Choose("rude"))
    again = play_of(Attempt.objects.select_related("build").get(pk=attempt.pk))
    _, steps, state = fold(again.build, 7, [Choose("rude")])
    assert (taken.play.state, taken.play.steps) == (again.state, again.steps) == (state, steps)


def test_a_turn_sent_twice_counts_once(person: User, guest: Build) -> None:
    attempt = begin(person)
    first = services.take_turn(actor=person, attempt=attempt, sequence=0, token="a", given=Choose("well"))
    second = services.take_turn(actor=person, attempt=attempt, sequence=0, token="a", given=Choose("rude"))
    assert (first.new, second.new, second.events) == (True, False, ())
    assert second.play.state == first.play.state
    assert list(Response.objects.values_list("given__choice", flat=True)) == ["well"]


def test_the_last_turn_sent_twice_records_once(person: User, guest: Build) -> None:
    attempt = play_through(person, begin(person), ["well", "fair"])
    count = Observation.objects.count()
    again = services.take_turn(actor=person, attempt=attempt, sequence=1, token=f"{attempt.pk}-1", given=Choose("fair"))
    assert (again.new, Result.objects.count(), Observation.objects.count()) == (False, 1, count)


def test_two_tabs_keep_the_first_answer(person: User, guest: Build) -> None:
    attempt = begin(person)
    services.take_turn(actor=person, attempt=attempt, sequence=0, token="a", given=Choose("well"))
    with pytest.raises(OutOfTurn):
        services.take_turn(actor=person, attempt=attempt, sequence=0, token="b", given=Choose("rude"))
    assert Response.objects.count() == 1


@pytest.mark.parametrize("given", [Choose("fair"), Choose("nobody-wrote-this"), Timeout()])
def test_a_turn_the_rules_refuse_writes_nothing(person: User, guest: Build, given: Choose | Timeout) -> None:
    attempt = begin(person)
    with pytest.raises(services.TurnRefused):
        services.take_turn(actor=person, attempt=attempt, sequence=0, token="a", given=given)
    assert not Response.objects.exists()


def test_a_turn_after_the_end_is_refused(person: User, guest: Build) -> None:
    attempt = play_through(person, begin(person), ["well", "fair"])
    with pytest.raises(AlreadyFinished):
        services.take_turn(actor=person, attempt=attempt, sequence=2, token="late", given=Choose("well"))
    assert Response.objects.count() == 2


def test_observations_are_exact(person: User, guest: Build) -> None:
    attempt = play_through(person, begin(person), ["so-so", "cold"])
    found = Observation.objects.filter(attempt=attempt).order_by("item", "indicator")
    assert [(one.indicator, one.item, one.outcome, one.top, one.weight, one.label) for one in found] == [
        ("active-listening", "scenario:guest/greet", 2, 4, 0.5, "so-so"),
        ("empathy", "scenario:guest/greet", 2, 4, 0.5, "so-so"),
        ("empathy", "scenario:guest/offer", 2, 4, 1.0, "cold"),
    ]
    assert {one.difficulty for one in found} == {0.0}
    assert found[2].context == {
        "scene": "offer",
        "choice": "cold",
        "centred": -2.0,
        "key_spread": 0.4,
        "key_source": "experts",
        "hinted": False,
        "seen_before": False,
        "ordinal": 1,
    }


def test_a_disputed_reply_shows_nothing(person: User, guest: Build) -> None:
    play_through(person, begin(person), ["well", "odd"])
    assert set(Observation.objects.values_list("item", flat=True)) == {"scenario:guest/greet"}


def test_a_hint_halves_the_weight_and_takes_no_turn(person: User, guest: Build) -> None:
    attempt = begin(person)
    hinted = services.take_turn(actor=person, attempt=attempt, sequence=0, token="h", given=Hint())
    assert (hinted.play.state.turn, hinted.play.sequence) == (0, 1)
    play_through(person, attempt, ["well", "fair"])
    weights = dict(Observation.objects.order_by("item").values_list("item", "weight"))
    assert weights == {"scenario:guest/greet": 0.25, "scenario:guest/offer": 1.0}


@pytest.mark.parametrize(("tries", "weight"), [(1, 1.0), (2, 0.5), (3, 0.25), (4, 0.25)])
def test_each_finished_try_weighs_less(person: User, guest: Build, tries: int, weight: float) -> None:
    for _ in range(tries):
        attempt = play_through(person, begin(person), ["well", "fair"])
    assert attempt.observations.get(item="scenario:guest/offer").weight == weight


def test_leaving_scores_nothing_and_uses_no_try_up(person: User, guest: Build) -> None:
    attempt = begin(person)
    play_through(person, attempt, ["rude"])
    result = services.leave(actor=person, attempt=attempt)
    assert (result.ending, result.score, result.summary["turn"]) == ("left", None, 1)
    assert services.leave(actor=person, attempt=attempt) == result
    assert (Observation.objects.count(), Response.objects.count()) == (0, 1)
    second = play_through(person, begin(person), ["well", "fair"])
    found = second.observations.get(item="scenario:guest/offer")
    assert (found.weight, found.context["ordinal"], found.context["seen_before"]) == (1.0, 1, True)


def test_a_rehearsal_records_no_observations(person: User, guest: Build) -> None:
    attempt = play_through(person, begin(person, Attempt.Mode.PRACTICE), ["well", "fair"])
    assert (attempt.result.score, Observation.objects.count()) == (1.0, 0)


def test_a_scene_visited_twice_is_two_items(person: User) -> None:
    looping = samples.build(
        samples.scene(
            "ask",
            samples.choice("again", [{"scene": "ask", "when": [["tries", "lte", 1]]}, {"scene": "end"}], value=-2,
                           shows=["empathy"], effects=[["tries", "add", 1]]),
            samples.choice("done", "end", value=2, shows=["empathy"]),
        ),
        samples.ending("end"),
    )  # fmt: skip
    published(looping, "guest")
    play_through(person, begin(person), ["again", "done"])
    assert list(Observation.objects.order_by("item").values_list("item", "outcome")) == [
        ("scenario:guest/ask", 0),
        ("scenario:guest/ask#2", 4),
    ]


@pytest.mark.parametrize(
    ("centred", "outcome"), [("0", 4), ("-1/2", 4), ("-3/5", 3), ("-3/2", 3), ("-2", 2), ("-4", 0)]
)
def test_outcome_of_rounds_halves_in_favour(centred: str, outcome: int) -> None:
    assert outcome_of(Fraction(centred)) == outcome


def test_the_summary_tells_outcome_points_and_mood_apart(person: User, guest: Build) -> None:
    attempt = play_through(person, begin(person), ["rude", "fair"])
    result = attempt.result
    assert (result.summary["outcome"], result.summary["kind"]) == ("happy", "good")
    assert result.summary["points"] == {"got": -4.0, "min": -7.8, "max": 0.0, "bounded": False}
    assert result.score == pytest.approx(3.8 / 7.8)
    assert [(felt["turn"], felt["word"]) for felt in result.summary["mood"]] == [
        (0, "uneasy"),
        (1, "furious"),
        (2, "furious"),
    ]
    assert [(turn["scene"], turn["choice"], turn["lost"], turn["best"]) for turn in result.summary["turns"]] == [
        ("greet", "rude", 4.0, ["well"]),
        ("offer", "fair", 0.0, ["fair", "odd"]),
    ]


def test_silence_counts_like_a_reply_but_shows_no_competency(person: User, guest: Build) -> None:
    attempt = play_through(person, begin(person), ["well"])
    services.take_turn(actor=person, attempt=attempt, sequence=1, token="t", given=Timeout())
    result = Result.objects.get()
    assert (result.summary["outcome"], result.summary["points"]["got"]) == ("sad", -3.8)
    assert set(Observation.objects.values_list("item", flat=True)) == {"scenario:guest/greet"}


@pytest.mark.parametrize("key", ["cobro-repetido", "el-chat-de-medianoche", "la-maleta-y-la-cena"])
@pytest.mark.parametrize("slot", [0, 1, -1])
def test_lost_points_of_a_shipped_scenario_are_its_regrets(person: User, key: str, slot: int) -> None:
    build = shipped(key)
    published(build, "guest")
    attempt = begin(person)
    play = play_of(attempt)
    while play.state.outcome is None:
        choices = [item.id for item in available_choices(play.build, play.state)]
        taken = services.take_turn(
            actor=person, attempt=attempt, sequence=play.sequence, token=str(play.sequence), given=Choose(choices[slot])
        )
        play = taken.play
    analysis = analyse(build)
    solved = solution_of(build)
    assert analysis.range is not None
    assert (Fraction(solved.low), Fraction(solved.high)) == (analysis.range.low, analysis.range.high)
    exact = regrets(build, analysis, 7, play.inputs)
    summary = Result.objects.get().summary
    assert [turn["lost"] for turn in summary["turns"]] == [float(one.regret) for one in exact]
    assert [tuple(turn["best"]) for turn in summary["turns"]] == [one.best for one in exact]
    assert sum(one.regret for one in exact) == analysis.range.high - got_points(build, 7, play.inputs)


def test_play_from_here_is_a_rehearsal_with_the_earlier_turns(person: User, guest: Build) -> None:
    first = play_through(person, begin(person), ["rude", "cold"])
    published(hand_made(title={"es": "Otra"}), "guest")
    again = services.play_from(actor=person, attempt=first, upto=1)
    play = play_of(again)
    assert (again.mode, again.build, again.context["from"], again.context["upto"]) == (
        "practice",
        guest,
        str(first.uuid),
        1,
    )
    assert (play.state.scene, play.state.turn, play.state.seed, play.sequence) == ("offer", 1, 7, 0)
    ended = play_through(person, again, ["fair"])
    assert (ended.result.summary["points"]["got"], Observation.objects.filter(attempt=ended).count()) == (-4.0, 0)
    nested = services.play_from(actor=person, attempt=ended, upto=1)
    assert play_of(nested).state == play.state


def test_play_from_here_leaves_an_open_rehearsal(person: User, guest: Build) -> None:
    first = play_through(person, begin(person), ["rude", "cold"])
    rehearsal = begin(person, Attempt.Mode.PRACTICE)
    again = services.play_from(actor=person, attempt=first, upto=0)
    assert Result.objects.get(attempt=rehearsal).ending == "left"
    assert again != rehearsal


@pytest.mark.parametrize("upto", [-1, 2, 99])
def test_play_from_a_moment_that_never_was_is_refused(person: User, guest: Build, upto: int) -> None:
    first = play_through(person, begin(person), ["rude", "cold"])
    with pytest.raises(services.NothingToReplay):
        services.play_from(actor=person, attempt=first, upto=upto)
    assert Attempt.objects.count() == 1


def test_play_from_an_unfinished_play_is_refused(person: User, guest: Build) -> None:
    attempt = begin(person)
    with pytest.raises(services.NothingToReplay):
        services.play_from(actor=person, attempt=attempt, upto=0)


def test_one_who_left_may_go_on_as_a_rehearsal(person: User, guest: Build) -> None:
    attempt = begin(person)
    play_through(person, attempt, ["rude"])
    services.leave(actor=person, attempt=attempt)
    again = services.play_from(actor=person, attempt=Attempt.objects.get(pk=attempt.pk), upto=1)
    assert play_of(again).state.scene == "offer"
