"""The worked example the allocation tests share: one grade, one policy, one person."""

from decimal import Decimal

from compensation.allocation.band import Band
from compensation.allocation.policy import EvidenceGate, Policy, Pool, Pools
from compensation.allocation.proposal import PersonInput

GRADE_4 = Band("COP", Decimal(1_900_000), Decimal(2_350_000), Decimal(2_800_000))
GRADE_5 = Band("COP", Decimal(2_400_000), Decimal(3_000_000), Decimal(3_600_000))
POLICY = Policy(
    version=4,
    pools=Pools(competency=Pool(share=Decimal(1))),
    phi=((Decimal(0), Decimal(0)), (Decimal(1), Decimal(1))),
    gate=EvidenceGate(minimum_evidence=5),
    cap=Decimal("0.15"),
    rounding_step=Decimal(100),
)
AMPLE = Decimal(10_000_000)


def person(ref: str = "p1", pay: int = 2_180_000, fit: float = 0.58, band: Band = GRADE_4) -> PersonInput:
    return PersonInput(
        ref=ref,
        pay=Decimal(pay),
        band=band,
        fit=fit,
        fit_conjunctive=fit / 2,
        weakest="composure",
        verified=True,
        evidence_count=63,
    )
