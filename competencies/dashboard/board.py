"""The board as one value: what the page, the workbook and the report all show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from competencies.dashboard import selectors
from competencies.dashboard.figures import Cell, Grid, Levels, enough, grid, levels
from competencies.dashboard.filters import Filters
from competencies.dashboard.selectors import Organisation, Roll
from competencies.models import Competency
from lms.people.models import Position, Unit


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit, how many people work directly in it, and its cells in the order of the columns."""

    unit: Unit
    headcount: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A competency with the figures of everybody on the board."""

    competency: Competency
    cell: Cell


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A position with its figures in the competency in detail."""

    position: Position
    cell: Cell


@dataclass(frozen=True, slots=True)
class Focus:
    """One competency in detail: everybody, each position that asks for it, and the levels (None: too few people)."""

    competency: Competency
    cell: Cell
    positions: tuple[PositionRow, ...]
    levels: Levels | None

    @property
    def shown(self) -> tuple[PositionRow, ...]:
        """The positions with enough people to be shown."""
        return tuple(row for row in self.positions if row.cell.n and not row.cell.hidden)

    @property
    def below(self) -> tuple[PositionRow, ...]:
        """The positions that are visibly below their target on average."""
        return tuple(row for row in self.shown if row.cell.is_below)


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """Everything shown. `columns` are the competencies of the map, `totals` theirs over all `rows`; `ranking` has the
    competencies in which somebody is below target, the largest weighted gap first. `roll` is what it came from."""

    filters: Filters
    on: date
    people: int
    columns: tuple[Competency, ...]
    rows: tuple[UnitRow, ...]
    totals: tuple[Cell, ...]
    ranking: tuple[Ranked, ...]
    focus: Focus | None
    roll: Roll

    @property
    def asked(self) -> bool:
        """Whether any position on the board asks for anything."""
        return any(cell.asked for cell in self.totals)

    @property
    def known(self) -> bool:
        """Whether there is enough evidence about anybody."""
        return any(cell.n for cell in self.totals)

    @property
    def with_hidden(self) -> bool:
        """Whether something is hidden because too few people stand behind it."""
        return any(cell.hidden for row in self.rows for cell in row.cells) or any(cell.hidden for cell in self.totals)


def board(known: Organisation, filters: Filters, on: date) -> Board:
    """Compute the board of an organisation on a date."""
    people = selectors.roll(known, filters, on)
    by_unit = grid(people.sample, people.sample.unit, len(people.units))
    by_position = grid(people.sample, people.sample.position, len(people.positions))
    totals = _totals(by_unit, by_position)
    chosen = [c for c in range(len(totals)) if not filters.with_gap or _somewhere_below(by_unit, totals, c)]
    ranking = sorted(
        (Ranked(people.competencies[c], totals[c]) for c in chosen if totals[c].weighted > 0 and not totals[c].hidden),
        key=lambda ranked: -ranked.cell.weighted,
    )
    at = _in_detail(people, totals, ranking, filters)
    return Board(
        filters=filters,
        on=on,
        people=people.people,
        columns=tuple(people.competencies[c] for c in chosen),
        rows=tuple(
            UnitRow(unit, count, tuple(cells[c] for c in chosen))
            for unit, count, cells in zip(people.units, people.headcount, by_unit.rows, strict=True)
        ),
        totals=tuple(totals[c] for c in chosen),
        ranking=tuple(ranking),
        focus=None if at is None else _focus(people, by_position, totals, at),
        roll=people,
    )


def _totals(by_unit: Grid, by_position: Grid) -> tuple[Cell, ...]:
    """The totals, hidden where the units or the positions ask for it: the page shows both under the same totals."""
    return tuple(
        replace(one, hidden=one.hidden or other.hidden)
        for one, other in zip(by_unit.totals, by_position.totals, strict=True)
    )


def _somewhere_below(by_unit: Grid, totals: Sequence[Cell], c: int) -> bool:
    """Whether the map shows a cell below target in this column."""
    return totals[c].is_below or any(row[c].is_below for row in by_unit.rows)


def _in_detail(people: Roll, totals: Sequence[Cell], ranking: Sequence[Ranked], filters: Filters) -> int | None:
    """The column to look at closely: the one asked for, else the largest gap, else the one nearest to its target."""
    wanted = filters.focus or (ranking[0].competency if ranking else None)
    if wanted is not None and wanted in people.competencies:
        return people.competencies.index(wanted)
    shown = [(cell.distance, c) for c, cell in enumerate(totals) if cell.distance is not None and not cell.hidden]
    return min(shown)[1] if shown else None


def _focus(people: Roll, by_position: Grid, totals: Sequence[Cell], c: int) -> Focus:
    rows = [
        PositionRow(position, cells[c])
        for position, cells in zip(people.positions, by_position.rows, strict=True)
        if cells[c].asked
    ]
    rows.sort(key=lambda row: (row.cell.hidden or not row.cell.n, -row.cell.weighted))
    visible = enough(totals[c].n) and not totals[c].hidden
    return Focus(people.competencies[c], totals[c], tuple(rows), levels(people.sample, c) if visible else None)
