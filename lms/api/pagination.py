"""Paging of lists."""

from rest_framework.pagination import CursorPagination


class ApiPagination(CursorPagination):
    """Cursor paging: stable while rows arrive, the same cost on every page. `?page_size=` up to 200."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "pk"
