"""Sample context for every component: what the style guide shows and what the tests render."""

from decimal import Decimal
from types import SimpleNamespace as Sample
from typing import Any

from django import forms
from django.core.paginator import Paginator

from lms.ui.figures.mood import MoodPoint
from lms.ui.figures.trend import TrendEvent, TrendPoint


class SampleForm(forms.Form):
    """One field of each kind."""

    email = forms.EmailField(label="Correo de trabajo", help_text="Te escribimos solo por cosas de tu cuenta.")
    unit = forms.ChoiceField(label="Unidad", choices=[("ctg", "Recepción Cartagena"), ("bog", "Recepción Bogotá")])
    seen = forms.ChoiceField(
        label="¿Qué viste?",
        widget=forms.RadioSelect,
        choices=[("1", "Bajó el ritmo y ofreció un paso concreto."), ("2", "No tuve oportunidad de verlo.")],
    )
    said = forms.CharField(label="¿Qué dijo?", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    agree = forms.BooleanField(label="Lo vi yo, en su turno.", required=False)
    token = forms.CharField(widget=forms.HiddenInput, initial="t", required=False)


class FilterForm(forms.Form):
    """Two filters."""

    unit = forms.ChoiceField(label="Unidad", choices=[("", "Todas")], required=False)
    on = forms.DateField(label="Corte", widget=forms.DateInput(attrs={"type": "date"}), required=False)


def levels() -> list[Sample]:
    """Reached, not yet, and not known."""
    return [
        Sample(name="Escucha activa", position=Decimal("3.52"), low=Decimal("3.10"), high=Decimal("3.94"),
               target=3, probability=0.95, trend="steady", trend_text="Estable", foot="9 evidencias"),
        Sample(name="Serenidad bajo presión", url="#", position=Decimal("2.84"), low=Decimal("2.45"),
               high=Decimal("3.23"), target=3, probability=0.75, trend="up", trend_text="Subiendo"),
        Sample(name="Respeto por la cultura del cliente", position=None, low=Decimal("1.80"), high=Decimal("4.60"),
               target=3, foot="Solo hay una evidencia.", action="Mostrar lo que sabes, 6 min", action_url="#"),
    ]  # fmt: skip


def mood_points() -> list[MoodPoint]:
    """A conversation of seven turns with two moments."""
    values = [7.0, 6.4, 4.2, 0.9, 3.2, 2.9, 5.1]
    pins = {4: ("1", "Momento 1, turno 4"), 5: ("+", "Buen momento, turno 5")}
    return [
        MoodPoint(
            turn=turn,
            value=value,
            said=f"Frase {turn}",
            pin=pins.get(turn, ("", ""))[0],
            href="#m1" if turn in pins else "",
            label=pins.get(turn, ("", ""))[1],
        )
        for turn, value in enumerate(values, start=1)
    ]


def trend_points() -> list[TrendPoint]:
    """Eleven months."""
    months = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov"]
    values = [1.99, 1.97, 1.96, 1.95, 1.93, 1.92, 1.98, 2.08, 2.18, 2.26, 2.32]
    return [TrendPoint(month, value, value - 0.12, value + 0.12) for month, value in zip(months, values, strict=True)]


def sample_context() -> dict[str, Any]:
    """Everything the style guide needs."""
    invalid = SampleForm({"email": "yuliana@ejemplo", "unit": "ctg"})
    invalid.is_valid()
    return {
        "levels": levels(),
        "evidence": [
            Sample(what="Hernán te observó en una entrada de grupo", url="#", meta="22 de octubre", effect=0.21),
            Sample(what="Pediste que bajara la voz", meta="Turno 4", effect=Decimal("-0.06")),
            Sample(what="Tu encuesta 360 está en revisión", meta="Antes del 12 de noviembre", effect=None),
            Sample(what="Ya puedes leer tu revisión salarial", meta="Hoy", badge="Nuevo", badge_kind="accent"),
        ],
        "moods": ["grateful", "calm", "uneasy", "annoyed", "furious"],
        "mood_points": mood_points(),
        "choices": [
            Sample(value="a", label="Señor, le pido que baje la voz, por favor."),
            Sample(value="b", label="Tiene razón: pagó y le fallamos. Ya le tengo otro cuarto.", checked=True),
        ],
        "answered": [
            Sample(label="«Entiendo su molestia, señor.»"),
            Sample(label="«Cuarenta minutos esperando es mucho.»", state="right", more="La elegiste, y es la mejor."),
        ],
        "anchors": [
            Sample(value="1", anchor=1, label="Se alteró o se quedó sin respuesta."),
            Sample(value="3", anchor=3, label="Bajó el ritmo y ofreció un paso concreto.", checked=True),
            Sample(value="", plain=True, label="No tuve oportunidad de verlo"),
        ],
        "invite": Sample(
            mood="furious", who="Ernesto Aldana, huésped", minutes=7,
            quote="«Pagué hace dos meses. ¿Y usted me dice que esta noche no tengo dónde dormir?»",
            title="Sobreventa a medianoche", why="Es lo que más te acerca a lo que pide tu cargo.",
            url="#", action="Atender a Ernesto", other_url="#", other_action="Ver otras opciones",
        ),
        "rows": [
            Sample(title="Sigue donde ibas: «Nombrar lo que pasó»", meta="Lección 3 de 5", url="#"),
            Sample(title="Jugar «Noche sin luz» por primera vez", meta="7 min", url="#", effect_text="+0,08 a +0,17"),
            Sample(title="Certificado de datos del huésped", meta="En dos semanas", badge="Vence", badge_kind="warn"),
        ],
        "lines": [
            Sample(kind="scene", text="11:40 de la noche. Hay dos personas en la fila."),
            Sample(kind="customer", who="Ernesto Aldana", text="Buenas noches. Reserva a nombre de Aldana."),
            Sample(kind="me", who="Tú", text="Bienvenido, señor Aldana. Deme un momento y la reviso."),
            Sample(kind="other", who="Una señora, en la fila", text="¿Cómo así? ¿Y nosotros?"),
            Sample(kind="customer", who="Ernesto Aldana", text="¡Quiero mi habitación! Ya.", new=True),
        ],
        "replies": [
            Sample(grade="poor", said="«Qué raro, el sistema dice que está activa.»", why="Le crees más al sistema."),
            Sample(grade="better", said="«Ya mismo le hago otra tarjeta.»", why="Es lo mismo que oyó antes."),
            Sample(grade="best", said="«Tres veces ha tenido que bajar. Voy con usted.»", why="Nombra el hecho."),
        ],
        "steps": [
            Sample(label="La llave que no abría", url="#", done=True),
            Sample(label="Tres respuestas", url="#", now=True),
            Sample(label="Dos preguntas", url="#"),
        ],
        "stat": [
            Sample(text="Cumples "), Sample(text="7 de las 10", url="#", strong=True),
            Sample(text=" competencias que pide tu cargo."),
        ],
        "scores": [
            Sample(label="Desenlace", value="Reubicado, con taxi", note="El segundo mejor de cuatro finales"),
            Sample(label="Tus decisiones", value="9,5 de 12 puntos"),
        ],
        "facts": [
            Sample(term="Aprobó", value="Inés Caicedo, talento humano"),
            Sample(term="Lecturas", value="3 personas lo han abierto.", link="Ver quién", url="#"),
        ],
        "moment": Sample(
            id="m1", pin="1", title="Cuando estalló", meta="turno 4 · te costó 1,5 puntos", customer_name="Ernesto",
            customer="«¡Quiero mi habitación! Ya.»", mine="«Le pido que baje la voz, por favor.»",
            best="«Tiene razón: pagó y le fallamos.»", why="A quien perdió su cuarto le suena a regaño.",
            mine_ratings=[-2, -1, -1, -1, -1], best_ratings=[1, 2, 2, 2, 2], replay_url="#", read_url="#",
            read="Leer más",
        ),
        "receipt": Sample(
            caption="Salario básico mensual, en pesos colombianos", currency="COP",
            lines=[
                Sample(label="Salario actual", amount=Decimal("2180000")),
                Sample(label="Competencia", amount=Decimal("81344.57"), note="La misma parte para todos."),
                Sample(label="Redondeo", amount=Decimal("-0.01")),
            ],
            total_label="Salario nuevo", total=Decimal("2261344.56"),
        ),
        "chain": [
            Sample(title="Tu evidencia", paragraphs=["63 evidencias en 10 competencias."], link="Ver las 63", url="#"),
            Sample(title="Tu posición en la banda", template="components/band/sample.html"),
        ],
        "band": Sample(
            minimum=Decimal(1900000), midpoint=Decimal(2350000), maximum=Decimal(2800000),
            before=Decimal(2180000), now=Decimal(2297400), target=Decimal(2422000), near=Decimal(2310000),
        ),
        "heat": [
            [("Cartagena", 18), [3.4, 3.1, 2.8, 2.2, 3.7]],
            [("Leticia", 4), [3.4, 3.1, 2.8, 2.2, 3.7]],
        ],
        "counts": [41, 52, 20, 3, 0],
        "trend_points": trend_points(),
        "trend_events": [TrendEvent(2, "Curso Escuchar de verdad, 212 personas", "#"), TrendEvent(8, "Observación")],
        "form": SampleForm(),
        "invalid_form": invalid,
        "filter_form": FilterForm(auto_id="filter_%s"),
        "applied": [Sample(label="Competencias con brecha", url="#")],
        "page": Paginator(range(60), 25).page(2),
        "swatches": [
            "paper", "sunken", "surface", "ink", "ink-2", "ink-3", "accent", "accent-mid", "accent-soft",
            "clay", "clay-mid", "clay-soft", "good", "warn", "bad",
        ],
    }  # fmt: skip
