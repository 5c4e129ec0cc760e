"""Every address of the site. Plugins add theirs through their manifest; the gate follows the switch."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lms.core.media import picture
from lms.core.views import healthz
from lms.courses.views import home
from lms.plugins import registry

handler400 = "lms.core.views.bad_request"


def plugin_urls() -> list[URLPattern | URLResolver]:
    """The URL configurations that the loaded plugins' manifests name."""
    return [
        path(urls.prefix, include(urls.module))
        for config in registry.configs().values()
        for urls in config.manifest.urls
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("account/", include("lms.people.account_urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", include("lms.api.urls")),
    path("people/", include("lms.people.urls")),
    path("reports/", include("lms.reports.urls")),
    path("learn/quiz/", include("lms.assessment.urls")),
    path("learn/", include("lms.courses.urls")),
    *plugin_urls(),
    path("media/<str:folder>/<str:name>", picture, name="picture"),
    path("", include(wagtail_urls)),
]
