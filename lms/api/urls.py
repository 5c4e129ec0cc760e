"""Addresses of the API: the host's resources and the plugins'. The gate follows each plugin's switch."""

from django.urls import URLPattern, URLResolver, path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from lms.api.views.docs import DocsView
from lms.api.views.learning import AttemptViewSet, CourseViewSet, EnrolmentViewSet
from lms.api.views.people import MeViewSet, PersonViewSet, UnitViewSet
from lms.api.views.plugins import PluginViewSet
from lms.api.views.root import NothingView, RootView
from lms.plugins import registry

app_name = "api"

router = SimpleRouter()
router.register("me", MeViewSet, basename="me")
router.register("people", PersonViewSet, basename="people")
router.register("units", UnitViewSet, basename="units")
router.register("courses", CourseViewSet, basename="courses")
router.register("enrolments", EnrolmentViewSet, basename="enrolments")
router.register("attempts", AttemptViewSet, basename="attempts")
router.register("plugins", PluginViewSet, basename="plugins")
for _slug, route in registry.api_routes():
    router.register(route.prefix, route.viewset, basename=route.basename)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RootView.as_view(resources=tuple((prefix, base) for prefix, _view, base in router.registry)), name="root"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(url_name="api:schema"), name="docs"),
    *router.urls,
    re_path(r"^.*$", NothingView.as_view(), name="nothing"),
]
