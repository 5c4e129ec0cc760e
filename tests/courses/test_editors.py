"""What trainers may do in the CMS, and what may be uploaded there."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow

from lms.courses.editors import WORKFLOW, sync_editor_permissions
from lms.people.roles import TRAINER
from tests.factories.courses import LessonPageFactory, home, quiz
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(client: Client) -> Client:
    client.force_login(UserFactory.create(roles=("trainer",)))
    return client


def test_trainers_write_below_both_homes_only() -> None:
    user = UserFactory.create(roles=("trainer",))
    for language in ("es", "en"):
        permissions = home(language).permissions_for_user(user)
        assert (permissions.can_add_subpage(), permissions.can_publish(), permissions.can_edit()) == (True, True, True)
    assert not Page.get_first_root_node().permissions_for_user(user).can_add_subpage()


def test_syncing_again_adds_nothing() -> None:
    sync_editor_permissions()
    rows = GroupPagePermission.objects.filter(group__name=TRAINER).count()
    sync_editor_permissions()
    assert GroupPagePermission.objects.filter(group__name=TRAINER).count() == rows == 6
    assert Workflow.objects.filter(name=WORKFLOW).count() == 1
    assert GroupApprovalTask.objects.filter(groups__name=TRAINER).count() == 1


def test_review_workflow_is_that_of_both_homes() -> None:
    lesson = LessonPageFactory.create(draft=True)
    assert lesson.get_workflow().name == home("en").get_workflow().name == WORKFLOW
    assert Group.objects.get(name=TRAINER) in lesson.get_workflow().tasks.get().specific.groups.all()


def test_editor_opens_and_previews_without_an_employee(trainer: Client) -> None:
    lesson = LessonPageFactory.create(draft=True, body=[quiz()])
    assert trainer.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).status_code == 200
    response = trainer.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk]))
    assert response.status_code == 200
    assert "Para comprobar" in response.content.decode()
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]


def test_menu_shows_what_trainers_need(trainer: Client) -> None:
    page = trainer.get(reverse("wagtailadmin_home")).content.decode()
    for address in ("/cms/images/", "/cms/documents/"):
        assert address in page
    for address in ("/cms/settings/", "/cms/users/", "/cms/sites/"):
        assert address not in page


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "run.js"])
def test_documents_that_a_browser_would_run_are_refused(trainer: Client, name: str) -> None:
    upload = SimpleUploadedFile(name, b"<script>alert(1)</script>")
    response = trainer.post(reverse("wagtaildocs:add"), {"title": "x", "file": upload})
    assert response.status_code == 200
    assert get_document_model().objects.count() == 0


@pytest.mark.parametrize("name", ["drawing.svg", "page.html"])
def test_images_that_a_browser_would_run_are_refused(trainer: Client, name: str) -> None:
    from wagtail.images import get_image_model

    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    response = trainer.post(reverse("wagtailimages:add"), {"title": "x", "file": SimpleUploadedFile(name, svg)})
    assert response.status_code == 200
    assert get_image_model().objects.count() == 0


def test_documents_are_downloads(trainer: Client) -> None:
    document = get_document_model().objects.create(title="Hoja", file=SimpleUploadedFile("hoja.pdf", b"%PDF-1.4"))
    response = trainer.get(document.url)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    document.file.delete(save=False)
