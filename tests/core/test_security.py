"""Headers, sign-in, uploads: what keeps the site safe, checked from outside."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image

from tests.contracts.scene import SCENARIO, scene
from tests.databases import ROOT
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
# A script or a style in the page itself, a handler in an attribute, an address that is code, or a file of others.
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>|<style\b|\sstyle=[\"']|\son[a-z]+=[\"']|javascript:"
    r"|(?:src|href)=[\"']https?://(?!testserver)[^\"']+[\"'][^>]*(?:\.js|\.css|rel=[\"']stylesheet)",
    re.IGNORECASE,
)


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """Uploads of this test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def png(name: str = "foto.png") -> SimpleUploadedFile:
    """A small picture."""
    content = io.BytesIO()
    Picture.new("RGB", (8, 8), "teal").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/png")


# --- Headers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/account/login/", "/healthz", "/no-such-page/", "/api/v1/", "/static/nothing.css"])
def test_every_answer_carries_the_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "microphone=()" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]


def directives(policy: str) -> dict[str, str]:
    """A policy as directive → sources."""
    parts = [part.strip().partition(" ") for part in policy.split(";")]
    return {name: sources for name, _space, sources in parts if name}


def test_site_runs_under_a_policy_without_inline(client: Client) -> None:
    policy = directives(client.get("/account/login/").headers["Content-Security-Policy"])
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"


def test_cms_editor_runs_without_inline_scripts(client: Client) -> None:
    client.force_login(UserFactory.create(is_superuser=True))
    for path, sources in (
        ("/cms/", "'self'"),
        ("/cms/users/", "'self'"),
        ("/cms/sites/new/", "'self' 'unsafe-inline'"),
    ):
        response = client.get(path)
        assert response.status_code == 200
        assert directives(response.headers["Content-Security-Policy"])["script-src"] == sources
    edited = client.get("/cms/users/new/").content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*json)[^>]*>", edited) == []


def test_pages_of_the_site_contain_nothing_inline() -> None:
    there = scene()
    pages = {
        "anonymous": ["/account/login/", "/account/reset/", "/no-such-page/"],
        "staff": [
            "/",
            "/learn/",
            there.course.get_url(),
            there.lesson.get_url(),
            f"/learn/quiz/attempt/{there.quiz_attempt.uuid}/1/",
            f"/learn/quiz/result/{there.quiz_result.uuid}/",
            f"/people/{there.staff.uuid}/",
            "/competencies/me/",
            "/competencies/me/composure/",
            "/practice/",
            f"/practice/{SCENARIO}/",
            f"/practice/play/{there.play.uuid}/",
            f"/practice/debrief/{there.finished_play.uuid}/",
            "/pay/me/",
            f"/pay/receipts/{there.receipt.uuid}/",
        ],
        "hr": [
            "/people/",
            "/reports/",
            "/reports/competencies/by-unit/",
            "/competencies/dashboard/",
            "/pay/cycles/",
            "/pay/cycles/new/",
            f"/pay/cycles/{there.draft.uuid}/",
            "/pay/rules/",
        ],
    }
    found = []
    for role, paths in pages.items():
        client = Client()
        user = there.users[role]
        if user is not None:
            client.force_login(user)
        for path in paths:
            response = client.get(path)
            assert (path, response.status_code) in {(path, 200), ("/no-such-page/", 404)}
            found += [(path, match) for match in INLINE.findall(response.content.decode())]
    assert found == []


# --- Signing in --------------------------------------------------------------------------------------------------


def attempt(client: Client, username: str, password: str) -> Any:
    """One try at signing in."""
    return client.post(
        "/account/login/", {"username": username, "password": password}, headers={"accept-language": "en"}
    )


@pytest.mark.parametrize("address", ["/account/login/", "/cms/login/", "/_util/login/"])
def test_too_many_wrong_passwords_pause_one_account_only(client: Client, address: str) -> None:
    UserFactory.create(username="ana")
    UserFactory.create(username="beto")
    for _time in range(7):
        assert client.post(address, {"username": "ana", "password": "mal"}).status_code == 200
    paused = client.post(address, {"username": "ana", "password": "mal"}, headers={"accept-language": "en"})
    assert paused.status_code == 429
    assert "We paused signing in for a while." in paused.content.decode()
    assert paused["Retry-After"] == "900"
    assert "Try again in 15 minutes" in paused.content.decode()
    assert attempt(client, "ana", "talante-demo").status_code == 429
    assert attempt(client, "beto", "talante-demo").status_code == 302


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ("next=" + "a" * 5_000_000, 413, "This is too large to send."),
        ("&".join(["a=1"] * 20_001), 400, "We could not read what was sent."),
    ],
)
def test_unreadable_form_is_answered_with_a_page(client: Client, body: str, status: int, said: str) -> None:
    answer = client.post(
        "/account/login/", body, "application/x-www-form-urlencoded", headers={"accept-language": "en"}
    )
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert "Nothing of this last step was saved." in answer.content.decode()


def test_unknown_host_is_answered_with_a_page(client: Client) -> None:
    answer = client.get("/", headers={"host": "elsewhere.example", "accept-language": "en"})
    assert answer.status_code == 400
    assert "We could not read what was sent." in answer.content.decode()


