"""The page tree starts with a home per language, translations of each other; the site's root is the Spanish one."""

import uuid

from django.db import migrations

TITLES = {"es": "Cursos", "en": "Courses"}
STEP = 4  # characters per level of the tree's path
WELCOME = "Welcome to your new Wagtail site!"


def _add(apps, root, model, **values):
    """Append a page below the root. Migrations see no tree methods, so the path is put together here."""
    Page = apps.get_model("wagtailcore", "Page")
    ContentType = apps.get_model("contenttypes", "ContentType")
    label, name = model._meta.app_label, model._meta.model_name
    content_type, _ = ContentType.objects.get_or_create(app_label=label, model=name)
    taken = Page.objects.filter(depth=2).order_by("-path").values_list("path", flat=True).first()
    number = int(taken[-STEP:], 36) + 1 if taken else 1
    page = model.objects.create(
        path=root.path + _base36(number).rjust(STEP, "0"),
        depth=2,
        numchild=0,
        content_type=content_type,
        draft_title=values["title"],
        url_path=f"/{values['slug']}/",
        live=True,
        **values,
    )
    root.numchild += 1
    root.save(update_fields=["numchild"])
    return page


def _base36(number):
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
    return text or "0"


def _recount(apps, root):
    Page = apps.get_model("wagtailcore", "Page")
    root.numchild = Page.objects.filter(depth=2).count()
    root.save(update_fields=["numchild"])


def _point_site_at(apps, page):
    Site = apps.get_model("wagtailcore", "Site")
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(hostname="localhost", port=80, is_default_site=True)
    site.root_page_id = page.pk
    site.save()


def make_homes(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("courses", "HomePage")
    root = Page.objects.get(depth=1)
    existing = HomePage.objects.first()
    shared = existing.translation_key if existing else uuid.uuid4()
    for language, title in TITLES.items():
        locale, _ = Locale.objects.get_or_create(language_code=language)
        if not HomePage.objects.filter(locale=locale).exists():
            _add(apps, root, HomePage, title=title, slug=language, locale=locale, translation_key=shared)
    _point_site_at(apps, HomePage.objects.get(locale__language_code="es"))
    welcome = Page.objects.filter(depth=2, numchild=0, content_type__app_label="wagtailcore", title=WELCOME)
    welcome.delete()
    _recount(apps, root)


def unmake_homes(apps, schema_editor):
    """Back to Wagtail's own welcome page. Courses below the homes go with them: their tables are about to."""
    Page = apps.get_model("wagtailcore", "Page")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("courses", "HomePage")
    root = Page.objects.get(depth=1)
    homes = list(HomePage.objects.values_list("path", flat=True))
    locale = Locale.objects.get(language_code="es")
    welcome = _add(apps, root, Page, title=WELCOME, slug="home", locale=locale, translation_key=uuid.uuid4())
    _point_site_at(apps, welcome)
    for path in homes:
        Page.objects.filter(path__startswith=path).delete()
    _recount(apps, root)


class Migration(migrations.Migration):

    dependencies = [
        ("courses", "0001_courses_and_enrolment"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(make_homes, unmake_homes)]
