"""A cut's versions as its page shows them: who saved what, what changed, what was rendered."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.cuts.changes import Change, Part, changes
from slowfilm.cuts.left_out import sentences
from slowfilm.cuts.models import Cut, CutClip, CutRender, CutVersion
from slowfilm.cuts.rendering import RENDER
from slowfilm.films.models import Member
from slowfilm.jobs.models import Job
from slowfilm.timecode import parse_rate, timecode


@dataclass(frozen=True)
class Shown:
    """A version for the page; `job` is its last rendering where that has not succeeded."""

    version: CutVersion
    who: str
    length: str
    render: CutRender | None
    job: Job | None
    left_out: list[str]  # of the file it was read from, a sentence each

    @property
    def waits(self) -> bool:
        """Whether it is being rendered, or will be."""
        return self.job is not None and not self.job.ended

    @property
    def failure(self) -> str:
        """Why it could not be rendered."""
        reasons = {
            "frozen": _("It could not be rendered: a picture in it is frozen."),
            "uncleared": _("It could not be rendered: not all in it is cleared."),
            "disk-full": _("It could not be rendered: the disk is full."),
            "stopped": _("It was stopped: what it uses is to be erased."),
        }
        code = self.job.error if self.job else ""
        return reasons.get(code, _("It could not be rendered."))


def versions_of(cut: Cut) -> list[Shown]:
    """All versions of a cut, the newest first."""
    versions = list(cut.versions.order_by("-number"))
    ids = [version.id for version in versions]
    renders = {render.version_id: render for render in CutRender.objects.filter(version__in=ids)}
    job_rows = Job.objects.filter(kind=RENDER.name, subject__in=ids).order_by("queued_at")
    jobs = {job.subject: job for job in job_rows if job.state != Job.State.DONE}
    names = names_of(cut.film_id)
    rate = parse_rate(cut.rate)
    return [
        Shown(
            version=version,
            who=names.get(version.saved_by, _("Slowfilm")),
            length=timecode(version.frames, rate),
            render=renders.get(version.id),
            job=jobs.get(version.id),
            left_out=sentences(version.left_out),
        )
        for version in versions
    ]


def names_of(film_id: UUID) -> dict[str, str]:
    """The film's members by what the ledger calls them."""
    members = Member.objects.filter(film_id=film_id).select_related("user")
    return {f"member:{member.id}": str(member) for member in members}


def difference(earlier: CutVersion | None, later: CutVersion) -> list[str]:
    """What changed from one version to another, a sentence each."""
    was, now = _clips(earlier) if earlier else [], _clips(later)
    differences = changes([_part(clip) for clip in was], [_part(clip) for clip in now])
    return [_said(change, was, now) for change in differences] + _of_sounds(earlier, later)


def _clips(version: CutVersion) -> list[CutClip]:
    return list(version.clips.select_related("draft__shot__scene").defer("draft__facts"))


def _part(clip: CutClip) -> Part:
    return Part(
        clip.draft.shot_id,
        clip.draft_id,
        clip.first,
        clip.last,
        clip.join,
        clip.join_frames,
        clip.level,
    )


def _said(change: Change, was: Sequence[CutClip], now: Sequence[CutClip]) -> str:
    before = was[change.was] if change.was is not None else None
    after = now[change.now] if change.now is not None else None
    either = after or before
    assert either is not None
    about = {"name": either.draft.shot.name, "place": (change.now or 0) + 1}
    if before and after:
        about |= {
            "was_place": (change.was or 0) + 1,
            "was": before.draft.name,
            "now": after.draft.name,
            "was_span": _span(before),
            "now_span": _span(after),
            "was_join": _join(before),
            "now_join": _join(after),
            "was_level": before.level,
            "now_level": after.level,
        }
    return _sentences()[change.what] % about


def _sentences() -> dict[str, str]:
    return {
        "added": _("%(name)s was added at place %(place)s."),
        "removed": _("%(name)s was taken out."),
        "moved": _("%(name)s was moved from place %(was_place)s to place %(place)s."),
        "draft": _("%(name)s: %(now)s instead of %(was)s."),
        "trimmed": _("%(name)s: frames %(now_span)s instead of %(was_span)s."),
        "join": _("%(name)s: %(now_join)s instead of %(was_join)s before it."),
        "level": _("%(name)s: its sound at %(now_level)s dB instead of %(was_level)s dB."),
    }


def _span(clip: CutClip) -> str:
    return f"{clip.first}–{clip.last - 1}"


def _join(clip: CutClip) -> str:
    label = str(CutClip.Join(clip.join).label)
    if clip.join == CutClip.Join.CUT:
        return label
    return _("%(join)s over %(frames)s frames") % {"join": label, "frames": clip.join_frames}


def _of_sounds(earlier: CutVersion | None, later: CutVersion) -> list[str]:
    names = ("track", "reference_id", "at", "start_ms", "end_ms", "fade_in_ms", "fade_out_ms")

    def told(version: CutVersion) -> list[tuple[object, ...]]:
        sounds = version.sounds.all()
        return [(*(getattr(sound, name) for name in names), str(sound.levels)) for sound in sounds]

    if (told(earlier) if earlier else []) == told(later):
        return []
    return [_("The sound on the two tracks is another.")]
