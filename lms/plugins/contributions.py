"""What plugins hand to the host: small frozen values, no behaviour hidden in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the main navigation. `order` sorts; `icon` is a symbol of the sprite; `areas` are URL prefixes
    under which the entry is the current one."""

    label: Any
    url: str
    icon: str
    order: int = 100
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A part of a page that a plugin renders: template and context, placed by `order`."""

    template: str
    context: dict[str, Any]
    order: int = 100


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something the person could do now. The home page shows the one with the highest `priority` as its invitation,
    the others as rows. `priority` runs from 0 to 1; the host's own stand at the values in `lms.courses.home`. `voice`
    is a customer's sentence, `mood` a mood word, `who` the customer (or the course); all optional."""

    title: Any
    url: str
    action: Any
    why: Any
    minutes: int
    priority: float
    voice: str = ""
    mood: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of "what changed" on the home page: when, what, where it leads, and its signed effect or a badge. The
    page writes the day of `at` after `meta`."""

    at: Any
    what: Any
    url: str
    meta: Any
    effect: float | None = None
    badge: Any = ""


@dataclass(frozen=True, slots=True)
class ActivityOption:
    """An activity an author can put into a lesson: `key` is stable across languages and versions."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class ActivityCard:
    """How an activity shows itself inside a lesson, for one person."""

    title: str
    url: str
    minutes: int
    summary: str = ""
    done: bool = False
    available: bool = True


class ActivityType(Protocol):
    """A kind of activity a plugin provides (`scenarios` provides role-plays)."""

    key: str
    name: Any

    def options(self, language: str) -> Sequence[ActivityOption]:
        """Everything an author may choose, in `language` where it exists."""

    def card(self, key: str, *, employee: Any, language: str) -> ActivityCard | None:
        """The activity as this person sees it, or None when it does not exist (any more)."""


@dataclass(frozen=True, slots=True)
class IndicatorOption:
    """A competency, or one of its indicators, that content can give evidence about."""

    key: str
    label: Any
    group: Any = ""


@dataclass(frozen=True, slots=True)
class Consumer:
    """A function that takes an event's payload. `key` is stable: it names the delivery, so that an event has its
    effect once. It runs inside a transaction together with the note that it ran."""

    event: str
    key: str
    consume: Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Column:
    """A report's column: key in the row, header, and a format hint (`text`, `number`, `percent`, `date`)."""

    key: str
    label: Any
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A computed report: rows are dicts by column key; `notes` are printed under the table (filters, as-of date)."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[dict[str, Any]]
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report that can be opened and exported. `compute` gets the user and the query parameters and enforces what
    that user may see; `permission` hides it from those without it."""

    key: str
    name: Any
    summary: Any
    permission: str
    compute: Callable[[Any, dict[str, str]], ReportTable]


@dataclass(frozen=True, slots=True)
class ApiRoute:
    """A DRF viewset under `/api/v1/<prefix>/`."""

    prefix: str
    viewset: Any
    basename: str
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contributed:
    """A contribution and the slug of the plugin it came from."""

    plugin: str
    value: Any


def request_path_is_under(request: HttpRequest, prefixes: Sequence[str]) -> bool:
    """Whether the request's path lies under one of `prefixes`."""
    return any(request.path.startswith(prefix) for prefix in prefixes)
