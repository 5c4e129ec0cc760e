"""Every component and page renders to sound HTML without inline code, in both languages."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tests.ui.html import problems_in
from tests.ui.samples import SampleForm, sample_context

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
LANGUAGES = ["es", "en"]


class SamplePerson:
    """A signed-in user without a database."""

    is_authenticated = True
    email = "yuliana@example.org"

    def get_full_name(self) -> str:
        return "Yuliana Mina"

    def get_username(self) -> str:
        return "yuliana"

    def get_short_name(self) -> str:
        return "Yuliana"


def render(template: str, **context: object) -> str:
    """A template with a request, as the middleware and the context processors would have prepared it."""
    request = RequestFactory().get("/somewhere/?page=2&unit=3")
    request.user = AnonymousUser()
    values = {"user": SamplePerson(), "navigation": [], "messages": [], "LANGUAGE_CODE": "es", **context}
    return render_to_string(template, values, request=request)


@pytest.mark.parametrize("language", LANGUAGES)
def test_style_guide_is_sound(language: str) -> None:
    with translation.override(language):
        html = render("styleguide.html", **sample_context())
    assert problems_in(html) == []
    assert f'<html lang="{language}">' in html


def test_style_guide_shows_every_component() -> None:
    reachable = {
        line.split('"')[1]
        for path in TEMPLATES.rglob("*.html")
        for line in path.read_text(encoding="utf-8").split("{% include ")[1:]
        if line.startswith('"')
    }
    by_tag = {
        "components/level/track.html", "components/mood/mood.html", "components/mood/line.html",
        "components/experts/experts.html", "components/band/band.html", "components/band/sample.html",
        "components/chart/bars.html", "components/chart/trend.html", "components/rail/railbar.html",
    }  # fmt: skip
    components = {str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / "components").rglob("*.html")}
    assert components - reachable - by_tag == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "template",
    ["404.html", "403.html", "403_csrf.html", "account/logged_out.html", "account/locked.html",
     "account/password_reset_done.html", "account/password_reset_complete.html", "account/password_change_done.html",
     "account/password_reset_confirm.html", "base.html", "base_focus.html"],
)  # fmt: skip
def test_page_is_sound(template: str, language: str) -> None:
    with translation.override(language):
        html = render(template)
    assert problems_in(html) == []
    assert html.count("<main") == 1


@pytest.mark.parametrize("template", ["account/login.html", "account/password_reset.html"])
def test_account_form_is_sound(template: str) -> None:
    form = AuthenticationForm() if "login" in template else PasswordResetForm({"email": "not an address"})
    html = render(template, form=form, next="/somewhere/")
    assert problems_in(html) == []
    assert 'class="input"' in html


def test_server_error_page_needs_no_context_and_speaks_both_languages() -> None:
    html = render_to_string("500.html")
    assert problems_in(html) == []
    assert "Algo falló de nuestro lado." in html
    assert "Something failed on our side." in html


def test_navigation_marks_the_current_page() -> None:
    item = {"label": "Inicio", "url": "/", "icon": "home", "current": True, "badge": 3}
    html = render("base.html", navigation=[item])
    assert '<body class="has-nav">' in html
    assert '<a href="/" aria-current="page">' in html
    assert '<span class="nav__badge">3</span>' in html


def _entries(count: int, current: int) -> list[dict[str, Any]]:
    return [
        {"label": f"Entrada {n}", "url": f"/{n}/", "icon": "home", "current": n == current, "badge": 0}
        for n in range(1, count + 1)
    ]


def test_navigation_of_five_has_no_more() -> None:
    html = render("base.html", navigation=_entries(5, 5))
    assert "nav__more" not in html
    assert "nav__over" not in html


def test_navigation_of_seven_keeps_four_and_puts_the_rest_under_more() -> None:
    html = render("base.html", navigation=_entries(7, 6))
    assert problems_in(html) == []
    bar, more = html.split('<li class="nav__more">')
    assert [f'href="/{n}/"' in bar for n in range(1, 8)] == [True] * 7
    assert bar.count('<li class="nav__over">') == 3
    assert [f'href="/{n}/"' in more for n in range(1, 8)] == [False] * 4 + [True] * 3
    assert '<summary class="is-current">' in more


def test_focus_page_has_no_navigation() -> None:
    item = {"label": "Inicio", "url": "/", "icon": "home", "current": True, "badge": 0}
    html = render("base_focus.html", navigation=[item])
    assert "has-nav" not in html
    assert 'class="nav"' not in html


def test_anonymous_page_has_no_account_menu() -> None:
    html = render("base.html", user=AnonymousUser())
    assert 'class="menu"' not in html


def test_message_becomes_a_callout() -> None:
    html = render("base.html", messages=[Message(40, "No se guardó. <b>")])
    assert '<div class="callout callout--bad" role="status">' in html
    assert "No se guardó. &lt;b&gt;" in html


def test_field_names_its_hint_and_error() -> None:
    form = SampleForm({"email": "yuliana@ejemplo"})
    html = render("components/field/field.html", field=form["email"])
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-invalid="true"' in html


def test_errors_lead_to_their_fields() -> None:
    with translation.override("en"):
        html = render("components/errors/errors.html", form=SampleForm({"email": "yuliana@ejemplo"}))
    assert "There are 3 things to correct." in html
    assert '<a href="#id_email">' in html


def test_pagination_keeps_the_query() -> None:
    html = render("components/pagination/pagination.html", page=sample_context()["page"])
    assert 'href="?page=1&amp;unit=3"' in html
    assert 'href="?page=3&amp;unit=3"' in html


def test_language_switch_offers_the_other_language_and_comes_back() -> None:
    with translation.override("es"):
        html = render("components/language_switch/language_switch.html")
    assert 'value="en" lang="en">English</button>' in html
    assert 'name="next" value="/somewhere/?page=2&amp;unit=3"' in html
    assert 'value="es"' not in html


def test_receipt_shows_what_is_added_and_what_is_taken() -> None:
    with translation.override("es"):
        html = render("components/receipt/receipt.html", **sample_context())
    cells = [part.split("</td>")[0].strip() for part in html.split("<td>")[1:]]
    assert cells == [
        "$\u00a02.180.000,00", "+\u00a0$\u00a081.344,57", "−\u00a0$\u00a00,01", "$\u00a02.261.344,56",
    ]  # fmt: skip
