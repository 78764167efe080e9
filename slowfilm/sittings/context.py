"""The sitting that a film's front page leads to: one that is near, or under way."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from slowfilm.sittings.models import Sitting

NEAR = timedelta(hours=24)


def near(request: HttpRequest) -> dict[str, Callable[[], Sitting | None]]:
    """`sitting_near`: asked only by a page that has asked before whether one is on the film."""

    def find() -> Sitting | None:
        match = request.resolver_match
        film = match.kwargs.get("film_id") if match else None
        if film is None:
            return None
        now = timezone.now()
        coming = Q(opened_at=None, begins_at__range=(now - NEAR / 8, now + NEAR))
        sittings = Sitting.objects.filter(film=film, ended_at=None, called_off_at=None)
        candidates = sittings.filter(coming | Q(opened_at__isnull=False))
        return candidates.order_by("opened_at", "begins_at").first()

    return {"sitting_near": find}
