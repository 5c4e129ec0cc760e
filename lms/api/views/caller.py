"""Who is calling."""

from rest_framework.request import Request

from lms.core.errors import NotAllowed
from lms.people.models import User


def caller(request: Request) -> User:
    """The login behind a request; every resource is for somebody who is signed in."""
    if not isinstance(request.user, User):
        raise NotAllowed
    return request.user
