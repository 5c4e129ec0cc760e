from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoursesConfig(AppConfig):
    name = "lms.courses"
    label = "courses"
    verbose_name = "Courses"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from lms.courses.editors import sync_after_migrate
        from lms.courses.models import LessonPage
        from lms.courses.publishing import on_page_published

        page_published.connect(on_page_published, sender=LessonPage, dispatch_uid="courses.compile_quizzes")
        post_migrate.connect(sync_after_migrate, dispatch_uid="courses.sync_editor_permissions")
