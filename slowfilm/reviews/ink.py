"""Reading ink: the strokes of a window of frames, a bounded page at a time."""

from dataclasses import dataclass

from slowfilm.ledger import chain
from slowfilm.ledger.models import Head
from slowfilm.reviews.models import Stroke
from slowfilm.shots.models import Draft

STROKES, SIZE = 400, 1024 * 1024  # at most in one answer: strokes, characters


@dataclass(frozen=True)
class Window:
    """A page of a window's ink: JSON texts of strokes, as of at least `seq`.

    `next` is what to ask on from (`after`), None at the end.
    """

    seq: int
    strokes: list[str]
    next: int | None

    def text(self) -> str:
        """The answer as JSON. Points go in as they are stored."""
        following = "null" if self.next is None else self.next
        return f'{{"seq":{self.seq},"next":{following},"strokes":[{",".join(self.strokes)}]}}'


def window(draft: Draft, first: int, last: int, after: int = 0) -> Window:
    """The ink on frames first ≤ f < last drawn later than entry `after`, in the order it lies.

    `seq` is read before the strokes: an entry up to `seq` is in them, a later one may be. Folding
    in those again changes nothing.
    """
    seq = Head.objects.values_list("seq", flat=True).get(film=draft.film_id)
    rows = Stroke.objects.filter(
        draft=draft, frame__gte=first, frame__lt=last, erased_at__isnull=True, seq__gt=after
    ).order_by("seq")[: STROKES + 1]
    strokes: list[str] = []
    size, place = 0, after
    for row in rows.iterator(chunk_size=50):
        text = _text(row)
        size += len(text)
        if strokes and (len(strokes) == STROKES or size > SIZE):
            return Window(seq, strokes, place)
        strokes.append(text)
        place = row.seq
    return Window(seq, strokes, None)


def _text(stroke: Stroke) -> str:
    head = chain.canonical(
        {
            "id": str(stroke.id),
            "frame": stroke.frame,
            "actor": stroke.actor,
            "tool": stroke.tool,
            "colour": stroke.colour,
            "width": stroke.width,
            "seq": stroke.seq,
        }
    )
    return f'{head[:-1]},"points":{stroke.points}}}'
