"""Approvals of what is not put forward any more: each stands for its version, and says so."""

from slowfilm.approvals.models import Approval
from slowfilm.approvals.subjects import Subject

MOST = 20


def earlier_approvals(subject: Subject, digest: str) -> list[Approval]:
    """Those that nobody has taken back, of another digest than `digest`; the latest first."""
    approvals = Approval.objects.filter(**subject.key, withdrawn_at=None).exclude(digest=digest)
    shown = approvals.select_related("member__user", "draft__shot__scene", "version__cut")
    return list(shown.order_by("-at")[:MOST])
