"""What a piece of evidence weighs on a date: δ_e(T) = w_e · 2^(−(T − t_e)/H_c), while in force, less the halo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from competencies.engine.evidence import Observed, require_aware
from competencies.engine.parameters import require_positive

_DAY = timedelta(days=1)


def recency(age_days: float, half_life_days: float) -> float:
    """2^(−age/H): 1 when new, a half after one half-life, never zero in a lifetime."""
    return float(2.0 ** (-age_days / half_life_days))


def halo_divisor(count: int, session_correlation: float) -> float:
    """1 + (n − 1)ρ: what the weight of each of n items of one session is divided by (the design effect)."""
    return 1.0 + (count - 1) * session_correlation


def counting(evidence: Iterable[Observed], as_of: datetime) -> list[Observed]:
    """The evidence that counts at `as_of`, oldest first, in an order that does not depend on the order given."""
    require_aware(as_of, "the estimate")
    kept = sorted((e for e in evidence if e.counts_at(as_of)), key=lambda e: (e.observed_at, e.ref))
    if len({e.ref for e in kept}) != len(kept):
        repeated = next(ref for ref, times in Counter(e.ref for e in kept).items() if times > 1)
        raise ValueError(f"Evidence {repeated} appears more than once: pass each piece once.")
    return kept


def discounts(
    kept: Sequence[Observed], *, half_life_days: float, session_correlation: float, as_of: datetime
) -> list[float]:
    """δ_e(as_of) of each piece, in the order given; all of them must count at `as_of`.

    Pieces of zero weight do not enlarge a session.
    """
    require_positive(half_life_days, "half-life in days")
    if not 0.0 <= session_correlation <= 1.0:
        raise ValueError(f"The correlation within a session is {session_correlation}, and it must lie between 0 and 1.")
    sizes = Counter(e.session for e in kept if e.session and e.weight > 0)
    halos = {session: halo_divisor(size, session_correlation) for session, size in sizes.items()}
    return [
        e.weight * recency((as_of - e.observed_at) / _DAY, half_life_days) / halos.get(e.session or "", 1.0)
        for e in kept
    ]
