"""What can be done to cuts."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from slowfilm.cuts import events
from slowfilm.cuts.models import Cut, CutClip, CutSound, CutVersion
from slowfilm.cuts.timing import Clip, Fault, Timing
from slowfilm.films.models import Film, Member
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft, Shot
from slowfilm.shots.source import TIMECODE
from slowfilm.storage import Holding
from slowfilm.timecode import parse_rate


@action(events.AddCut, May.MAKE, events.CutAdded)
def add_cut(this: Act, command: events.AddCut) -> events.CutAdded:
    """Begin a cut, in the film's rate and size. Its id is the command's."""
    film = Film.objects.only("rate", "width", "height").get(id=this.film_id)
    fact = events.CutAdded.of(command, rate=film.rate, width=film.width, height=film.height)
    Cut.objects.create(
        id=this.command,
        film_id=this.film_id,
        added_by=this.actor,
        added_at=this.at,
        **fact.model_dump(),
    )
    return fact


@action(events.RenameCut, May.MAKE, events.CutRenamed)
def rename_cut(this: Act, command: events.RenameCut) -> events.CutRenamed:
    """Call a cut something else."""
    cut = open_cut(this.film_id, command.cut)
    cut.title = command.title
    cut.save(update_fields=["title"])
    return events.CutRenamed.of(command)


@action(events.SaveCut, May.MAKE, events.CutSaved)
def save_cut(this: Act, command: events.SaveCut) -> events.CutSaved:
    """Keep a cut as its next version. Refused when another version came meanwhile."""
    cut = open_cut(this.film_id, command.cut)
    latest = cut.versions.last()
    number = latest.number if latest else 0
    if command.made_from != number:
        raise Refused("conflict", _came_meanwhile(latest, command.made_from))
    frames = _checked(cut, command.clips)
    _check_sounds(this.film_id, command.sounds)
    _check_file(this.film_id, command.file)
    fact = events.CutSaved.of(command, number=number + 1, frames=frames)
    version = CutVersion.objects.create(
        id=this.command,
        cut=cut,
        number=fact.number,
        note=fact.note,
        frames=frames,
        saved_by=this.actor,
        saved_at=this.at,
        file_id=fact.file,
        file_name=fact.file_name,
        left_out=[list(loss) for loss in fact.left_out],
    )
    CutClip.objects.bulk_create(
        CutClip(version=version, order=place, draft_id=clip.draft, **_plain(clip, "draft"))
        for place, clip in enumerate(fact.clips)
    )
    CutSound.objects.bulk_create(
        CutSound(
            version=version, order=place, reference_id=sound.reference, **_plain(sound, "reference")
        )
        for place, sound in enumerate(fact.sounds)
    )
    return fact


def cut_of(film_id: UUID, cut: UUID) -> Cut:
    """A cut of the film. Raises Refused."""
    row = Cut.objects.filter(film_id=film_id, id=cut).first()
    if row is None:
        raise Refused("no-cut", _("There is no such cut in this film."))
    return row


def open_cut(film_id: UUID, cut: UUID) -> Cut:
    """A cut of the film that is not locked. Raises Refused."""
    row = cut_of(film_id, cut)
    if row.locked_at is not None:
        raise Refused("locked", _("This cut is locked. Nothing in it can change any more."))
    return row


def from_shots(film: Film) -> list[events.Clip]:
    """A film's shots in order, whole: of each its selected draft, else its newest."""
    drafts = Draft.objects.only("id", "shot_id", "version", "frames").order_by("version")
    shots = Shot.objects.filter(film=film).select_related("selected")
    clips = []
    for shot in shots.prefetch_related(Prefetch("drafts", drafts)):
        draft = shot.selected or next(reversed(shot.drafts.all()), None)
        if draft:
            clips.append(events.Clip(draft=draft.id, first=0, last=draft.frames))
    return clips


