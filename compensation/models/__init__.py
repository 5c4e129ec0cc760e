"""Tables of the plugin. Amounts live here and nowhere else: not in the audit trail, not in events, not in logs."""

from compensation.models.cycle import Computation, Decision, Policy, Proposal, ReviewCycle
from compensation.models.pay import PayBand, PayRead, PayRecord

__all__ = ["Computation", "Decision", "PayBand", "PayRead", "PayRecord", "Policy", "Proposal", "ReviewCycle"]
