"""Bringing course files into the CMS as pages, through revisions like any author's work."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from lms.core import audit
from lms.core.errors import Refused
from lms.courses import course_files
from lms.courses.course_files import CourseFile
from lms.courses.models import CoursePage, HomePage, LessonPage, ModulePage
from lms.courses.publishable import problems_of_body
from lms.people.models import User

EDITOR_MARK = re.compile(r' data-block-key="[^"]*"')
CONTENT = Path(__file__).resolve().parent / "content"


class UnreadableCourse(Refused):
    """The file is not a course, or one of its lessons cannot be published."""

    code = "course-unreadable"
    sentence = _("This file could not be imported, and no page was changed. Correct it and import it again.")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. A page counts once per language."""

    course_key: UUID
    created: int
    changed: int
    unchanged: int


def shipped_courses() -> list[Path]:
    """The course files that come with the product."""
    return sorted(CONTENT.glob("*.yaml"))


@transaction.atomic
def import_course(actor: User | None, path: Path) -> Imported:
    """Create or update the course of a file in every language, and publish it.

    Pages are found by translation key. One whose published content already is the file's is left alone, so a second
    import changes nothing. The file wins over what was edited in the CMS; the page's history keeps the edit.
    """
    try:
        node = course_files.load(path)
        languages = {code: course_files.in_language(node, code, first=settings.LANGUAGE_CODE) for code in node["title"]}
    except (AttributeError, KeyError, TypeError, ValueError, OSError, yaml.YAMLError) as error:
        raise UnreadableCourse(details={path.name: f"{type(error).__name__}: {error}"}) from error
    importer = _Importer(actor, path)
    for code in sorted(languages, key=lambda code: code != settings.LANGUAGE_CODE):
        importer.bring_in(languages[code], code)
    return importer.report(course_files.stable_id(node["key"]))


class _Importer:
    """One import: who does it, and what happened so far."""

    def __init__(self, actor: User | None, path: Path) -> None:
        self.actor, self.path = actor, path
        self.created = self.changed = self.unchanged = 0

    def report(self, course_key: UUID) -> Imported:
        return Imported(course_key, self.created, self.changed, self.unchanged)

    def bring_in(self, course: CourseFile, language: str) -> None:
        """The whole course in one language."""
        home = HomePage.objects.get(locale__language_code=language)
        values = {"summary": course.summary, "audience": course.audience, "source": course.source}
        page = self._page(
            CoursePage, home, course.key, course.slug, course.title, competencies=course.competencies, **values
        )
        for part in course.modules:
            slug = slugify(part.slug_source)
            module = self._page(ModulePage, page, part.key, slug, part.title)
            for lesson in part.lessons:
                self._page(
                    LessonPage,
                    module,
                    lesson.key,
                    lesson.slug,
                    lesson.title,
                    lead=lesson.lead,
                    competencies=lesson.competencies,
                    body=lesson.body,
                )
            self._order(module, [lesson.key for lesson in part.lessons])
        self._order(page, [part.key for part in course.modules])

    def _page(self, model: Any, parent: Any, key: UUID, slug: str, title: str, **values: Any) -> Any:
        values = {"title": title, "slug": slug, **values}
        page = model.objects.filter(translation_key=key, locale=parent.locale).first()
        if page is not None and self._is_up_to_date(page, parent, values):
            self.unchanged += 1
            return page
        if page is None:
            page = model(locale=parent.locale, translation_key=key, live=False, **values)
            self._check(page)
            parent.add_child(instance=page)
            self.created += 1
            action = "page.imported"
        else:
            if not page.is_child_of(parent):
                page.move(parent, pos="last-child", user=self.actor)
                page = model.objects.get(pk=page.pk)
            for name, value in values.items():
                setattr(page, name, value)
            self._check(page)
            self.changed += 1
            action = "page.reimported"
        page.save_revision(user=self.actor).publish(user=self.actor)
        audit.record(actor=self.actor, action=action, subject=page, file=self.path.name, key=str(key))
        return model.objects.get(pk=page.pk)

    def _check(self, page: Any) -> None:
        problem = problems_of_body(page.body) if isinstance(page, LessonPage) else None
        if problem is not None:
            raise UnreadableCourse(details={page.slug: str(getattr(problem, "as_json_data", lambda: problem)())})

    @staticmethod
    def _is_up_to_date(page: Any, parent: Any, values: dict[str, Any]) -> bool:
        if not page.live or page.has_unpublished_changes or not page.is_child_of(parent):
            return False
        return all(_stored(page, name) == value for name, value in values.items())

    def _order(self, parent: Any, keys: Sequence[UUID]) -> None:
        """The file's pages in the file's order; pages that are only in the CMS stay after them."""
        children = list(parent.get_children().order_by("path"))
        ours = [child.translation_key for child in children if child.translation_key in set(keys)]
        if ours == list(keys):
            return
        for key in reversed(keys):
            child = parent.get_children().get(translation_key=key)
            first = parent.get_children().order_by("path").first()
            if child.pk != first.pk:
                child.move(first, pos="left", user=self.actor)


def _stored(page: Any, name: str) -> Any:
    value = getattr(page, name)
    return _without_editor_marks(value.get_prep_value()) if name == "body" else value


def _without_editor_marks(node: Any) -> Any:
    """The same content without the keys that the rich text editor gives to paragraphs."""
    if isinstance(node, str):
        return EDITOR_MARK.sub("", node)
    if isinstance(node, list):
        return [_without_editor_marks(child) for child in node]
    if isinstance(node, dict):
        return {name: _without_editor_marks(child) for name, child in node.items()}
    return node
