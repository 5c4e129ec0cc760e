"""What changes pay, its rules and its reviews: keyword-only, atomic, audited without amounts."""

from compensation.services.computing import compute_proposals
from compensation.services.cycles import (
    approve,
    cancel_cycle,
    open_cycle,
    publish,
    return_with_reason,
    submit_for_approval,
)
from compensation.services.reading import log_reading, log_readings
from compensation.services.rules import record_pay, set_band, write_policy

__all__ = [
    "approve",
    "cancel_cycle",
    "compute_proposals",
    "log_reading",
    "log_readings",
    "open_cycle",
    "publish",
    "record_pay",
    "return_with_reason",
    "set_band",
    "submit_for_approval",
    "write_policy",
]
