"""What a lesson is written with: a flat list of blocks, each one thing.

Block and item ids are stable: importers write them, edits keep them, translations copy them. A quiz's block id is its
activity key. Plugins contribute through the one `activity` block; no block is defined outside this file, so that
saving a page while a plugin is absent cannot drop anything.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from lms.courses import quizzes
from lms.courses.activities import ActivityRef, activity_choices, card_for
from lms.courses.competency_keys import OpenChoiceField, indicator_choices

RICH_TEXT = ["bold", "italic", "ul", "ol", "link", "document-link"]


class IndicatorBlock(blocks.FieldBlock):
    """The key of a competency or indicator: a plain string, chosen from what the plugins offer."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = OpenChoiceField(offer=indicator_choices, required=required, help_text=help_text)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        # In a migration it is what it stores, so that old migrations never depend on this class.
        return ("wagtail.blocks.CharBlock", (), {"required": self.field.required})

    class Meta:
        icon = "tag"


class ActivityChoiceBlock(blocks.FieldBlock):
    """Which activity of which plugin: stored as `{"plugin": …, "key": …}`, kept whatever plugins are there."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = OpenChoiceField(offer=activity_choices, required=required, help_text=help_text)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        return ("wagtail.blocks.CharBlock", (), {"required": self.field.required})

    def to_python(self, value: Any) -> ActivityRef | None:
        return ActivityRef(value["plugin"], value["key"]) if value else None

    def normalize(self, value: Any) -> ActivityRef | None:
        return value if isinstance(value, ActivityRef) or value is None else self.to_python(value)

    def get_prep_value(self, value: ActivityRef | None) -> dict[str, str] | None:
        return {"plugin": value.plugin, "key": value.key} if value else None

    def value_for_form(self, value: ActivityRef | None) -> str:
        return str(value) if value else ""

    def value_from_form(self, value: str) -> ActivityRef | None:
        return ActivityRef.parse(value)


class VoiceBlock(blocks.StructBlock):
    """The customer's voice, set apart from the text."""

    quote = blocks.TextBlock(label=_("What they said"), rows=2)
    who = blocks.CharBlock(label=_("Who"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Customer’s voice")
        template = "courses/blocks/voice.html"


class ReplyBlock(blocks.StructBlock):
    """One reply and why it is good or not."""

    said = blocks.TextBlock(label=_("Reply"), rows=2)
    why = blocks.TextBlock(label=_("Why"), rows=2)


class CompareBlock(blocks.StructBlock):
    """The same situation answered three ways."""

    situation = blocks.TextBlock(label=_("Situation"), rows=2)
    poor = ReplyBlock(label=_("Poor"))
    better = ReplyBlock(label=_("Better"))
    best = ReplyBlock(label=_("The best"))

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        context = super().get_context(value, parent_context)
        context["replies"] = [{"grade": grade, **value[grade]} for grade in ("poor", "better", "best")]
        return context

    class Meta:
        icon = "list-ol"
        label = _("Three replies")
        template = "courses/blocks/compare.html"


class StepBlock(blocks.StructBlock):
    """One step: what to do, and how."""

    title = blocks.CharBlock(label=_("What to do"))
    text = blocks.TextBlock(label=_("How"), rows=2, required=False)


class StepsBlock(blocks.StructBlock):
    """A practice in order."""

    title = blocks.CharBlock(label=_("Title"), required=False, help_text=_("Empty: “Step by step”."))
    items = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "courses/blocks/steps.html"


class CalloutBlock(blocks.StructBlock):
    """Something that must be read. Tones: plain, good, warn."""

    tone = blocks.ChoiceBlock(
        choices=[("plain", _("Plain")), ("good", _("Good")), ("warn", _("Careful"))], default="plain", label=_("Tone")
    )
    title = blocks.CharBlock(label=_("Title"), required=False)
    text = blocks.TextBlock(label=_("Text"), rows=3)

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "courses/blocks/callout.html"


class ChecklistBlock(blocks.StructBlock):
    """What to do in the next shift."""

    title = blocks.CharBlock(label=_("Title"))
    items = blocks.ListBlock(blocks.CharBlock(max_length=300), label=_("To do"))

    class Meta:
        icon = "tasks"
        label = _("Checklist")
        template = "courses/blocks/checklist.html"


class ReflectionBlock(blocks.StructBlock):
    """A question for oneself: nothing is asked for and nothing is kept."""

    prompt = blocks.TextBlock(label=_("Question"), rows=2)

    class Meta:
        icon = "help"
        label = _("Reflection")
        template = "courses/blocks/reflection.html"


class PictureBlock(blocks.StructBlock):
    """An image and the words that stand for it."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Alternative text"), help_text=_("What somebody who cannot see the image needs to know.")
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "courses/blocks/image.html"


class OptionBlock(blocks.StructBlock):
    """One answer to choose, with what the person reads after choosing it."""

    text = blocks.TextBlock(label=_("Option"), rows=2)
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.TextBlock(label=_("Feedback"), rows=2, required=False)

    class Meta:
        label_format = "{text}"


PROBLEMS: dict[quizzes.Problem, tuple[str, Any]] = {
    "no-competency": ("competency", _("This question shows no competency. Choose the one it gives evidence about.")),
    "too-few-options": ("options", _("A question needs at least two options. Add one more, or delete the question.")),
    "not-one-right": ("options", _("A question of this kind has exactly one right option. Mark one, and only one.")),
    "none-right": ("options", _("No option is marked as right. Mark every right one.")),
    "all-right": ("options", _("Every option is marked as right, so there is nothing to tell apart. Add a wrong one.")),
}


class QuestionBlock(blocks.StructBlock):
    """One question. A draft may be incomplete; a published one may not."""

    kind = blocks.ChoiceBlock(
        choices=[
            (quizzes.SINGLE, _("One right option")),
            (quizzes.MULTIPLE, _("Several right options")),
            (quizzes.TRUE_FALSE, _("True or false")),
        ],
        default=quizzes.SINGLE,
        label=_("Kind"),
    )
    prompt = blocks.TextBlock(label=_("Question"), rows=2)
    competency = IndicatorBlock(label=_("Competency"), required=False)
    difficulty = blocks.FloatBlock(
        label=_("Difficulty"),
        default=0.0,
        min_value=-4,
        max_value=4,
        required=False,
        help_text=_("From −2 (nearly everybody gets it right) to 2 (few do); 0 is in between."),
    )
    options = blocks.ListBlock(OptionBlock(), label=_("Options"))

    def clean(self, value: Any) -> Any:
        """The structural rules wait for publishing, like required fields do."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        right = [bool(option["correct"]) for option in cleaned["options"]]
        errors: dict[str, ValidationError] = {}
        for problem in quizzes.problems_of(cleaned["kind"], cleaned["competency"], right):
            field, sentence = PROBLEMS[problem]
            error = ValidationError(sentence, code=problem)
            listed = field == "options"
            errors[field] = blocks.ListBlockValidationError(non_block_errors=[error]) if listed else error
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        icon = "help"
        label_format = "{prompt}"


class QuizBlock(blocks.StructBlock):
    """Questions that give evidence. Compiled when the lesson is published: see publishing.py."""

    title = blocks.CharBlock(label=_("Title"))
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"))

    class Meta:
        icon = "form"
        label = _("Quiz")
        template = "courses/blocks/quiz.html"


class ActivityBlock(blocks.StructBlock):
    """An activity of a plugin, for instance a role-play."""

    activity = ActivityChoiceBlock(label=_("Activity"))
    title = blocks.CharBlock(
        label=_("Title"), required=False, help_text=_("Shown above it. Empty: the activity’s own title.")
    )

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        context = super().get_context(value, parent_context)
        context.update(card_for(value["activity"], employee=context.get("employee")))
        return context

    class Meta:
        icon = "comment"
        label = _("Activity")
        template = "courses/blocks/activity.html"


class LessonBody(blocks.StreamBlock):
    """The body of a lesson."""

    heading = blocks.CharBlock(label=_("Heading"), icon="title", max_length=120)
    text = blocks.RichTextBlock(
        label=_("Text"), icon="pilcrow", features=RICH_TEXT, template="courses/blocks/text.html"
    )
    voice = VoiceBlock()
    compare = CompareBlock()
    steps = StepsBlock()
    callout = CalloutBlock()
    checklist = ChecklistBlock()
    reflection = ReflectionBlock()
    image = PictureBlock()
    quiz = QuizBlock()
    activity = ActivityBlock()
