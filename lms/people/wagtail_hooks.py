"""The CMS looks for hooks in modules of this name."""

from lms.people import accounts

__all__ = ["accounts"]
