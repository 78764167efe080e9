"""The shots of a film in pages: 2,000 rows on one page take seconds to make and to draw."""

from uuid import UUID

from django.db.models import Count

from slowfilm.films.models import Film
from slowfilm.shots.models import Scene, Shot

SHOTS = 100  # on a page


class Pages:
    """A film's shots in its order, `SHOTS` a page. A scene may go on on the next."""

    def __init__(self, film: Film) -> None:
        self._film = film
        self._scenes = list(Scene.objects.filter(film=film))
        counted = Shot.objects.filter(film=film).order_by().values_list("scene")
        self._counts: dict[UUID, int] = dict(counted.annotate(number=Count("id")))

    @property
    def number(self) -> int:
        """How many pages there are; of a film without shots one."""
        return max(1, -(-sum(self._counts.values()) // SHOTS))

    def shots(self, page: int) -> list[Shot]:
        """The shots of a page with all that is shown of them, from 1."""
        shots = (
            Shot.objects.filter(film=self._film)
            .select_related("scene", "selected__shot__scene", "lock")
            .defer("selected__facts")
            .order_by("scene__number", "number")
        )
        return list(shots[(page - 1) * SHOTS : page * SHOTS])

    def scenes(self, page: int) -> list[Scene]:
        """The scenes of a page: those of its shots, and the empty ones among them."""
        return [scene for scene, first, last in self._spans() if first <= page <= last]

    def places(self) -> list[tuple[Scene, int]]:
        """Each scene with the page on which it begins."""
        return [(scene, first) for scene, first, _last in self._spans()]

    def _spans(self) -> list[tuple[Scene, int, int]]:
        """Each scene with its first and last page."""
        spans, passed = [], 0
        for scene in self._scenes:
            count = self._counts.get(scene.id, 0)
            # An empty scene stands behind the shot before it.
            first = passed // SHOTS if count else max(0, passed - 1) // SHOTS
            passed += count
            spans.append((scene, first + 1, max(first, max(0, passed - 1) // SHOTS) + 1))
        return spans
