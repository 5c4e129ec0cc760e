"""What publishing a lesson does besides showing it: its quizzes are compiled into builds that attempts are pinned to.

Wagtail tells about every way of publishing with the same signal: the editor, a workflow, a schedule, an import.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid5

from django.db import transaction
from wagtail.models import Page, Revision

from lms.core import clock
from lms.courses.models import LessonPage, PublishedQuiz
from lms.courses.quizzes import quiz_definition
from lms.records.services import store_build

log = logging.getLogger(__name__)


@transaction.atomic
def compile_quizzes(lesson: LessonPage) -> list[PublishedQuiz]:
    """Store a build per quiz of the lesson (the same bytes give the same build) and point the lesson at them."""
    quizzes = [block for block in lesson.body if block.block_type == "quiz"]
    kept = [_compile(lesson, block, position) for position, block in enumerate(quizzes)]
    lesson.quizzes.exclude(pk__in=[quiz.pk for quiz in kept]).delete()
    return kept


def _compile(lesson: LessonPage, block: Any, position: int) -> PublishedQuiz:
    value = block.block.get_prep_value(block.value)
    activity_key = _activity_key(lesson, block.id)
    build = store_build(
        kind="quiz",
        activity_key=activity_key,
        locale=lesson.locale.language_code,
        title=value["title"],
        definition=quiz_definition(value, lesson_key=str(lesson.translation_key)),
    )
    quiz, _created = PublishedQuiz.objects.update_or_create(
        lesson=lesson,
        activity_key=activity_key,
        defaults={"build": build, "position": position, "block_id": block.id},
    )
    return quiz


def _activity_key(lesson: LessonPage, block_id: str) -> str:
    """The block's id. A lesson that was copied brings the ids of another one along: what people answered there does
    not count here, so its quizzes get keys of their own, the same in every translation of the copy."""
    elsewhere = PublishedQuiz.objects.exclude(lesson__translation_key=lesson.translation_key)
    if elsewhere.filter(activity_key=block_id).exists():
        return str(uuid5(lesson.translation_key, block_id))
    return block_id


def on_page_published(sender: Any, instance: Any, **_: Any) -> None:
    """Receiver of Wagtail's `page_published`. It is also sent when a first publication is scheduled for later; that
    page is not live yet, and the signal comes again when it is."""
    if instance.live:
        compile_quizzes(instance)


def publish_due() -> None:
    """Do what editors have scheduled and whose moment has come: pages go down, revisions go live.

    Each on its own, unlike Wagtail's command: a page that is refused (a competency it names was withdrawn meanwhile)
    keeps its schedule and is tried again the next time, and the others do not wait for it.
    """
    moment = clock.now()
    for page in Page.objects.filter(live=True, expire_at__lt=moment).order_by("expire_at"):
        with _on_its_own(page):
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in Revision.objects.filter(approved_go_live_at__lt=moment).order_by("approved_go_live_at"):
        with _on_its_own(revision):
            revision.publish(log_action="wagtail.publish.scheduled")


@contextmanager
def _on_its_own(scheduled: Page | Revision) -> Iterator[None]:
    """Undo what failed for one page, and go on with the next."""
    try:
        with transaction.atomic():
            yield
    except Exception:
        log.exception("What was scheduled for %s was not done.", scheduled)
