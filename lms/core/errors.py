"""Errors that a person reads: what happened, what was kept, what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class LmsError(Exception):
    """Base of every expected failure.

    `code` is stable and part of the API; `sentence` is a full translated sentence; `status` is the HTTP status the
    site and the API answer with; `details` names what was wrong, field by field, when there is more than one thing.
    """

    code = "error"
    status = 400
    sentence: Any = _("Something could not be done. Nothing was changed. Go back and try again.")

    def __init__(self, sentence: Any = None, *, details: dict[str, Any] | None = None) -> None:
        if sentence is not None:
            self.sentence = sentence
        self.details = details or {}
        super().__init__(str(self.code))

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(LmsError):
    """The person may not do or see this."""

    code = "not-allowed"
    status = 403
    sentence = _("Your account does not have permission for this. Nothing was changed. Ask your administrator.")


class NotHere(LmsError):
    """There is no such thing, or the person may not know that there is."""

    code = "not-found"
    status = 404
    sentence = _("There is nothing at this address, or it is not yours to open. Go back to your home page.")


class Conflict(LmsError):
    """The thing is no longer in a state that allows this."""

    code = "conflict"
    status = 409
    sentence = _("This has changed in the meantime. What was saved before is kept. Load the page again.")


class Refused(LmsError):
    """The input breaks a rule."""

    code = "refused"
    status = 422
    sentence = _("What was sent breaks a rule. Nothing was saved. Correct it and send it again.")


class NotUnderstood(LmsError):
    """The request itself is malformed: no view ever read it."""

    code = "bad-request"
    status = 400
    sentence = _("We could not read what was sent. Nothing was saved. Load the page again and send it once more.")


class TooLarge(LmsError):
    """The body is larger than the site reads at once."""

    code = "too-large"
    status = 413
    sentence = _("What was sent is larger than this site accepts. Nothing was saved. Send it in smaller parts.")


class SwitchedOff(LmsError):
    """The page belongs to a plugin that an administrator has switched off."""

    code = "switched-off"
    status = 404
    sentence = _("This part of the site is switched off at the moment. Everything recorded in it is kept.")