def test_success_forgets_the_failures_before_it(client: Client) -> None:
    UserFactory.create(username="ana")
    for _round in range(2):
        for _time in range(6):
            attempt(client, "ana", "mal")
        assert attempt(client, "ana", "talante-demo").status_code == 302
        client.logout()


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/learn/", "/learn/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_next_stays_on_the_site(client: Client, asked: str, led: str) -> None:
    UserFactory.create(username="ana")
    form = {"username": "ana", "password": "talante-demo", "next": asked}
    assert client.post("/account/login/", form).headers["Location"] == led
    language = client.post("/language/setlang/", {"language": "en", "next": asked})
    assert language.headers["Location"] in {asked if led == asked else "/", "/"}


def test_form_without_its_token_changes_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/account/login/", {"username": "ana", "password": "talante-demo"})
    assert response.status_code == 403
    assert "text/html" in response.headers["Content-Type"]


# --- Production --------------------------------------------------------------------------------------------------

ASK = """
from django.conf import settings
print([settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY,
       settings.SESSION_COOKIE_SAMESITE, settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS >= 31_536_000,
       settings.DEBUG, settings.DEMO, settings.SESSION_COOKIE_NAME])
"""


def production(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a management command on the production settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "SECURE_SSL_REDIRECT"}
    }
    given = {**kept, "DJANGO_SETTINGS_MODULE": "lms.settings.production", **environment}
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=given, cwd=ROOT, capture_output=True, text=True, check=False)


def test_production_is_strict_about_cookies_and_transport() -> None:
    values = {"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "talante.example.org", "DATABASE_URL": "sqlite:///:memory:"}
    done = production("shell", "--verbosity", "0", "-c", ASK, **values)
    assert done.stdout.strip() == "[True, True, True, 'Lax', True, True, False, False, '__Host-sessionid']", done.stderr


def test_production_does_not_start_without_its_secrets() -> None:
    done = production("check")
    assert done.returncode != 0
    assert "set SECRET_KEY, ALLOWED_HOSTS" in done.stderr


# --- Uploads -----------------------------------------------------------------------------------------------------

ACTIVE = [
    ("dibujo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "image/svg+xml"),
    ("pagina.html", b"<script>alert(1)</script>", "text/html"),
    ("guion.js", b"alert(1)", "text/javascript"),
    ("foto.png.html", b"<script>alert(1)</script>", "image/png"),
]


@pytest.mark.parametrize(("name", "content", "kind"), ACTIVE)
def test_active_content_is_refused_as_document_and_as_picture(
    client: Client, media: Path, name: str, content: bytes, kind: str
) -> None:
    client.force_login(UserFactory.create(is_superuser=True))
    for address in ("wagtaildocs:add", "wagtailimages:add"):
        client.post(reverse(address), {"title": "x", "file": SimpleUploadedFile(name, content, content_type=kind)})
    for address in ("wagtaildocs:add_multiple", "wagtailimages:add_multiple"):
        upload = {"title": "x", "files[]": SimpleUploadedFile(name, content, content_type=kind)}
        client.post(reverse(address), upload, headers={"x-requested-with": "XMLHttpRequest"})
    assert Document.objects.count() == Image.objects.count() == 0


def test_page_disguised_as_a_picture_is_refused(client: Client, media: Path) -> None:
    client.force_login(UserFactory.create(is_superuser=True))
    disguised = SimpleUploadedFile("foto.png", b"<script>alert(1)</script>", content_type="image/png")
    client.post(reverse("wagtailimages:add"), {"title": "x", "file": disguised})
    assert Image.objects.count() == 0


@pytest.mark.parametrize("name", ["notas.txt", "guia.pdf"])
def test_document_is_a_download(client: Client, media: Path, name: str) -> None:
    document = Document.objects.create(title="x", file=ContentFile(b"<script>alert(1)</script>", name=name))
    client.force_login(UserFactory.create())
    response = client.get(document.url)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_picture_is_served_as_a_picture_to_people_who_are_signed_in(client: Client, media: Path) -> None:
    image = Image.objects.create(title="x", file=png())
    address = image.get_rendition("max-4x4").url
    assert client.get(address).status_code == 302
    client.force_login(UserFactory.create())
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert directives(response.headers["Content-Security-Policy"])["default-src"] == "'none'"
    assert "sandbox" in directives(response.headers["Content-Security-Policy"])
    assert Picture.open(io.BytesIO(b"".join(response))).size == (4, 4)


def test_nothing_but_pictures_is_served_from_media(client: Client, media: Path) -> None:
    for name in ("images/pagina.html", "images/dibujo.svg", "documents/notas.txt", "original_images/foto.png"):
        default_storage.save(name, ContentFile(b"<script>alert(1)</script>"))
    client.force_login(UserFactory.create())
    for path in (
        "/media/images/pagina.html",
        "/media/images/dibujo.svg",
        "/media/documents/notas.txt",
        "/media/original_images/foto.png",
        "/media/images/..%2Foriginal_images%2Ffoto.png",
        "/media/images/../../secret_key",
        "/media/images/nothing.png",
        "/media/images/",
        "/media/",
    ):
        assert (path, client.get(path).status_code) == (path, 404)
