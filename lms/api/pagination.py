"""Paging of lists."""

from typing import Any

from django.core.exceptions import ValidationError as InvalidValue
from django.db import DataError
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView

from lms.api.errors import NoSuchCursor


class ApiPagination(CursorPagination):
    """Cursor paging: stable while rows arrive, the same cost on every page. `?page_size=` up to 200."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "pk"

    def get_page_size(self, request: Request) -> int:
        """As asked; what is not a number from 1 to the largest is refused, not guessed."""
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        if not asked.isascii() or not asked.isdigit() or len(asked) > 3 or not 1 <= int(asked) <= self.max_page_size:
            sentence = _("Ask for a page of 1 to %(largest)d rows.") % {"largest": self.max_page_size}
            raise ValidationError({self.page_size_query_param: [sentence]})
        return int(asked)

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any] | None:
        """The page; a cursor that was tampered with is one that does not exist."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (NotFound, InvalidValue, ValueError, TypeError, OverflowError, DataError) as error:
            raise NoSuchCursor from error
