"""What this plugin answers to the host."""

from collections.abc import Sequence

from django.http import HttpRequest

from lms.people.models import Employee
from lms.plugins.contributions import ActivityType, ApiRoute, NavigationItem, Suggestion
from lms.plugins.hookspecs import hookimpl
from scenarios.activity import RolePlays
from scenarios.play import contributions as playing


@hookimpl
def navigation(request: HttpRequest) -> Sequence[NavigationItem]:
    return playing.navigation(request)


@hookimpl
def home_suggestions(request: HttpRequest, employee: Employee) -> Sequence[Suggestion]:
    return playing.home_suggestions(request, employee)


@hookimpl
def api_routes() -> Sequence[ApiRoute]:
    return playing.api_routes()


@hookimpl
def activity_types() -> Sequence[ActivityType]:
    """Role-plays inside lessons."""
    return (RolePlays(),)
