"""Scenarios as pages of the site, and which build of each one runs now."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_slug
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import TextBlock
from wagtail.models import Page

from lms.plugins import switchboard
from lms.records.models import Build
from scenarios import blocks
from scenarios.authoring.fields import KeysField, ScenarioStream
from scenarios.authoring.forms import ScenarioPageForm
from scenarios.authoring.panels import scenario_panels
from scenarios.authoring.to_definition import definition_of
from scenarios.authoring.to_page import PLAIN, STREAMS
from scenarios.engine.definition import Definition
from scenarios.play.models import Solution as Solution

MOOD_BOUNDS = [MinValueValidator(0), MaxValueValidator(10)]
HOME = "courses.HomePage"
"""The kind of page scenarios live under: a language's home."""


class Mode(models.TextChoices):
    """How a scenario is played unless somebody chooses otherwise."""

    PRACTICE = "practice", _("Rehearsal: nothing counts")
    ASSESSMENT = "assessment", _("Counts as evidence")


class Centre(models.TextChoices):
    """What a choice is compared with."""

    BEST = "best_available_in_scene", _("The best choice available in its scene")
    NONE = "none", _("Nothing: raw sums, for study only")


class ScenarioPage(Page):
    """A role-play as its author writes it, in one language; its translations are other pages with the same `key`.

    What runs is never this page but the build compiled when it was published: see `Publication`.
    """

    key = models.CharField(
        _("key"),
        max_length=100,
        blank=True,
        db_index=True,
        validators=[validate_slug],
        help_text=_("Results are kept under it, in every language. Blank: made from the address when you save."),
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two sentences that make one want to try it."))
    briefing = models.TextField(
        _("before starting"), blank=True, help_text=_("Where you are, who is with you and what you know.")
    )
    self_prediction = models.TextField(
        _("question before starting"), blank=True, help_text=_("For instance: how do you think it will end, 0 to 10?")
    )
    estimated_minutes = models.PositiveSmallIntegerField(_("minutes it takes"), null=True, blank=True)
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("From 1 to 5."),
    )
    mode_default = models.CharField(_("played as"), max_length=10, choices=Mode.choices, default=Mode.PRACTICE)
    competencies = KeysField(
        _("competencies"),
        default=list,
        blank=True,
        help_text=_("What this role-play says something about. What its choices show is added by itself."),
    )
    channel = models.CharField(_("channel"), max_length=10, choices=blocks.CHANNELS, default="counter")
    start = models.CharField(
        _("first scene"), max_length=200, blank=True, help_text=_("The id of a scene. Blank: the first one below.")
    )
    trust_start = models.PositiveSmallIntegerField(
        _("trust at the start"), null=True, blank=True, default=5, validators=MOOD_BOUNDS, help_text=_("From 0 to 10.")
    )
    irritation_start = models.PositiveSmallIntegerField(
        _("irritation at the start"),
        null=True,
        blank=True,
        default=5,
        validators=MOOD_BOUNDS,
        help_text=_("From 0 to 10."),
    )
    patience_start = models.PositiveSmallIntegerField(
        _("patience at the start"),
        null=True,
        blank=True,
        default=5,
        validators=MOOD_BOUNDS,
        help_text=_("From 0 to 10."),
    )
    disputed_at = models.FloatField(
        _("experts disagree from"),
        default=1.25,
        validators=[MinValueValidator(0)],
        help_text=_("Standard deviation of the ratings from which a choice is disputed and does not score."),
    )
    centre = models.CharField(
        _("each choice is compared with"), max_length=30, choices=Centre.choices, default=Centre.BEST
    )
    outcome_reported_apart = models.BooleanField(_("the ending is reported apart from the score"), default=True)

    body = ScenarioStream([("scene", blocks.SceneBlock())], blank=True, collapsed=True, verbose_name=_("scenes"))
    cast = ScenarioStream([("member", blocks.CastMemberBlock())], blank=True, collapsed=True, verbose_name=_("people"))
    facts = ScenarioStream([("fact", blocks.FactBlock())], blank=True, collapsed=True, verbose_name=_("facts"))
    variables = ScenarioStream(
        [("variable", blocks.VariableBlock())], blank=True, collapsed=True, verbose_name=_("variables")
    )
    interrupts = ScenarioStream(
        [("interrupt", blocks.InterruptBlock())], blank=True, collapsed=True, verbose_name=_("interruptions")
    )
    mood_axes = ScenarioStream(
        [("axis", blocks.MoodAxisBlock())], blank=True, max_num=3, verbose_name=_("names and bounds of the mood")
    )
    other_channels = ScenarioStream(
        [("channel", blocks.OtherChannelBlock())], blank=True, max_num=3, verbose_name=_("other channels")
    )
    experts = ScenarioStream([("expert", blocks.ExpertBlock())], blank=True, collapsed=True, verbose_name=_("experts"))
    content_notes = ScenarioStream(
        [("note", TextBlock(rows=2, label=_("Note")))],
        blank=True,
        verbose_name=_("notes on content"),
        help_text=_("What may be hard to read, and that anyone may leave at any moment."),
    )
    debrief = ScenarioStream([("debrief", blocks.DebriefBlock())], blank=True, max_num=1, verbose_name=_("debrief"))

    base_form_class = ScenarioPageForm
    parent_page_types: ClassVar[list[str]] = [HOME]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["key"]
    edit_handler = scenario_panels()

    class Meta:
        verbose_name = _("role-play")
        verbose_name_plural = _("role-plays")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Nobody starts a scenario while the plugin is switched off."""
        return switchboard.is_enabled("scenarios") and bool(super().can_create_at(parent))

    def values(self) -> dict[str, Any]:
        """The stored values by field name, as `scenarios.authoring.to_definition` reads them."""
        plain = {name: getattr(self, name) for name in PLAIN}
        return plain | {name: list(getattr(self, name).get_prep_value()) for name in STREAMS}

    def definition(self) -> Definition:
        """What this page says, in its language only."""
        language = self.locale.language_code
        with translation.override(language):
            return definition_of(self.values(), language, somebody=gettext("Customer"))

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        super().full_clean(*args, **kwargs)
        self.key = self.key or self._own_key()

    def minimal_clean(self) -> None:
        """What Wagtail asks of a draft."""
        super().minimal_clean()
        self.key = self.key or self._own_key()

    def _own_key(self) -> str:
        """The key already stored, or that of a translation, or a free one made from the address."""
        same = ScenarioPage.objects.filter(translation_key=self.translation_key).exclude(key="")
        known: str | None = same.values_list("key", flat=True).first()
        if known:
            return known
        wanted = slugify(self.slug or self.title)[:90] or "scenario"
        taken = set(ScenarioPage.objects.filter(key__startswith=wanted).values_list("key", flat=True))
        return next(
            candidate
            for candidate in (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
            if candidate not in taken
        )

    def clean(self) -> None:
        super().clean()
        others = ScenarioPage.objects.filter(key=self.key, alias_of__isnull=True).exclude(
            translation_key=self.translation_key
        )
        if self.key and self.alias_of_id is None and others.exists():
            raise ValidationError({"key": _("Another role-play already has this key. Write a different one.")})

    def save(self, clean: bool = True, user: Any = None, log_action: Any = False, **kwargs: Any) -> Any:
        if self.live and clean and kwargs.get("update_fields") is None and self.alias_of_id is None:
            from scenarios.publishing import refuse_broken

            refuse_broken(self)
        return super().save(clean=clean, user=user, log_action=log_action, **kwargs)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A role-play is played, not read: its page leads to where it starts."""
        try:
            return redirect(reverse("scenarios:intro", args=[self.key]))
        except NoReverseMatch as error:
            raise Http404 from error

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The draft to read through, from the first scene on. Nothing is recorded."""
        from scenarios.authoring.preview import render_preview

        return render_preview(request, self)


class Publication(models.Model):
    """Which build of a scenario runs now in one language. There is none while no page of it is live.

    Publishing an earlier text again brings its earlier build back, so the newest build is not always this one.
    """

    key = models.CharField(max_length=100)
    locale = models.CharField(max_length=10)
    page = models.OneToOneField(ScenarioPage, on_delete=models.CASCADE, related_name="publication")
    build = models.ForeignKey(Build, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="scenario_published_once_per_locale")]

    def __str__(self) -> str:
        return f"{self.key} ({self.locale})"
