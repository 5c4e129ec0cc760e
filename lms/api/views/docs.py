"""The API's description, to read and to try."""

from typing import Any

from csp.constants import UNSAFE_INLINE
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI from our own files. It writes style attributes, on this page only; scripts stay files."""

    template_name = "api/docs.html"

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """With the policy the page needs."""
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        answer._csp_update = {"style-src": [UNSAFE_INLINE]}  # type: ignore[attr-defined]  # django-csp reads this
        return answer
