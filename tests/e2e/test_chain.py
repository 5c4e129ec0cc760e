"""The whole main job through the real UI: publish → learn → play → score → see → review."""

import csv
import io
import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, assert_accessible, sign_in
from tests.e2e.editor import Editor

# Different at every run, so that the journey can be repeated on a site that keeps what people did.
RUN = uuid.uuid4().hex[:4]
COURSE, MODULE = f"Una llamada a tiempo {RUN}", f"Escuchar primero {RUN}"
READING, ASKING = "Antes de responder", "Lo que el cliente no dijo"
ROLE_PLAY = f"La llave que no abre {RUN}"
BEST = "Tres veces ha bajado con la maleta. Voy con usted y me quedo hasta que abra."


@pytest.mark.e2e
def test_main_job_from_the_first_page_written_to_the_receipt_read(new_page: Callable[..., Page]) -> None:
    """One test, because each step stands on the one before."""
    steps: dict[str, str] = {}
    trainer_publishes_a_course_with_two_lessons(new_page)
    trainer_publishes_a_role_play_of_four_scenes(new_page)
    staff_learns_and_answers_the_quiz_on_a_phone(new_page)
    staff_plays_the_role_play_with_the_keyboard_alone(new_page)
    staff_plays_without_script(new_page)
    staff_sees_every_piece_of_evidence_in_the_profile(new_page)
    hr_drills_from_the_dashboard_to_evidence_and_exports(new_page)
    hr_reviews_pay_and_a_second_person_approves(new_page, steps)
    staff_reads_the_same_receipt_as_hr(new_page, steps)
    administrator_switches_a_plugin_off_and_on(new_page)


def trainer_publishes_a_course_with_two_lessons(new_page: Callable[..., Page]) -> None:
    page = new_page(locale="en-US")
    sign_in(page, "trainer")
    page.goto("/cms/")
    assert_accessible(page)
    editor = Editor(page)
    page.goto("/cms/pages/")
    editor.explore("Cursos")
    editor.new_here("Course")
    editor.title(COURSE)
    page.locator("#id_summary").fill("Dos lecciones cortas sobre escuchar antes de resolver.")
    editor.publish()

    editor.new("Module", below=COURSE)
    editor.title(MODULE)
    editor.publish()

    editor.new("Lesson", below=MODULE)
    write_reading(editor)
    editor.publish()
    editor.new_here("Lesson")
    write_quiz(editor)
    editor.save_draft()
    editor.publish()
    expect(page.get_by_role("link", name=ASKING).first).to_be_visible()


def write_reading(editor: Editor) -> None:
    """A lesson to read: text and a customer's voice."""
    page = editor.page
    editor.title(READING)
    page.locator("#id_lead").fill("Dos segundos de silencio valen más que una disculpa rápida.")
    editor.add_block("body", "Text")
    page.locator("[contenteditable=true]").last.click()
    page.keyboard.type("Quien llama suele decir lo importante al final y en voz baja.")
    editor.add_block("body", "Customer’s voice")
    editor.field("body-1-value-quote").fill("Es la tercera vez que bajo.")
    editor.field("body-1-value-who").fill("Gloria, habitación 412")


def write_quiz(editor: Editor) -> None:
    """A lesson with two questions of one right option each."""
    page = editor.page
    editor.title(ASKING)
    page.locator("#id_lead").fill("Dos preguntas para comprobarlo.")
    editor.add_block("body", "Quiz")
    editor.field("body-0-value-title").fill("Comprueba")
    questions = [
        ("¿Cuándo dice el cliente lo importante?", ["Al final", "Al principio"]),
        ("¿Qué se hace con dos segundos de silencio?", ["Sostenerlos", "Llenarlos"]),
    ]
    for number, (prompt, options) in enumerate(questions):
        if number:
            editor.add_item("body-0-value-questions")
        name = f"body-0-value-questions-{number}-value"
        editor.field(f"{name}-prompt").fill(prompt)
        editor.field(f"{name}-competency").select_option("active-listening")
        editor.add_item(f"{name}-options")
        for place, text in enumerate(options):
            editor.field(f"{name}-options-{place}-value-text").fill(text)
        editor.field(f"{name}-options-0-value-correct").check()


