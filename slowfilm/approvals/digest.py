"""What exactly an approval approves."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from slowfilm.cuts.models import CutClip, CutSound, CutVersion
from slowfilm.generations.models import BriefLine
from slowfilm.ledger.chain import canonical
from slowfilm.light.state import Standing, of_drafts
from slowfilm.reviews.kinds import those
from slowfilm.reviews.models import Note
from slowfilm.shots.models import Draft


def shot_digest(draft: Draft) -> str:
    """SHA-256 over the picture that is selected: its master (sound within), frames, keeps.

    A new selection, a keep written or withdrawn, light set: any change makes another digest, and
    approvals of the former no longer count.
    """
    return digests([draft])[draft.id]


def digests(
    drafts: Iterable[Draft], lights: Mapping[UUID, Standing] | None = None
) -> dict[UUID, str]:
    """The same of many drafts, by their ids: four questions to the database for all.

    `lights`: what stands on them, where that is known.
    """
    wanted = {draft.id: draft for draft in drafts}
    keeps: dict[UUID, list[Note]] = {id_: [] for id_ in wanted}
    found = Note.objects.open().filter(draft__in=wanted, kind__in=those("bound")).order_by("id")
    for keep in found:
        keeps[keep.draft_id].append(keep)
    lights = of_drafts(wanted) if lights is None else lights
    return {id_: _digest(draft, keeps[id_], lights[id_].digest) for id_, draft in wanted.items()}


def _digest(draft: Draft, keeps: list[Note], light: str) -> str:
    bound: dict[str, Any] = {
        "shot": str(draft.shot_id),
        "draft": str(draft.id),
        "master": draft.master_id,
        "frames": draft.frames,
        "rate": draft.rate,
        "keeps": [[str(k.id), k.first, k.last, k.text, k.reason] for k in keeps],
    }
    if light:
        bound["light"] = light
    return _hashed(bound)


def _hashed(bound: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(bound).encode()).hexdigest()


CLIP = ("first", "last", "join", "join_frames", "level")
SOUND = ("track", "at", "start_ms", "end_ms", "levels", "fade_in_ms", "fade_out_ms")
LINE = ("words", "dialect", "translation", "pause_ms")


def version_digests(versions: Iterable[CutVersion]) -> dict[UUID, str]:
    """SHA-256 over all that a version of a cut shows and lets be heard and read, by their ids.

    Its clips with their trims, joins and levels, and of each the digest of its draft; the sounds
    on its tracks with their levels and fades; what its subtitles say. Four questions for all.
    """
    wanted = {version.id: version for version in versions}
    clips, sounds = defaultdict(list), defaultdict(list)
    shown = CutClip.objects.filter(version__in=wanted).select_related("draft")
    for clip in shown.defer("draft__facts").order_by("order"):
        clips[clip.version_id].append(clip)
    heard = CutSound.objects.filter(version__in=wanted).select_related("reference")
    for sound in heard.defer("reference__facts").order_by("order"):
        sounds[sound.version_id].append(sound)
    drafts = {clip.draft_id: clip.draft for each in clips.values() for clip in each}
    own, lines = digests(drafts.values()), _lines(drafts)
    found = {}
    for id_, version in wanted.items():
        found[id_] = _hashed(
            {
                "cut": str(version.cut_id),
                "version": str(id_),
                "clips": [[own[one.draft_id], *_told(one, CLIP)] for one in clips[id_]],
                "sounds": [[one.reference.proxy_id, *_told(one, SOUND)] for one in sounds[id_]],
                "lines": [lines[one.draft_id] for one in clips[id_]],
            }
        )
    return found


def _lines(drafts: Iterable[UUID]) -> dict[UUID, list[list[Any]]]:
    """What is said in each of these drafts."""
    found: dict[UUID, list[list[Any]]] = defaultdict(list)
    said = BriefLine.objects.filter(brief__generations__draft__in=list(drafts)).order_by("order")
    for draft, *line in said.values_list("brief__generations__draft", *LINE):
        found[draft].append(line)
    return found


def _told(row: CutClip | CutSound, names: Iterable[str]) -> list[Any]:
    return [getattr(row, name) for name in names]
