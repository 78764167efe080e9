"""What can be said of tracks: whose they are, that nobody is there; and what the scan missed."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from slowfilm.clearance import events as sighted
from slowfilm.clearance import scan_events as events
from slowfilm.clearance.actions import refuse_unready
from slowfilm.clearance.models import Sighting
from slowfilm.clearance.scan_models import Track
from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.ledger.messages import verb_of
from slowfilm.ledger.models import Entry
from slowfilm.people.actions import find_person
from slowfilm.people.models import Person
from slowfilm.people.place_actions import find_place
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft

Place = tuple[UUID | None, UUID | None]  # a reference or a draft
WHOLE = [0, 0, 10_000, 10_000]


@action(events.AddTrack, May.LOOK, events.TrackAdded)
def add_track(this: Act, command: events.AddTrack) -> events.TrackAdded:
    """Add what the scan missed. Anyone may: what is found can only keep more from being used."""
    _refuse_nowhere(this, command)
    if command.end <= command.first:
        raise Refused("malformed", _("The end must come after the beginning."))
    _refuse_unboxed(command)
    box = [] if command.kind == "voice" else command.box or WHOLE
    track = Track.objects.create(
        id=this.command,
        film_id=this.film_id,
        reference_id=command.reference,
        draft_id=command.draft,
        kind=command.kind,
        first=command.first,
        end=command.end,
        frame=command.first,
        box=box,
        words=command.words,
        act=this.command,
        added_by=this.actor,
        added_at=this.at,
    )
    return events.TrackAdded.of(command, box=track.box)


@action(events.NameTracks, May.CLEAR, events.TracksNamed)
def name_tracks(this: Act, command: events.NameTracks) -> events.TracksNamed:
    """Say whose faces and voices these are, all at once; or that it is a stranger's."""
    tracks = _tracks(this, command.tracks)
    person = find_person(this.film_id, command.person) if command.person else None
    if person is not None and command.stranger:
        raise Refused("malformed", _("Whoever has a name is no stranger."))
    if (person or command.stranger) and any(track.kind in Track.OF_PLACES for track in tracks):
        raise Refused("a-place", _("A place is no person."))
    were = {(_place(track), track.person_id) for track in tracks if track.person_id}
    Track.objects.filter(id__in=[track.id for track in tracks]).update(
        person=person,
        stranger=command.stranger,
        named_by=this.actor,
        named_at=this.at,
        doubt="",
        doubted_by="",
        doubted_at=None,
        dismissed_by="",
        dismissed_at=None,
    )
    ended = list(_no_longer(this, were))
    new: list[Sighting] = []
    for place in dict.fromkeys(_place(track) for track in tracks):
        if person is None:
            break
        was, now = _sighted(this, place, person, tracks)
        ended += was
        new += now
    Sighting.objects.filter(id__in=ended).update(ended_at=this.at)
    Sighting.objects.bulk_create(new)
    return events.TracksNamed(
        tracks=[track.id for track in tracks],
        person=command.person,
        stranger=command.stranger,
        references=_once(track.reference_id for track in tracks),
        drafts=_once(track.draft_id for track in tracks),
        sightings=[_told(sighting) for sighting in new],
        ended=ended,
    )


@action(events.PlaceTracks, May.CLEAR, events.TracksPlaced)
def place_tracks(this: Act, command: events.PlaceTracks) -> events.TracksPlaced:
    """Say which real place is seen: from now on what its residents agreed to counts."""
    tracks = _tracks(this, command.tracks)
    if any(track.kind not in Track.OF_PLACES for track in tracks):
        raise Refused("no-place", _("A face or a voice is no place."))
    place = find_place(this.film_id, command.place) if command.place else None
    Track.objects.filter(id__in=[track.id for track in tracks]).update(
        place=place,
        named_by=this.actor,
        named_at=this.at,
        doubt="",
        doubted_by="",
        doubted_at=None,
        dismissed_by="",
        dismissed_at=None,
    )
    return events.TracksPlaced(
        tracks=[track.id for track in tracks],
        place=command.place,
        references=_once(track.reference_id for track in tracks),
        drafts=_once(track.draft_id for track in tracks),
    )


@action(events.DoubtTracks, May.CLEAR, events.TracksDoubted)
def doubt_tracks(this: Act, command: events.DoubtTracks) -> events.TracksDoubted:
    """Say that nobody is there, against a scan or a member who found somebody."""
    tracks = _tracks(this, command.tracks)
    _refuse_named(tracks)
    if any(track.dismissed_at for track in tracks):
        raise Refused("dismissed", _("Two members have said that already."))
    Track.objects.filter(id__in=[track.id for track in tracks]).update(
        doubt=command.reason, doubted_by=this.actor, doubted_at=this.at
    )
    return events.TracksDoubted(tracks=[track.id for track in tracks], reason=command.reason)


