"""Courses as pages of the CMS, and who takes and finishes them.

The page tree is fixed: root → home of a language → course → module → lesson. Both languages share slugs, block ids and
`translation_key`; everything recorded about a person uses the translation key and is therefore language neutral.
"""

from dataclasses import replace
from typing import Any, ClassVar

from csp.constants import SELF
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from lms.core.append_only import AppendOnly, AppendOnlyQuerySet
from lms.courses import reading
from lms.courses.blocks import LessonBody
from lms.courses.competency_keys import KeysField
from lms.courses.publishable import NotPublishable, problems_of_body
from lms.people.models import Employee
from lms.plugins import navigation
from lms.records.models import Build


def _navigation(request: HttpRequest) -> list[navigation.Entry]:
    """The main navigation as seen from a course: “Learn” is the current entry, whatever the course's address is."""
    learn = reverse("courses:catalogue")
    return [replace(entry, current=entry.url == learn) for entry in navigation.entries(request)]


class StaffPage(Page):
    """A page for whoever is signed in. Drafts are for the CMS alone, as in Wagtail."""

    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = [FieldPanel("slug"), *Page.settings_panels]

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page, and a navigation in which “Learn” is the current entry."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["navigation"] = SimpleLazyObject(lambda: _navigation(request))
        return context

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as its author sees it, inside a frame of the editor: the one place that may frame a staff page."""
        response: HttpResponse = super().serve_preview(request, mode_name)
        response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]  # django-csp reads this
        return response

    @property
    def address(self) -> str:
        """Where the page is read, without a language in it. Needs no query, unlike Wagtail's `url`."""
        below_home = self.url_path.split("/", 2)[2]
        return reverse("wagtail_serve", args=[below_home])


class HomePage(Page):
    """The root of one language's courses. Its own address belongs to the staff home, so it is never shown."""

    # What may stand below is said by each kind of page in its own parents: plugins bring kinds of their own.
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    promote_panels: ClassVar[list[Any]] = []
    preview_modes: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("courses of a language")
        verbose_name_plural = _("courses of a language")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """One address for both languages: what is missing here is looked for in the other tree.

        A page found there that has a live translation in the active language, under another slug, is shown in it.
        """
        try:
            return super().route(request, path_components)
        except Http404:
            if not path_components:
                raise
        for other in self.get_translations().live().specific():
            try:
                found, args, kwargs = super(HomePage, other).route(request, path_components)
            except Http404:
                continue
            return RouteResult(found.localized.specific, args, kwargs)
        raise Http404

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("home")


class CoursePage(StaffPage):
    """A course: for whom, what for, and its modules below it. `translation_key` is the *course key* of records."""

    summary = models.TextField(_("summary"), max_length=600)
    audience = models.TextField(_("for whom"), max_length=400, blank=True)
    competencies = KeysField(verbose_name=_("competencies"))
    source = models.CharField(
        _("source"), max_length=40, blank=True, help_text=_("Where its contents come from, for example a chapter.")
    )

    template = "courses/course_page.html"
    parent_page_types: ClassVar[list[str]] = ["courses.HomePage"]
    subpage_types: ClassVar[list[str]] = ["courses.ModulePage"]
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("competencies"),
        FieldPanel("source"),
    ]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def clean(self) -> None:
        """Courses live at the top of the site, beside the site's own rooms: they cannot take a room's address."""
        super().clean()
        if self.slug and resolve(f"/{self.slug}/").url_name != "wagtail_serve":
            raise ValidationError({"slug": _("The site itself uses this address. Choose another one.")})


class ModulePage(StaffPage):
    """A part of a course: its lessons in order."""

    template = "courses/module_page.html"
    parent_page_types: ClassVar[list[str]] = ["courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = ["courses.LessonPage"]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")


class LessonPage(StaffPage):
    """A page to read, with questions. `translation_key` is the *lesson key* of records."""

    lead = models.TextField(_("lead"), max_length=400)
    body = StreamField(LessonBody(), verbose_name=_("body"))
    competencies = KeysField(verbose_name=_("competencies"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=1, editable=False)

    template = "courses/lesson_page.html"
    parent_page_types: ClassVar[list[str]] = ["courses.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("competencies"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.minutes = self.reading_minutes()
        super().save(*args, **kwargs)

    def reading_minutes(self) -> int:
        """How long the lesson takes, from its words and questions as they are now."""
        return reading.minutes_of(self.lead, self.body.get_prep_value())

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Every way of publishing passes here (form, workflow, schedule, bulk, import): none may publish a lesson
        whose quiz cannot be asked. The form has said so field by field before; this is for the other ways."""
        if problems_of_body(revision.as_object().body):
            raise NotPublishable
        return super().publish(revision, *args, **kwargs)


class PublishedQuiz(models.Model):
    """The build that a live lesson's quiz stands for at the moment, in the lesson's language.

    Rewritten whenever the lesson is published. `activity_key` is the quiz block's id, the same in every language (of
    a lesson that was copied from another one, a key of its own); `position` is the quiz's place in the lesson.
    """

    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="quizzes")
    block_id = models.CharField(max_length=120)
    activity_key = models.CharField(max_length=120, db_index=True)
    build = models.ForeignKey(Build, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["lesson", "position"]
        constraints = [models.UniqueConstraint(fields=["lesson", "activity_key"], name="quiz_once_in_lesson")]

    def __str__(self) -> str:
        return f"{self.build.title} · {self.lesson.title}"


class Enrolment(models.Model):
    """An employee takes a course, on their own account or because somebody assigned it, perhaps by a date."""

    class Source(models.TextChoices):
        SELF = "self", _("own choice")
        ASSIGNED = "assigned", _("assigned")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="enrolments")
    course_key = models.UUIDField(_("course"), db_index=True)
    enrolled_at = models.DateTimeField(_("enrolled"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.SELF)
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-enrolled_at", "-pk"]
        permissions = [("enrol_people", _("Can enrol anybody in a course"))]
        constraints = [models.UniqueConstraint(fields=["employee", "course_key"], name="enrolment_once_per_course")]

    def __str__(self) -> str:
        return f"{self.employee} · {self.course_key}"


class LessonCompletion(AppendOnly):
    """An employee finished a lesson, its quizzes answered. `course_key` is the course it belonged to then."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="lesson_completions")
    lesson_key = models.UUIDField(db_index=True)
    course_key = models.UUIDField(db_index=True)
    completed_at = models.DateTimeField()

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "lesson_key"], name="lesson_completed_once")]

    def __str__(self) -> str:
        return f"{self.employee} · {self.lesson_key}"


class CourseCompletion(AppendOnly):
    """An employee had finished every lesson the course had at that moment."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="course_completions")
    course_key = models.UUIDField(db_index=True)
    completed_at = models.DateTimeField()

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "course_key"], name="course_completed_once")]

    def __str__(self) -> str:
        return f"{self.employee} · {self.course_key}"
