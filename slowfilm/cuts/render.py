"""A worker's way with a version of a cut: its masters composed into one, and its sound mixed."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from slowfilm import storage
from slowfilm.cuts import sound
from slowfilm.cuts.actions import clips_of
from slowfilm.cuts.clearing import cleared
from slowfilm.cuts.events import RENDERED
from slowfilm.cuts.models import CutVersion
from slowfilm.cuts.rendering import RENDER, fail, rendered, version_of
from slowfilm.cuts.snapshot import Row, frozen, spoken
from slowfilm.cuts.subtitles import webvtt
from slowfilm.cuts.timing import Timing
from slowfilm.jobs.models import Job
from slowfilm.jobs.queue import Lease
from slowfilm.jobs.workplace import workplace
from slowfilm.ledger import Refused
from slowfilm.shots.models import Draft
from slowfilm.timecode import parse_rate


@RENDER.does
def work(job: Job, lease: Lease) -> None:
    """Do a render-cut job. Raises MediaError, Full, Superseded."""
    try:
        version = version_of(job.film_id, job.subject)
        timed, drafts = clips_of(job.film_id, version.clips.all())
    except Refused as refused:
        fail(job, refused.code, {})
        return
    if {str(draft.id) for draft in drafts} & set(frozen(job.film_id)):
        fail(job, "frozen", {})
        return
    if not cleared(version).cleared:
        fail(job, "uncleared", {})
        return
    timing = Timing(timed, parse_rate(version.cut.rate))
    with workplace(job) as folder:
        paths = _made(folder, version, timing, drafts, lease)
        files = {
            name: storage.keep(paths[name], kind, job.film_id, settled=True)
            for name, kind in RENDERED.items()
            if name in paths
        }
    rendered(job=job, files=files)


def _made(
    folder: Path, version: CutVersion, timing: Timing, drafts: list[Draft], lease: Lease
) -> dict[str, Path]:
    from slowfilm.media import edited  # it loads the decoders, which no web process needs

    with ExitStack() as opened:
        paths = {
            digest: opened.enter_context(storage.on_disk(digest))
            for digest in {draft.master_id for draft in drafts}
        }
        sounding = [draft.waveform_id is not None for draft in drafts]
        levels = [clip.level for clip in version.clips.all()]
        heard = [
            edited.Heard(paths[drafts[part.of].master_id], *_told(part))
            for part in sound.of_drafts(timing, sounding, levels)
        ]
        for track in on_tracks(version):
            path = opened.enter_context(storage.on_disk(track.of))
            heard.append(edited.Heard(path, *_told(track)))

        def picture(place: tuple[int, int]) -> edited.Picture:
            digest = drafts[place[0]].master_id
            return edited.Picture(paths[digest], digest, place[1])

        def shown() -> Iterator[edited.Shown]:
            for frame in range(timing.frames):
                content = timing.at(frame)
                under = picture(content.under) if content.under else None
                whole = picture((content.clip, content.frame))
                yield edited.Shown(whole, under, float(content.share), float(content.light))

        cut = version.cut
        files = edited.render(
            folder,
            list(shown()),
            heard,
            rate=timing.rate,
            size=(cut.width, cut.height),
            progress=lease.progress,
        )
    if lines := list(said_in(timing, drafts)):
        files["subtitles"] = folder / "subtitles.vtt"
        files["subtitles"].write_text(webvtt(lines, timing.rate))
    return files


def on_tracks(version: CutVersion) -> Iterator[sound.Part[str]]:
    """The sounds on the two tracks, each known by the blob that is heard."""
    rate = parse_rate(version.cut.rate)
    for row in version.sounds.select_related("reference"):
        yield sound.on_track(
            str(row.reference.proxy_id),
            at=row.at / rate,
            start_ms=row.start_ms,
            end_ms=row.end_ms,
            levels=row.levels,
            fades_ms=(row.fade_in_ms, row.fade_out_ms),
        )


def said_in(timing: Timing, drafts: list[Draft]) -> Iterator[Row]:
    """The lines of a cut's drafts, at the frames of the cut."""
    lines = spoken(list({draft.id for draft in drafts}))
    for index, clip in enumerate(timing.clips):
        for line in lines.get(drafts[index].id, []):
            first, last = max(line["first"], clip.first), min(line["last"], clip.last)
            if first < last:
                begins = timing.cut_frame(index, first)
                ends = timing.cut_frame(index, last - 1) + 1
                yield {**line, "first": begins, "last": ends}


def _told(part: sound.Part[str] | sound.Part[int]) -> tuple:  # type: ignore[type-arg]
    return part.start, part.source, part.seconds, part.shape, part.levels