def trainer_publishes_a_role_play_of_four_scenes(new_page: Callable[..., Page]) -> None:
    page = new_page(locale="en-US")
    sign_in(page, "trainer")
    editor = Editor(page)
    page.goto("/cms/pages/")
    editor.explore("Cursos")
    editor.new_here("Role-play")
    editor.title(ROLE_PLAY)
    page.locator("#id_summary").fill("Una huésped baja por tercera vez con la misma tarjeta.")
    write_scene(editor, "llegada", "Otra vez abajo", "Es la tercera vez que bajo. ¿Aquí nadie revisa nada?")
    write_reply(editor, 0, BEST, "puerta", value=2, trust=2, irritation=-2)
    write_reply(editor, 0, "Ya mismo le hago otra tarjeta, señora.", "puerta", value=0, trust=0, irritation=1)
    write_reply(editor, 0, "El sistema dice que la tarjeta sirve.", "enojo", value=-2, trust=-2, irritation=3)
    write_scene(editor, "puerta", "Frente a la puerta", "¿Y por qué pasa esto?")
    write_reply(
        editor, 1, "Todavía no lo sé. Lo averiguo y le cuento mañana.", "abierta", value=2, trust=1, irritation=-1
    )
    write_reply(editor, 1, "Lo importante es que ya quedó.", "enojo", value=-1, trust=-1, irritation=1)
    write_scene(editor, "abierta", "La puerta abre", "Gracias por quedarse.", ending="good")
    write_scene(editor, "enojo", "Se queda sin respuesta", "Mañana hablo con su gerente.", ending="bad")
    editor.publish()


def write_scene(editor: Editor, key: str, title: str, says: str, *, ending: str = "") -> None:
    """A scene with one line of the customer."""
    number = int(editor.page.locator("input[name='body-count']").input_value())
    editor.add_block("body")
    editor.field(f"body-{number}-value-title").fill(title)
    # The editor proposes an id made from the title; this author has a shorter one.
    editor.page.keyboard.press("Tab")
    editor.field(f"body-{number}-value-scene_id").fill(key)
    editor.add_item(f"body-{number}-value-lines")
    editor.field(f"body-{number}-value-lines-0-value-text").fill(says)
    if ending:
        editor.field(f"body-{number}-value-ending").select_option(ending)


def write_reply(editor: Editor, scene: int, text: str, target: str, *, value: int, trust: int, irritation: int) -> None:
    """A reply with its target, its effects on the mood, its value and what it shows."""
    number = editor.add_item(f"body-{scene}-value-choices")
    name = f"body-{scene}-value-choices-{number}-value"
    editor.field(f"{name}-text").fill(text)
    editor.field(f"{name}-target").fill(target)
    editor.field(f"{name}-value").fill(str(value))
    rows = editor.page.locator(f"[data-scn-rows]:has(input[name='{name}-effects'])")
    rows.locator("[data-scn-mood=trust]").fill(str(trust))
    rows.locator("[data-scn-mood=irritation]").fill(str(irritation))
    keys = editor.page.locator(f"[data-scn-keys]:has(input[name='{name}-shows'])")
    keys.locator("summary").click()
    keys.locator("input[value=empathy]").check()


def staff_learns_and_answers_the_quiz_on_a_phone(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE)
    sign_in(page, "staff")
    expect(page.get_by_role("heading", name="Qué hacer ahora")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Aprender").first.click()
    assert_accessible(page)
    page.get_by_role("link", name=COURSE).click()
    page.get_by_role("button", name="Empezar el curso").click()
    expect(page.get_by_role("heading", name=READING)).to_be_visible()
    expect(page.locator("article")).to_contain_text("en voz baja")
    assert_accessible(page)
    page.get_by_role("button", name="Marcar como hecha").click()
    expect(page.get_by_role("heading", name=ASKING)).to_be_visible()
    page.locator(".exercise a.btn").click()
    page.get_by_role("button", name="Empezar").click()
    for right in ("Al final", "Sostenerlos"):
        assert_accessible(page)
        page.get_by_label(right).check()
        page.get_by_role("button", name="Comprobar mi respuesta").click()
        expect(page.locator(".choice--right")).to_contain_text(right)
        page.get_by_role("link", name=re.compile("Siguiente|Ver mi resultado")).last.click()
    expect(page.locator("h1")).to_contain_text("2")
    assert_accessible(page)
    page.get_by_role("link", name="Volver a la lección").click()
    page.get_by_role("button", name="Marcar como hecha").click()
    expect(page.get_by_text("Terminaste este curso")).to_be_visible()


def staff_plays_the_role_play_with_the_keyboard_alone(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE)
    sign_in(page, "staff")
    page.goto("/practice/")
    assert_accessible(page)
    page.get_by_role("link", name=re.compile(ROLE_PLAY)).first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Empezar").focus()
    assert_accessible(page)
    page.keyboard.press("Enter")
    for reply in (BEST, "Todavía no lo sé. Lo averiguo y le cuento mañana."):
        option = page.get_by_label(reply)
        expect(option).to_be_visible()
        assert_accessible(page)
        option.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.locator(".line--me").filter(has_text=reply)).to_be_visible()
    page.get_by_role("link", name="Ver cómo me fue").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    assert_accessible(page)


