"""Reading the organisation as a sample: who stands where, what is asked there, what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from competencies.dashboard.figures import Floats, Ints, Sample
from competencies.dashboard.filters import Filters
from competencies.engine.levels import shown_position
from competencies.models import Competency, CompetencyState, Requirement
from lms.people.models import Assignment, Employee, Position, Unit


@dataclass(frozen=True, slots=True)
class Organisation:
    """What there is to choose from: units in the order of the tree, positions by title, competencies in use."""

    units: tuple[Unit, ...]
    positions: tuple[Position, ...]
    competencies: tuple[Competency, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Roll:
    """The people of the board and their sample. `units`, `positions` and `competencies` name the rows and columns of
    the sample, in its order; `headcount` counts the people of each unit, whatever is known of them."""

    units: tuple[Unit, ...]
    positions: tuple[Position, ...]
    competencies: tuple[Competency, ...]
    employees: Ints
    headcount: tuple[int, ...]
    sample: Sample

    @property
    def people(self) -> int:
        """How many people the board is about."""
        return int(self.employees.size)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person in one competency that their position asks for. `state` is None without enough evidence; `n` counts
    the pieces there are anyway."""

    employee: Employee
    unit: Unit
    position: Position
    target: int
    state: CompetencyState | None
    n: int

    @property
    def level(self) -> float | None:
        """The position on the scale as it is printed."""
        return None if self.state is None else shown_position(self.state.position)

    @property
    def distance(self) -> float | None:
        """Level minus target as printed; negative is below."""
        return None if self.level is None else round(self.level - self.target, 2)

    @property
    def is_below(self) -> bool:
        """Whether the person is known to be under the target."""
        return self.distance is not None and self.distance < 0


def organisation() -> Organisation:
    """Units, positions and competencies. Three queries."""
    positions = sorted(Position.objects.all(), key=lambda position: str(position.title).casefold())
    return Organisation(
        units=tuple(Unit.objects.order_by("path")),
        positions=tuple(positions),
        competencies=tuple(Competency.objects.filter(in_use=True).select_related("framework")),
    )


def roll(known: Organisation, filters: Filters, on: date) -> Roll:
    """The people in post on `on` that the filters leave, with what is asked and known of them. Three queries."""
    competencies = tuple(one for one in known.competencies if filters.kind in {"", one.kind})
    posts = posts_of(on, unit=filters.unit, position=filters.position)
    rows = list({row[0]: row for row in posts.values_list("employee_id", "unit_id", "position_id")}.values())
    held, manned = {row[2] for row in rows}, {row[1] for row in rows}
    units = tuple(unit for unit in known.units if unit.pk in manned)
    positions = tuple(position for position in known.positions if position.pk in held)
    employees = np.array([row[0] for row in rows], dtype=np.intp)
    unit = _places([row[1] for row in rows], [one.pk for one in units])
    position = _places([row[2] for row in rows], [one.pk for one in positions])
    target, weight = _asked(positions, competencies, on)
    states = CompetencyState.objects.filter(sufficient=True)
    if filters.unit is not None or filters.position is not None:
        states = states.filter(employee__in=posts.values("employee_id"))
    return Roll(
        units=units,
        positions=positions,
        competencies=competencies,
        employees=employees,
        headcount=tuple(int(count) for count in np.bincount(unit, minlength=len(units))),
        sample=Sample(unit, position, _known(states, employees, competencies), target[position], weight[position]),
    )


def posts_of(on: date, *, unit: Unit | None = None, only_here: bool = False, position: Position | None = None) -> Any:
    """Queryset of the posts held on `on` in a unit with all below it, or `only_here` in that unit itself."""
    employed = Employee.objects.employed(on).order_by().values("pk")
    posts = Assignment.objects.in_force(on).filter(employee__in=employed)
    if unit is not None:
        posts = posts.filter(unit=unit) if only_here else posts.filter(unit__path__startswith=unit.path)
    return posts if position is None else posts.filter(position=position)


def _places(ids: Sequence[int], order: Sequence[int]) -> Ints:
    place = {pk: at for at, pk in enumerate(order)}
    return np.array([place[pk] for pk in ids], dtype=np.intp)


def _asked(positions: Sequence[Position], competencies: Sequence[Competency], on: date) -> tuple[Floats, Floats]:
    """Required level and weight, positions × competencies; NaN where nothing is required."""
    row = {position.pk: at for at, position in enumerate(positions)}
    column = {competency.pk: at for at, competency in enumerate(competencies)}
    target = np.full((len(positions), len(competencies)), np.nan)
    weight = np.full((len(positions), len(competencies)), np.nan)
    asked = Requirement.objects.in_force(on).values_list("position_id", "competency_id", "level", "weight")
    for position, competency, level, share in asked:
        if position in row and competency in column:
            target[row[position], column[competency]] = level
            weight[row[position], column[competency]] = float(share)
    return target, weight


def _known(states: Any, employees: Ints, competencies: Sequence[Competency]) -> Floats:
    """Levels of people × competencies; NaN without enough evidence."""
    level = np.full((employees.size, len(competencies)), np.nan)
    row = {int(pk): at for at, pk in enumerate(employees)}
    column = {competency.pk: at for at, competency in enumerate(competencies)}
    rows = states.values_list("employee_id", "competency_id", "position")
    for employee, competency, position in rows.iterator(chunk_size=20_000):
        if employee in row and competency in column:
            level[row[employee], column[competency]] = position
    return level


def standings(
    on: date, competency: Competency, *, unit: Unit | None, only_here: bool, position: Position | None
) -> list[Standing]:
    """Everybody in those posts whose position asks for the competency: the largest gap first, the unknown last.
    Three queries."""
    asked: dict[int, int] = dict(
        Requirement.objects.in_force(on).filter(competency=competency).values_list("position_id", "level")
    )
    posts = posts_of(on, unit=unit, only_here=only_here, position=position).filter(position__in=asked)
    held = list(posts.select_related("employee", "unit", "position"))
    states = {
        state.employee_id: state
        for state in CompetencyState.objects.filter(
            competency=competency, employee__in=posts.order_by().values("employee_id")
        )
    }
    people = [_standing(post, asked[post.position_id], states.get(post.employee_id)) for post in held]
    return sorted(people, key=_by_gap)


def _standing(post: Assignment, target: int, state: CompetencyState | None) -> Standing:
    known = state if state is not None and state.sufficient else None
    return Standing(post.employee, post.unit, post.position, target, known, 0 if state is None else state.n)


def _by_gap(one: Standing) -> tuple[bool, float, str]:
    name = f"{one.employee.last_name} {one.employee.first_name}".casefold()
    return one.distance is None, one.distance or 0.0, name