@action(events.DismissTracks, May.CLEAR, events.TracksDismissed)
def dismiss_tracks(this: Act, command: events.DismissTracks) -> events.TracksDismissed:
    """Say it as the second member: only then does it count."""
    tracks = _tracks(this, command.tracks)
    _refuse_named(tracks)
    if not all(track.doubted_by for track in tracks):
        raise Refused("not-doubted", _("Nobody has said yet, with a reason, that nobody is there."))
    if any(track.doubted_by == str(this.actor) for track in tracks):
        raise Refused("same-member", _("It needs a second member: you said so yourself."))
    Track.objects.filter(id__in=[track.id for track in tracks]).update(
        dismissed_by=this.actor, dismissed_at=this.at
    )
    return events.TracksDismissed(tracks=[track.id for track in tracks])


@action(events.RestoreTracks, May.LOOK, events.TracksRestored)
def restore_tracks(this: Act, command: events.RestoreTracks) -> events.TracksRestored:
    """Take back what was said against them. Anyone may, for the doubt favours the person."""
    tracks = _tracks(this, command.tracks)
    Track.objects.filter(id__in=[track.id for track in tracks]).update(
        doubt="", doubted_by="", doubted_at=None, dismissed_by="", dismissed_at=None
    )
    return events.TracksRestored(tracks=[track.id for track in tracks])


def _refuse_nowhere(this: Act, command: events.AddTrack) -> None:
    """Refuse a track in nothing, in two things, or in what it can't be in."""
    drafts = Draft.objects.filter(film_id=this.film_id)
    if command.draft and not drafts.filter(id=command.draft).exists():
        raise Refused("no-draft", _("There is no such draft in this film."))
    references = Reference.objects.filter(film_id=this.film_id)
    reference = references.filter(id=command.reference).first() if command.reference else None
    if command.reference and reference is None:
        raise Refused("no-reference", _("There is no such reference in this film."))
    if (command.reference is None) == (command.draft is None):
        raise Refused("malformed", _("A face, voice or place is in one reference or draft."))
    if reference is not None:
        refuse_unready(reference)
        _refuse_impossible(reference, command.kind)


def _refuse_unboxed(command: events.AddTrack) -> None:
    """A face and a sign are somewhere in the picture."""
    if command.box is not None and command.box[2] and command.box[3]:
        return
    if command.kind == "face":
        raise Refused("no-box", _("Draw a box around the face."))
    if command.kind == "sign":
        raise Refused("no-box", _("Draw a box around the number, plate or name."))


def _refuse_impossible(reference: Reference, kind: str) -> None:
    if reference.kind == Reference.Kind.SOUND and kind == "face":
        raise Refused("not-possible", _("A sound shows no face."))
    if reference.kind == Reference.Kind.SOUND and kind == "sign":
        raise Refused("not-possible", _("Nothing is seen in a sound."))
    if reference.kind == Reference.Kind.PICTURE and kind == "voice":
        raise Refused("not-possible", _("A picture has no sound."))


def _tracks(this: Act, ids: list[UUID]) -> list[Track]:
    tracks = list(Track.objects.filter(film_id=this.film_id, id__in=ids))
    if len(tracks) < len(set(ids)):
        raise Refused("no-track", _("That was not found in this film."))
    return tracks


def _refuse_named(tracks: list[Track]) -> None:
    if any(track.person_id for track in tracks):
        raise Refused("named", _("A person is named there. Take the name away first."))
    if any(track.place_id for track in tracks):
        raise Refused("named", _("A place is named there. Take it away first."))


def _place(track: Track) -> Place:
    return track.reference_id, track.draft_id


def _no_longer(this: Act, were: set[tuple[Place, UUID]]) -> Iterator[UUID]:
    """Sightings that stood only for a name which a track no longer has."""
    for (reference, draft), person in were:
        about = {"reference": reference, "draft": draft, "person": person}
        if Track.objects.filter(**about).exists():
            continue
        for sighting in Sighting.objects.standing().filter(**about):
            verb = verb_of(events.TracksNamed)
            if Entry.objects.filter(film_id=this.film_id, command=sighting.act, verb=verb).exists():
                yield sighting.id


def _sighted(
    this: Act, place: Place, person: Person, tracks: list[Track]
) -> tuple[list[UUID], list[Sighting]]:
    """That a person is seen or heard in one thing: which sighting ends for it, and which is new."""
    kinds = {track.kind for track in tracks if _place(track) == place}
    reference, draft = place
    about: dict[str, Any] = {"reference_id": reference, "draft_id": draft, "person": person}
    was = Sighting.objects.standing().filter(**about).first()
    seen = Track.Kind.FACE in kinds or bool(was and was.seen)
    heard = Track.Kind.VOICE in kinds or bool(was and was.heard)
    if was and (was.seen, was.heard) == (seen, heard):
        return [], []
    stamp: dict[str, Any] = {"act": this.command, "said_by": this.actor, "said_at": this.at}
    new = Sighting(id=uuid4(), film_id=this.film_id, **about, seen=seen, heard=heard, **stamp)
    return [was.id] if was else [], [new]


def _once(ids: Iterator[UUID | None]) -> list[UUID]:
    return list(dict.fromkeys(identity for identity in ids if identity))


def _told(sighting: Sighting) -> sighted.Sighted:
    return sighted.Sighted(
        sighting=sighting.id,
        person=sighting.person_id,
        reference=sighting.reference_id,
        draft=sighting.draft_id,
        seen=sighting.seen,
        heard=sighting.heard,
    )
