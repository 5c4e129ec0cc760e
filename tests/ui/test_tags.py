"""What the tags and filters write, in Spanish and in English numbers."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.template import Context, Template
from django.utils import translation

from lms.core import clock
from tests.ui.html import problems_in


def rendered(source: str, language: str = "es", **context: Any) -> str:
    with translation.override(language):
        return Template("{% load talante %}" + source).render(Context(context))


def test_filters_follow_the_language() -> None:
    source = "{{ p|level }}|{{ e|signed }}|{{ s|pct }}|{{ a|money:'COP' }}|{{ a|signed_money }}|{{ n|level }}"
    values: dict[str, Any] = {"p": Decimal("2.84"), "e": -0.06, "s": 0.75, "a": Decimal("81344.57"), "n": None}
    assert rendered(source, **values) == "2,84|−0,06|75\u00a0%|$\u00a081.344,57|+\u00a0$\u00a081.344,57|—"
    assert rendered(source, "en", **values) == "2.84|−0.06|75%|COP\u00a081,344.57|+\u00a0COP\u00a081,344.57|—"


def test_day_filter_is_in_the_readers_zone() -> None:
    with clock.at(datetime(2026, 11, 4, 12, tzinfo=UTC)):
        midnight_in_greenwich = datetime(2026, 10, 23, 2, tzinfo=UTC)
        assert rendered("{{ when|day }}", when=midnight_in_greenwich) == "22 de octubre"
        assert rendered("{{ when|short_date }}", when=midnight_in_greenwich) == "22 oct 2026"


def test_icon_is_decorative_unless_labelled() -> None:
    assert rendered('{% icon "next" %}') == (
        '<svg width="20" height="20" aria-hidden="true"><use href="/static/icons.svg#i-next"/></svg>'
    )
    assert rendered('{% icon "close" 16 "quitar" %}') == (
        '<svg width="16" height="16" role="img" aria-label="quitar"><use href="/static/icons.svg#i-close"/></svg>'
    )


def test_icon_escapes_its_label() -> None:
    assert '"<b>' not in rendered("{% icon 'next' 20 label %}", label='"><b>')


def test_effect_carries_its_sign_and_bar() -> None:
    html = rendered("{% effect value %}", value=Decimal("-0.06"))
    assert html == (
        '<span class="effect effect--down"><svg class="effect__bar" aria-hidden="true">'
        '<rect x="38%" y="3" width="12%" height="8" rx="2"/><line x1="50%" x2="50%" y1="0" y2="14"/></svg>−0,06</span>'
    )
    assert rendered("{% effect value bar=False %}", value=0.21) == '<span class="effect effect--up">+0,21</span>'
    assert rendered("{% effect None %}", "en") == '<span class="effect effect--none">pending</span>'


def test_level_now_in_words() -> None:
    source = "{% level_now position 0.75 target own %}"
    assert rendered(source, "en", position=2.84, target=3, own=True) == "Guided, 75% · 0.16 to go"
    assert rendered(source, "en", position=2.84, target=3, own=False) == "Guided, 75% · 0.16 below the target"
    assert rendered(source, "en", position=3.52, target=3, own=True) == "Autonomous, 75% · you meet it"
    assert rendered(source, "en", position=3.52, target=None, own=True) == "Autonomous, 75%"
    assert rendered(source, "en", position=None, target=3, own=True) == "Not known yet"


def test_level_track_says_in_words_what_it_shows() -> None:
    html = rendered("{% level_track 2.84 2.45 3.23 3 %}", "en")
    assert 'aria-label="Level 2.84, between 2.45 and 3.23. Target: 3."' in html
    assert 'class="track__dot track__dot--short" cx="36.8%"' in html
    assert problems_in(html) == []


def test_level_track_without_evidence_draws_no_dot() -> None:
    html = rendered("{% level_track None 1.8 4.6 3 %}", "en")
    assert 'aria-label="Not enough evidence. Somewhere between 1.80 and 4.60. Target: 3."' in html
    assert "<circle" not in html
    assert "track__band--vague" in html


def test_coordinates_keep_their_point_in_spanish() -> None:
    html = rendered("{% level_track 2.84 2.45 3.23 3 %}", "es")
    assert 'cx="36.8%"' in html


def test_heat_cell_links_unless_hidden() -> None:
    assert rendered('{% heat 2.8 3 18 url="/p" %}') == (
        '<td class="heat" data-heat="2"><a href="/p">2,8<svg viewBox="0 0 10 10" width="9" height="9" '
        'aria-hidden="true"><path d="M0 2h10L5 8z"/></svg></a></td>'
    )
    hidden = rendered('{% heat 2.8 3 4 url="/p" %}', "en")
    assert "2.8" not in hidden
    assert "/p" not in hidden
    assert '<span class="visually-hidden">hidden</span>' in hidden


def test_band_svg_says_in_words_what_it_shows() -> None:
    html = rendered(
        "{% band_svg low mid high before=a now=b target=c %}", "en",
        low=Decimal(1900000), mid=Decimal(2350000), high=Decimal(2800000),
        a=Decimal(2180000), b=Decimal(2297400), c=Decimal(2422000),
    )  # fmt: skip
    label = "Band from 1,900,000 to 2,800,000. Before 2,180,000; now 2,297,400; target 2,422,000."
    assert f'aria-label="{label}"' in html
    assert problems_in(html) == []


def test_mood_line_accepts_plain_values() -> None:
    html = rendered(
        '{% mood_line points "Ernesto" %}', "en", points=[{"turn": 1, "value": 7.0}, {"turn": 2, "value": 0.9}]
    )
    assert "Ernesto: calm at the start, furious at the lowest point (turn 2), furious at the end." in html
    assert '<td class="num">0.9</td>' in html
    assert "Your reply" not in html


def test_experts_count_each_rating() -> None:
    html = rendered("{% experts ratings %}", "en", ratings=[-2, -1, -1])
    assert 'aria-label="Number of experts at each rating, from −2 to +2: −2: 1, −1: 2"' in html
