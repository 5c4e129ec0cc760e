"""The editor's tabs: what everyone needs first, the rest behind it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.models import Page

from scenarios.authoring.problems import problems_of


class ProblemsPanel(HelpPanel):
    """What the checks find in the saved draft, what it covers, and its outline."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("template", "scenarios/authoring/problems.html")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one page, at the moment the editor is opened."""

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            context["problems"] = problems_of(self.instance) if self.instance.pk else None
            return context


def scenario_panels() -> TabbedInterface:
    """The tabs of the editor."""
    return TabbedInterface(
        [
            ObjectList(_conversation(), heading=_("Conversation")),
            ObjectList(_customer_and_rules(), heading=_("Customer and rules")),
            ObjectList(_experts(), heading=_("Experts and debrief")),
            ObjectList([ProblemsPanel(heading=_("Problems"))], heading=_("Problems")),
            ObjectList(_settings(), heading=pgettext_lazy("scenario", "Settings"), classname="settings"),
        ]
    )


def _conversation() -> list[Any]:
    return [
        TitleFieldPanel("title", placeholder=_("Title of the role-play*"), help_text=" "),
        FieldPanel("summary"),
        FieldRowPanel(
            [FieldPanel("trust_start"), FieldPanel("irritation_start"), FieldPanel("patience_start")],
            heading=_("The customer's mood at the start"),
        ),
        FieldPanel("body"),
    ]


def _customer_and_rules() -> list[Any]:
    return [
        FieldPanel("briefing"),
        FieldPanel("cast"),
        FieldPanel("facts"),
        FieldPanel("content_notes"),
        FieldPanel("competencies"),
        FieldPanel("variables"),
        FieldPanel("interrupts"),
        MultiFieldPanel(
            [FieldPanel("channel"), FieldPanel("other_channels"), FieldPanel("mood_axes")],
            heading=_("Channel and mood"),
        ),
    ]


def _experts() -> list[Any]:
    return [
        FieldPanel("experts"),
        FieldPanel("debrief"),
        FieldPanel("self_prediction"),
        MultiFieldPanel(
            [FieldPanel("disputed_at"), FieldPanel("centre"), FieldPanel("outcome_reported_apart")],
            heading=_("How it is scored"),
            classname="collapsed",
        ),
    ]


def _settings() -> list[Any]:
    return [
        FieldRowPanel([FieldPanel("estimated_minutes"), FieldPanel("difficulty"), FieldPanel("mode_default")]),
        FieldPanel("start"),
        FieldPanel("slug"),
        FieldPanel("key"),
        *Page.settings_panels,
    ]
