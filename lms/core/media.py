"""Uploaded pictures, as the site serves them.

Only what the CMS has drawn or checked as a picture is served, under the type its extension stands for and never as a
page: renditions of images and the pictures of CMS accounts. Originals and documents have their own doors (the CMS, and
`/documents/`, where everything is a download). People have to be signed in, as for the lessons the pictures are in.

A front server may take `/media/images/` over. It must then send the same types, `X-Content-Type-Options: nosniff` and
`Content-Security-Policy: default-src 'none'; sandbox`, and nothing else below `/media/`.
"""

from pathlib import PurePosixPath

from csp.constants import NONE
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lms.core.errors import NotHere

FOLDERS = ("images", "avatar_images")
TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@require_safe
@login_required
@cache_control(private=True, max_age=86_400)
def picture(request: HttpRequest, folder: str, name: str) -> FileResponse:
    """One picture of one of the folders; `NotHere` for anything else."""
    content_type = TYPES.get(PurePosixPath(name).suffix.lower())
    path = f"{folder}/{name}"
    if content_type is None or folder not in FOLDERS or not default_storage.exists(path):
        raise NotHere
    response = FileResponse(default_storage.open(path, "rb"), content_type=content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response._csp_replace = {"default-src": [NONE], "sandbox": []}  # type: ignore[attr-defined]  # django-csp reads it
    return response
