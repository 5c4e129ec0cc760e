"""The directory: the people somebody may know about, found by name, unit and position."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.core import clock
from lms.people import selectors
from lms.people.models import Assignment, Employee, Position, Unit, User


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for: words of a name, a unit with all below it, a position. None and blank: any."""

    words: str = ""
    unit: Unit | None = None
    position: Position | None = None


def folded(text: str) -> str:
    """The text without case and accents: whoever types `munoz` finds Muñoz."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in parts if not unicodedata.combining(character))


def by_name(first_name: str, last_name: str, pk: int) -> tuple[str, str, int]:
    """What people are ordered by: last name, then first name, as a Spanish reader orders them."""
    return folded(last_name), folded(first_name), pk


def matches(name: str, words: str) -> bool:
    """Whether every word looked for begins a word of the name, in any order."""
    parts = folded(name).split()
    return all(any(part.startswith(word) for part in parts) for word in folded(words).split())


def found(user: User, search: Search) -> list[int]:
    """Ids of the visible employees that match, by last name as a Spanish reader orders names.

    Names are compared here and not in the database, because only some databases know about accents.
    """
    employees = selectors.visible_employees(user)
    if search.unit is not None or search.position is not None:
        employees = employees.filter(pk__in=_assigned(search))
    rows: Iterable[tuple[int, str, str]] = employees.values_list("pk", "first_name", "last_name")
    kept = [row for row in rows if matches(f"{row[1]} {row[2]}", search.words)]
    return [row[0] for row in sorted(kept, key=lambda row: by_name(row[1], row[2], row[0]))]


def _assigned(search: Search) -> Any:
    assignments = Assignment.objects.in_force(clock.today())
    if search.unit is not None:
        assignments = assignments.filter(unit__path__startswith=search.unit.path)
    if search.position is not None:
        assignments = assignments.filter(position=search.position)
    return assignments.values("employee_id")


def listed(ids: list[int]) -> list[selectors.Post]:
    """The employees of one page with where each stands, in the order of `ids`."""
    people: dict[int, Employee] = {
        employee.pk: employee for employee in selectors.with_post(Employee.objects.filter(pk__in=ids))
    }
    return [selectors.post_of(people[pk]) for pk in ids if pk in people]


def units_of(user: User) -> list[Unit]:
    """The units somebody may filter by, in the order of the tree: all, or those the own lead covers."""
    if user.has_perm("people.view_all_people"):
        return list(Unit.objects.order_by("path"))
    own = selectors.employee_of(user)
    return [] if own is None else list(selectors.units_led_by(own).order_by("path"))


def positions_of(user: User) -> list[Position]:
    """The positions that the visible people hold, by title."""
    held = Assignment.objects.in_force(clock.today()).filter(
        employee__in=selectors.visible_employees(user).order_by().values("pk")
    )
    positions = Position.objects.filter(pk__in=held.values("position_id"))
    return sorted(positions, key=lambda position: folded(str(position.title)))


def in_post_since(employee: Employee) -> date | None:
    """The day the employee took the present position in the present unit, or None without one."""
    current = employee.assignments.in_force(clock.today()).first()
    return None if current is None else current.starts_on
