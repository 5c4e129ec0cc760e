"""The blocks of a scenario's page. The body is flat: scenes one after the other, linked by their ids, never nested."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock, ChoiceBlock, IntegerBlock, ListBlock, StructBlock, TextBlock
from wagtail.blocks.struct_block import BlockGroup

from scenarios.authoring.fields import IndicatorsBlock, NameBlock, NamesBlock, RatingsBlock, RowsBlock, ValueBlock

CHANNELS = (("counter", _("Counter")), ("phone", _("Phone")), ("chat", _("Chat")))
ENDINGS = (
    ("", _("No, the conversation goes on")),
    ("good", _("Yes, a good ending")),
    ("mixed", _("Yes, a middling ending")),
    ("bad", _("Yes, a bad ending")),
)
FORMATS = (
    ("choose", _("Pick one choice")),
    ("best_worst", _("Mark the best and the worst")),
    ("rate_all", _("Rate every choice")),
    ("text", _("Answer in writing")),
    ("audio", _("Answer aloud")),
)
ROLES = (
    ("customer", _("Customer")),
    ("other_customer", _("Another customer")),
    ("colleague", _("Colleague")),
    ("narrator", _("Narrator")),
)
VARIABLE_KINDS = (("boolean", _("Yes or no")), ("enum", _("One of several words")), ("integer", _("Whole number")))
AXES = (("trust", _("Trust")), ("irritation", _("Irritation")), ("patience", _("Patience")))


def more(heading: object, *children: str) -> BlockGroup:
    """A folded group of fields that a simple scenario does not need."""
    return BlockGroup(list(children), heading=heading, classname="collapsed", icon="cogs", label_format="")


class LineOverrideBlock(StructBlock):
    """What a line says on one channel instead."""

    channel = ChoiceBlock(choices=CHANNELS, default="phone", label=_("On this channel"))
    text = TextBlock(required=False, label=_("They say instead"), help_text=_("Leave blank to keep the words."))
    cue = CharBlock(required=False, label=_("What is heard or seen"))


class LineBlock(StructBlock):
    """One thing somebody says."""

    by = NameBlock(
        suggest="person",
        label=_("Who speaks"),
        help_text=_("The name given to them under Customer and rules. Blank: the customer."),
    )
    cue = CharBlock(
        required=False, label=_("What can be seen"), help_text=_("A gesture or a sound, in one short sentence.")
    )
    text = TextBlock(label=_("What they say"), rows=2)
    when = RowsBlock("conditions", label=_("Shown only if"))
    channels = ListBlock(LineOverrideBlock(), default=[], label=_("On another channel"))

    class Meta:
        form_layout = BlockGroup(
            children=["by", "text", more(_("Gesture, conditions, other channels"), "cue", "when", "channels")]
        )
        label_format = "{by} · {text}"
        icon = "comment"


class DetourBlock(StructBlock):
    """A scene to go to instead, under conditions."""

    when = RowsBlock("conditions", label=_("If"))
    scene = NameBlock(suggest="scene", label=_("Leads to"))

    class Meta:
        label_format = "{scene}"
        icon = "redirect"


class ReplyBlock(StructBlock):
    """Something the member of staff may say. (The word “choice” means a list of options to Wagtail.)"""

    text = TextBlock(label=_("What you can say"), rows=2)
    target = NameBlock(suggest="scene", label=_("Leads to"), help_text=_("The id of the scene that follows."))
    effects = RowsBlock("effects", label=_("Effect on the customer"))
    value = IntegerBlock(
        required=False,
        min_value=-2,
        max_value=2,
        label=_("How good it is"),
        help_text=_("Your own judgement, from −2 (makes things worse) to 2 (the best that can be said)."),
    )
    shows = IndicatorsBlock(
        label=_("What it shows"), help_text=_("The competencies this choice says something about, for or against.")
    )
    rationale = TextBlock(
        required=False, rows=2, label=_("Why"), help_text=_("Read after playing: why it helps or does not.")
    )
    when = RowsBlock("conditions", label=_("Offered only if"))
    detours = ListBlock(
        DetourBlock(),
        default=[],
        label=_("Leads somewhere else if"),
        help_text=_("The first row whose conditions hold wins; if none holds, the scene above follows."),
    )
    ratings = RatingsBlock(
        label=_("Experts' ratings"),
        help_text=_("One number per expert in their order, from −2 to 2, with commas. They replace your own."),
    )
    basis = NamesBlock(suggest="fact", label=_("Rests on the facts"), help_text=_("Ids of facts, with commas."))
    disputed = BooleanBlock(
        required=False, label=_("Disputed"), help_text=_("It is shown in the debrief and does not score.")
    )
    choice_id = NameBlock(
        label=_("Id of the choice"),
        help_text=_("Statistics are kept under it: do not change it after publishing. Blank: given when you save."),
    )

    class Meta:
        form_layout = BlockGroup(
            children=[
                "text",
                "target",
                "effects",
                "value",
                "shows",
                "rationale",
                more(_("Conditions and other targets"), "when", "detours"),
                more(_("Experts, facts and id"), "ratings", "basis", "disputed", "choice_id"),
            ]
        )
        label_format = "→ {target} · {text}"
        icon = "form"


class TimerBlock(StructBlock):
    """A limit to answer, and what silence does."""

    seconds = IntegerBlock(min_value=5, max_value=600, default=30, label=_("Seconds to answer"))
    line = TextBlock(required=False, rows=2, label=_("What happens if nothing is said"))
    target = NameBlock(suggest="scene", label=_("Silence leads to"))
    effects = RowsBlock("effects", label=_("Effect of silence on the customer"))
    label = CharBlock(required=False, label=_("Words beside the clock"))
    extendable = BooleanBlock(required=False, default=True, label=_("The time can be extended"))
    can_switch_off = BooleanBlock(required=False, default=True, label=_("The clock can be switched off"))
    value = IntegerBlock(required=False, min_value=-2, max_value=2, label=_("How good silence is, from −2 to 2"))
    ratings = RatingsBlock(label=_("Experts' ratings of silence"))
    rationale = TextBlock(required=False, rows=2, label=_("Why"))
    detours = ListBlock(DetourBlock(), default=[], label=_("Leads somewhere else if"))

    class Meta:
        form_layout = BlockGroup(
            children=[
                "seconds",
                "line",
                "target",
                "effects",
                more(
                    _("Clock and rating"),
                    "label",
                    "extendable",
                    "can_switch_off",
                    "value",
                    "ratings",
                    "rationale",
                    "detours",
                ),
            ]
        )
        label_format = "{seconds}"
        icon = "time"


class ResponseBlock(StructBlock):
    """The turn of a scene that is not answered by picking one choice."""

    prompt = TextBlock(required=False, rows=2, label=_("What is asked"))
    target = NameBlock(suggest="scene", label=_("Leads to"))
    rubric = NameBlock(label=_("Rubric"), help_text=_("The key of the rubric it is rated with."))
    shows = IndicatorsBlock(label=_("What it shows"))
    effects = RowsBlock("effects", label=_("Effect on the customer"))
    detours = ListBlock(DetourBlock(), default=[], label=_("Leads somewhere else if"))

    class Meta:
        icon = "edit"


class SceneBlock(StructBlock):
    """One moment of the conversation, or an ending."""

    title = CharBlock(label=_("Title of the scene"), help_text=_("For you and for the debrief."))
    scene_id = NameBlock(
        names="scene",
        label=_("Id of the scene"),
        help_text=_("A short word other scenes point at, such as “arrival”. Blank: made from the title when you save."),
    )
    lines = ListBlock(LineBlock(), default=[], collapsed=True, label=_("What happens"))
    choices = ListBlock(
        ReplyBlock(), default=[], collapsed=True, label=_("Choices"), help_text=_("An ending needs none.")
    )
    ending = ChoiceBlock(required=False, choices=ENDINGS, default="", label=_("Is it an ending?"))
    meaning = TextBlock(required=False, rows=2, label=_("What this ending means"))
    next_step = TextBlock(required=False, rows=2, label=_("What to do next at work"))
    replay_from = NamesBlock(
        suggest="scene", label=_("Offer to play again from"), help_text=_("Ids of scenes, with commas.")
    )
    recoverable = BooleanBlock(required=False, label=_("Something can still be done after this ending"))
    timer = ListBlock(TimerBlock(), default=[], max_num=1, label=_("Limited time to answer"))
    hint = TextBlock(required=False, rows=2, label=_("Hint"))
    format = ChoiceBlock(choices=FORMATS, default="choose", label=_("How it is answered"))
    response = ListBlock(ResponseBlock(), default=[], max_num=1, label=_("Free answer"))

    class Meta:
        form_layout = BlockGroup(
            children=[
                "title",
                "scene_id",
                "lines",
                "choices",
                "ending",
                more(_("About the ending"), "meaning", "next_step", "replay_from", "recoverable"),
                more(_("Time, hint and way of answering"), "timer", "hint", "format", "response"),
            ]
        )
        label_format = "{title} ({scene_id})"
        icon = "openquote"
        label = _("Scene")


class CastMemberBlock(StructBlock):
    """Somebody in the conversation."""

    name = CharBlock(required=False, label=_("Name"))
    member_id = NameBlock(
        names="person", label=_("Short name"), help_text=_("The word the scenes use for them, such as “gustavo”.")
    )
    role = ChoiceBlock(choices=ROLES, default="customer", label=_("Role"))
    who = TextBlock(required=False, rows=2, label=_("Who they are"))
    expectations = TextBlock(required=False, rows=2, label=_("What they expect"))
    history = TextBlock(required=False, rows=2, label=_("Their history with us"))
    tonight = TextBlock(required=False, rows=2, label=_("How they arrive today"))
    segment = CharBlock(required=False, label=_("Segment"))
    age = IntegerBlock(required=False, min_value=0, max_value=120, label=_("Age"))

    class Meta:
        form_layout = BlockGroup(
            children=[
                "name",
                "member_id",
                "role",
                "who",
                more(_("Expectations and history"), "expectations", "history", "tonight", "segment", "age"),
            ]
        )
        label_format = "{name} ({member_id})"
        icon = "user"
        label = _("Person")


class VariableBlock(StructBlock):
    """Something the scenario remembers."""

    name = NameBlock(names="variable", label=_("Name"), help_text=_("A short word without spaces."))
    kind = ChoiceBlock(choices=VARIABLE_KINDS, default="boolean", label=_("What it holds"))
    start = ValueBlock(label=_("Starts as"), help_text=_("A number, one of its words, or true / false."))
    values = NamesBlock(label=_("Its words"), help_text=_("With commas."))
    least = IntegerBlock(required=False, label=_("Lowest"))
    most = IntegerBlock(required=False, label=_("Highest"))
    note = CharBlock(required=False, label=_("What it means"))

    class Meta:
        label_format = "{name}"
        icon = "code"
        label = _("Variable")


class FactBlock(StructBlock):
    """A rule or circumstance that can be consulted while playing."""

    title = CharBlock(label=_("Title"))
    text = TextBlock(label=_("Text"), rows=2)
    fact_id = NameBlock(names="fact", label=_("Id"), help_text=_("Such as F01. Choices name it. Blank: given on save."))

    class Meta:
        label_format = "{fact_id} {title}"
        icon = "info-circle"
        label = _("Fact")


class ExpertBlock(StructBlock):
    """One of the people who rated the choices, named by trade."""

    trade = CharBlock(label=_("Trade"), help_text=_("Never a person's name."))
    expert_id = NameBlock(label=_("Id"), help_text=_("Blank: given on save."))

    class Meta:
        label_format = "{trade}"
        icon = "group"
        label = _("Expert")


class InterruptBlock(StructBlock):
    """A scene that cuts in whenever something holds after a turn."""

    when = RowsBlock("conditions", label=_("As soon as"))
    target = NameBlock(suggest="scene", label=_("This scene cuts in"))
    once = BooleanBlock(required=False, default=True, label=_("Only once"))
    exempt = NamesBlock(suggest="scene", label=_("Except in"), help_text=_("Ids of scenes, with commas."))
    interrupt_id = NameBlock(label=_("Id"), help_text=_("Blank: given on save."))

    class Meta:
        label_format = "{target}"
        icon = "warning"
        label = _("Interruption")


class OtherChannelBlock(StructBlock):
    """Another channel the same conversation can happen on."""

    channel = ChoiceBlock(choices=CHANNELS, default="phone", label=_("Channel"))
    own_lines = BooleanBlock(required=False, default=True, label=_("It has lines of its own"))
    note = TextBlock(required=False, rows=2, label=_("Note"))

    class Meta:
        label_format = "{channel}"
        icon = "mail"
        label = _("Another channel")


class MoodAxisBlock(StructBlock):
    """A name and bounds of one part of the mood."""

    axis = ChoiceBlock(choices=AXES, default="trust", label=_("Part of the mood"))
    label = CharBlock(required=False, label=_("Its name here"))
    least = IntegerBlock(default=0, min_value=0, max_value=10, label=_("Lowest"))
    most = IntegerBlock(default=10, min_value=0, max_value=10, label=_("Highest"))

    class Meta:
        label_format = "{axis}"
        icon = "sliders"
        label = _("Name and bounds")


class DebriefBlock(StructBlock):
    """What is said after the ending."""

    opening = TextBlock(required=False, rows=2, label=_("Opening"))
    questions = ListBlock(TextBlock(rows=2), default=[], label=_("Questions to think about"))
    on_disputed = TextBlock(required=False, rows=2, label=_("About disputed choices"))
    closing = TextBlock(required=False, rows=2, label=_("Closing"))

    class Meta:
        icon = "comment"
        label = _("Debrief")
