"""Whether a lesson's body may be published."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.core.errors import Refused


class NotPublishable(Refused):
    """The lesson has a quiz that cannot be asked, or an empty required field."""

    code = "lesson-not-publishable"
    sentence = _(
        "This lesson was not published: a part of it is incomplete. Your draft is kept. "
        "Open it in the editor and publish from there: every field to correct is marked."
    )


def problems_of_body(body: Any) -> ValidationError | None:
    """What keeps the body from being published, as the editor's form would say it."""
    try:
        body.stream_block.clean(body)
    except ValidationError as error:
        return error
    return None
