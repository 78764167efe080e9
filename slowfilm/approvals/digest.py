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
    approvals of the former no longer count. A keep over several shots is in the digest of each.
    """
    return digests([draft])[draft.id]


def digests(
    drafts: Iterable[Draft], lights: Mapping[UUID, Standing] | None = None
) -> dict[UUID, str]:
    """The same of many drafts, by their ids: four questions to the database for all.

    `lights`: what stands on them, where that is known.
    """
    by_id = {draft.id: draft for draft in drafts}
    keeps: dict[UUID, list[list[Any]]] = {id_: [] for id_ in by_id}
    for keep in Note.objects.open().on(by_id).filter(kind__in=those("bound")).order_by("id"):
        for part in keep.parts:
            if part.draft in keeps:
                told = [str(keep.id), part.first, part.last, keep.text, keep.reason]
                keeps[part.draft].append(told)
    lights = of_drafts(by_id) if lights is None else lights
    return {id_: _digest(draft, keeps[id_], lights[id_].digest) for id_, draft in by_id.items()}


def _digest(draft: Draft, keeps: list[list[Any]], light: str) -> str:
    bound: dict[str, Any] = {
        "shot": str(draft.shot_id),
        "draft": str(draft.id),
        "master": draft.master_id,
        "frames": draft.frames,
        "rate": draft.rate,
        "keeps": keeps,
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
    by_id = {version.id: version for version in versions}
    clips, sounds = defaultdict(list), defaultdict(list)
    shown = CutClip.objects.filter(version__in=by_id).select_related("draft")
    for clip in shown.defer("draft__facts").order_by("order"):
        clips[clip.version_id].append(clip)
    heard = CutSound.objects.filter(version__in=by_id).select_related("reference")
    for sound in heard.defer("reference__facts").order_by("order"):
        sounds[sound.version_id].append(sound)
    drafts = {clip.draft_id: clip.draft for group in clips.values() for clip in group}
    own, lines = digests(drafts.values()), _lines(drafts)
    hashes = {}
    for id_, version in by_id.items():
        hashes[id_] = _hashed(
            {
                "cut": str(version.cut_id),
                "version": str(id_),
                "clips": [[own[clip.draft_id], *_told(clip, CLIP)] for clip in clips[id_]],
                "sounds": [
                    [sound.reference.proxy_id, *_told(sound, SOUND)] for sound in sounds[id_]
                ],
                "lines": [lines[clip.draft_id] for clip in clips[id_]],
            }
        )
    return hashes


def _lines(drafts: Iterable[UUID]) -> dict[UUID, list[list[Any]]]:
    """What is said in each of these drafts."""
    lines: dict[UUID, list[list[Any]]] = defaultdict(list)
    rows = BriefLine.objects.filter(brief__generations__draft__in=list(drafts)).order_by("order")
    for draft, *line in rows.values_list("brief__generations__draft", *LINE):
        lines[draft].append(line)
    return lines


def _told(row: CutClip | CutSound, names: Iterable[str]) -> list[Any]:
    return [getattr(row, name) for name in names]
