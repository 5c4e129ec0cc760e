"""The sections that plugins add to a page of the host."""

import logging
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lms.plugins import health, registry

log = logging.getLogger(__name__)


def rendered_cards(hook: str, request: HttpRequest, **arguments: Any) -> list[SafeString]:
    """The cards that plugins answer to `hook`, in their order, each as HTML.

    A card is rendered here, on its own, so that a template that fails costs its plugin the card and not the page.
    """
    answers = registry.ask(hook, request=request, **arguments)
    rendered = []
    for answer in sorted(answers, key=lambda answer: answer.value.order):
        card = answer.value
        try:
            rendered.append(render_to_string(card.template, card.context, request=request))
        except Exception as error:
            log.exception("A card of the plugin %s could not be shown.", answer.plugin)
            health.note_fault(answer.plugin, hook, error)
    return rendered
