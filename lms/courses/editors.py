"""Who may do what in the CMS: trainers write and publish everything below the homes, and review one another."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from lms.courses.models import HomePage
from lms.people.roles import TRAINER

PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page")
COLLECTION_PERMISSIONS = (
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
)
# Names as trainers read them in the CMS; an administrator may rename them afterwards.
WORKFLOW, TASK = "Revisión de contenido", "Revisión por otra persona del equipo formador"


@transaction.atomic
def sync_editor_permissions() -> None:
    """Give the trainers' group its rights on both homes, images and documents, and make the review workflow.

    Only adds, and only what is missing: what an administrator changed besides is kept.
    """
    trainers, _created = Group.objects.get_or_create(name=TRAINER)
    homes = list(HomePage.objects.order_by("path"))
    for home in homes:
        for permission in _permissions("wagtailcore", PAGE_PERMISSIONS):
            GroupPagePermission.objects.get_or_create(group=trainers, page_id=home.pk, permission=permission)
    root = Collection.get_first_root_node()
    for app_label, codename in COLLECTION_PERMISSIONS:
        for permission in _permissions(app_label, (codename,)):
            GroupCollectionPermission.objects.get_or_create(group=trainers, collection=root, permission=permission)
    trainers.permissions.add(*_permissions("simple_translation", ("submit_translation",)))
    _review(trainers, homes)


def _permissions(app_label: str, codenames: tuple[str, ...]) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames))


def _review(trainers: Group, homes: list[HomePage]) -> None:
    """One task, approval by a trainer. Homes that already have a workflow keep theirs."""
    if GroupApprovalTask.objects.filter(groups=trainers).exists():
        return
    task = GroupApprovalTask.objects.create(name=TASK)
    task.groups.add(trainers)
    workflow = Workflow.objects.create(name=WORKFLOW)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for home in homes:
        WorkflowPage.objects.get_or_create(page_id=home.pk, defaults={"workflow": workflow})


def sync_after_migrate(sender: Any, **_: Any) -> None:
    """After the last app has migrated, every permission exists."""
    from django.apps import apps

    if sender.name == [config for config in apps.get_app_configs() if config.models_module][-1].name:
        sync_editor_permissions()