def clips_of(
    film_id: UUID, clips: Iterable[events.Clip | CutClip]
) -> tuple[list[Clip], list[Draft]]:
    """Clips as timing knows them, and their drafts. Raises Refused where one is not the film's."""
    pairs = [(clip.draft_id if isinstance(clip, CutClip) else clip.draft, clip) for clip in clips]
    drafts = Draft.objects.select_related("shot__scene").defer("facts").annotate(timecode=TIMECODE)
    by_id = drafts.filter(film_id=film_id).in_bulk([id_ for id_, _each in pairs])
    if any(id_ not in by_id for id_, _each in pairs):
        raise Refused("no-draft", _("There is no such draft in this film."))
    timed = [
        Clip(
            first=clip.first,
            last=clip.last,
            frames=by_id[id_].frames,
            rate=parse_rate(by_id[id_].rate),
            join=clip.join,  # type: ignore[arg-type]
            join_frames=clip.join_frames,
        )
        for id_, clip in pairs
    ]
    return timed, [by_id[id_] for id_, _each in pairs]


def _checked(cut: Cut, clips: Sequence[events.Clip]) -> int:
    """How long the clips are together. Raises Refused where they can't be played as they stand."""
    timed, drafts = clips_of(cut.film_id, clips)
    timing = Timing(timed, parse_rate(cut.rate))
    for fault in timing.faults:
        raise Refused(fault.code, sentence(fault, drafts[fault.clip].name))
    return timing.frames


def sentence(fault: Fault, name: str) -> str:
    """What is wrong with a clip, for people."""
    about = {"name": name, "need": fault.need, "have": fault.have}
    sentences = {
        "no-frames": _("%(name)s: it has %(have)s frames, and one is chosen that it has not."),
        "no-handle": _(
            "%(name)s: the dissolve shows %(need)s frames after its end, and the draft has "
            "%(have)s there. Shorten the shot or the dissolve."
        ),
        "too-short": _(
            "%(name)s: it is %(have)s frames long, and its join takes %(need)s. Shorten the join."
        ),
        "nothing-before": _("%(name)s: the first shot can't dissolve: nothing comes before it."),
    }
    return sentences[fault.code] % about


def _check_sounds(film_id: UUID, sounds: Sequence[events.Sound]) -> None:
    by_id = Reference.objects.filter(film_id=film_id).in_bulk({sound.reference for sound in sounds})
    for sound in sounds:
        reference = by_id.get(sound.reference)
        if reference is None:
            raise Refused("no-reference", _("There is no such reference in this film."))
        _check_sound(sound, reference)


def _check_file(film_id: UUID, digest: str | None) -> None:
    """Whether the film holds the file that a version was read from, and it can be one."""
    holdings = Holding.objects.filter(film_id=film_id, blob=digest)
    if digest and not holdings.filter(blob__media_type__in=events.TIMELINES.values()).exists():
        raise Refused("no-file", _("The film holds no such OTIO or EDL file."))


def sounds(reference: Reference) -> bool:
    """Whether something is heard in a reference."""
    return reference.kind == Reference.Kind.SOUND or reference.waveform_id is not None


def _check_sound(sound: events.Sound, reference: Reference) -> None:
    name = {"name": reference.name}
    if not reference.ready or not sounds(reference):
        raise Refused("no-sound", _("%(name)s has no sound that can be played.") % name)
    if reference.study:
        raise Refused("study", _("%(name)s is for reference only. It may not be used.") % name)
    lasts = int(Fraction(reference.facts["duration"]) * 1000) + 1
    if not sound.start_ms < sound.end_ms <= lasts:
        raise Refused("no-span", _("%(name)s: that part of it does not exist.") % name)
    if [at for at, _level in sound.levels] != sorted(at for at, _level in sound.levels):
        raise Refused("levels", _("%(name)s: the points of its level are not in order.") % name)


def _came_meanwhile(latest: CutVersion | None, made_from: int) -> str:
    if latest is None:
        return _("This cut has no version yet. Open it again.")
    member_id = latest.saved_by.removeprefix("member:")
    who = Member.objects.select_related("user").filter(id=member_id).first()
    message = _(
        "%(who)s saved %(latest)s meanwhile; yours was made from v%(from)03d. "
        "Nothing of yours is lost: look at the newer one, then save yours on top or take it over."
    )
    return message % {"who": who or _("Slowfilm"), "latest": latest.name, "from": made_from}


def _plain(row: events.Clip | events.Sound, *but: str) -> dict[str, object]:
    return row.model_dump(exclude=set(but))