def staff_plays_without_script(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE, java_script_enabled=False)
    sign_in(page, "staff")
    page.goto("/practice/")
    page.get_by_role("link", name=re.compile(ROLE_PLAY)).first.click()
    page.get_by_role("button", name="Ensayar").click()
    page.get_by_label("El sistema dice que la tarjeta sirve.").check()
    page.get_by_role("button", name="Responder").click()
    page.get_by_role("link", name="Ver cómo me fue").click()
    expect(page.locator("h1")).to_be_visible()


def staff_sees_every_piece_of_evidence_in_the_profile(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE)
    sign_in(page, "staff")
    page.goto("/competencies/me/empathy/")
    # The worker turns the attempt into evidence after the commit: within seconds, not at once.
    expect(async_reload(page).get_by_text(ROLE_PLAY).first).to_be_visible()
    assert_accessible(page)
    page.goto("/competencies/me/active-listening/")
    expect(page.get_by_text("Comprueba").first).to_be_visible()
    page.goto("/competencies/me/")
    assert_accessible(page)


def async_reload(page: Page) -> Page:
    """Load the page again until the evidence has arrived, for half a minute at most."""
    for _ in range(30):
        if page.get_by_text(ROLE_PLAY).count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    return page


def hr_drills_from_the_dashboard_to_evidence_and_exports(new_page: Callable[..., Page]) -> None:
    page = new_page()
    sign_in(page, "hr")
    page.get_by_role("link", name="Tablero").click()
    assert_accessible(page)
    with page.expect_download() as download:
        page.locator("summary", has_text="Exportar").click()
        page.get_by_role("link", name=re.compile("CSV")).click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert len(rows) > 10
    page.goto("/competencies/dashboard/")
    page.locator("td.heat a").first.click()
    assert_accessible(page)
    page.locator("main table a, main .rows a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert_accessible(page)


def hr_reviews_pay_and_a_second_person_approves(new_page: Callable[..., Page], steps: dict[str, str]) -> None:
    page = new_page()
    sign_in(page, "hr")
    page.goto("/pay/cycles/new/")
    page.get_by_label("Nombre").fill("Revisión de prueba")
    cartagena = page.locator("select[name=unit] option", has_text="Recepción Cartagena")
    page.get_by_label("Unidad").select_option(cartagena.get_attribute("value"))
    page.get_by_label("Presupuesto al mes").fill("900000")
    assert_accessible(page)
    page.get_by_role("button", name="Abrir el ciclo").click()
    page.get_by_role("button", name="Calcular las propuestas").click()
    page.get_by_role("button", name="Enviar a aprobación").click()
    assert_accessible(page)
    steps["cycle"] = page.url

    approver = new_page()
    sign_in(approver, "approver")
    approver.goto(steps["cycle"])
    approver.get_by_role("button", name="Aprobar estas cifras").click()
    expect(approver.get_by_text("aprobad").first).to_be_visible()

    page.reload()
    page.get_by_role("button", name="Publicarlo").click()
    expect(page.get_by_text("publicad").first).to_be_visible()


def staff_reads_the_same_receipt_as_hr(new_page: Callable[..., Page], steps: dict[str, str]) -> None:
    page = new_page(viewport=PHONE)
    sign_in(page, "staff")
    page.goto("/pay/me/")
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("Revisión de prueba")).first.click()
    own = page.locator("table.receipt").inner_text()
    assert_accessible(page)
    hr = new_page(viewport=PHONE)
    sign_in(hr, "hr")
    hr.goto(page.url)
    assert hr.locator("table.receipt").inner_text() == own


def administrator_switches_a_plugin_off_and_on(new_page: Callable[..., Page]) -> None:
    page = new_page(locale="en-US")
    sign_in(page, "admin")
    page.goto("/cms/plugins/")
    assert_accessible(page)
    row = page.get_by_role("row", name=re.compile("Role-plays"))
    row.get_by_role("link", name=re.compile("Switch off")).click()
    page.get_by_role("button", name="Switch it off").click()
    staff = new_page()
    sign_in(staff, "staff")
    expect(staff.get_by_role("link", name="Practicar")).to_have_count(0)
    page.get_by_role("row", name=re.compile("Role-plays")).get_by_role("link", name=re.compile("Switch on")).click()
    page.get_by_role("button", name="Switch it on").click()
    staff.wait_for_timeout(1500)
    staff.reload()
    expect(staff.get_by_role("link", name="Practicar").first).to_be_visible()
