"""Reading the ledger and the active calibration from the database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from competencies.engine.calibration import Calibration
from competencies.models import Anchor, CalibrationVersion, Competency, EvidenceQuerySet
from competencies.reckoning import Piece
from lms.core.errors import LmsError

PIECE_FIELDS = (
    "pk", "employee_id", "competency_id", "instrument", "item", "session",
    "outcome", "top", "weight", "difficulty", "observed_at", "ended_at",
)  # fmt: skip

Pair = tuple[int, int]


class NotCalibrated(LmsError):
    """No framework has been loaded yet, so nothing can be estimated."""

    code = "competencies-not-calibrated"
    status = 503
    sentence = _(
        "There is no active calibration, so competencies cannot be estimated yet. Everything recorded is kept. "
        "Ask your administrator to load the competency framework."
    )


@dataclass(frozen=True, slots=True)
class Active:
    """The calibration in force: its row and the engine's parameters."""

    row: CalibrationVersion
    parameters: Calibration


def active_calibration() -> Active | None:
    """The calibration in force, or None before the first framework is loaded."""
    row = CalibrationVersion.objects.filter(status=CalibrationVersion.Status.ACTIVE).first()
    return None if row is None else Active(row, row.parameters())


def require_calibration() -> Active:
    """The calibration in force; `NotCalibrated` before the first framework is loaded."""
    active = active_calibration()
    if active is None:
        raise NotCalibrated
    return active


def pieces_of(evidence: EvidenceQuerySet) -> list[Piece]:
    """The pieces of a queryset of evidence, oldest first, in one query."""
    rows = evidence.with_end().order_by("observed_at", "pk").values_list(*PIECE_FIELDS)
    return [Piece(row[0], row[1], row[2], row[3], row[4], str(row[5]), *row[6:]) for row in rows]


def by_pair(pieces: Iterable[Piece]) -> dict[Pair, list[Piece]]:
    """Pieces by (employee id, competency id), each in the order given."""
    ledgers: dict[Pair, list[Piece]] = defaultdict(list)
    for piece in pieces:
        ledgers[piece.employee_id, piece.competency_id].append(piece)
    return dict(ledgers)


def competencies_of_indicators(keys: Iterable[str]) -> dict[str, int]:
    """Competency id by indicator key; a key is that of a competency in use or of one of its anchors."""
    wanted = set(keys)
    anchors = Anchor.objects.filter(key__in=wanted, competency__in_use=True)
    competencies = Competency.objects.filter(key__in=wanted, in_use=True)
    return {**dict(anchors.values_list("key", "competency_id")), **dict(competencies.values_list("key", "pk"))}
