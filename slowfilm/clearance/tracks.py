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
def add_track(this: Act, asked: events.AddTrack) -> events.TrackAdded:
    """Add what the scan missed. Anyone may: what is found can only keep more from being used."""
    _refuse_nowhere(this, asked)
    if asked.end <= asked.first:
        raise Refused("malformed", _("The end must come after the beginning."))
    _refuse_unboxed(asked)
    box = [] if asked.kind == "voice" else asked.box or WHOLE
    track = Track.objects.create(
        id=this.command,
        film_id=this.film_id,
        reference_id=asked.reference,
        draft_id=asked.draft,
        kind=asked.kind,
        first=asked.first,
        end=asked.end,
        frame=asked.first,
        box=box,
        words=asked.words,
        act=this.command,
        added_by=this.actor,
        added_at=this.at,
    )
    return events.TrackAdded.of(asked, box=track.box)


@action(events.NameTracks, May.CLEAR, events.TracksNamed)
def name_tracks(this: Act, asked: events.NameTracks) -> events.TracksNamed:
    """Say whose faces and voices these are, all at once; or that it is a stranger's."""
    tracks = _tracks(this, asked.tracks)
    person = find_person(this.film_id, asked.person) if asked.person else None
    if person is not None and asked.stranger:
        raise Refused("malformed", _("Whoever has a name is no stranger."))
    if (person or asked.stranger) and any(each.kind in Track.OF_PLACES for each in tracks):
        raise Refused("a-place", _("A place is no person."))
    were = {(_place(each), each.person_id) for each in tracks if each.person_id}
    Track.objects.filter(id__in=[each.id for each in tracks]).update(
        person=person,
        stranger=asked.stranger,
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
    for place in dict.fromkeys(_place(each) for each in tracks):
        if person is None:
            break
        was, now = _sighted(this, place, person, tracks)
        ended += was
        new += now
    Sighting.objects.filter(id__in=ended).update(ended_at=this.at)
    Sighting.objects.bulk_create(new)
    return events.TracksNamed(
        tracks=[each.id for each in tracks],
        person=asked.person,
        stranger=asked.stranger,
        references=_once(each.reference_id for each in tracks),
        drafts=_once(each.draft_id for each in tracks),
        sightings=[_told(each) for each in new],
        ended=ended,
    )


@action(events.PlaceTracks, May.CLEAR, events.TracksPlaced)
def place_tracks(this: Act, asked: events.PlaceTracks) -> events.TracksPlaced:
    """Say which real place is seen: from now on what its residents agreed to counts."""
    tracks = _tracks(this, asked.tracks)
    if any(each.kind not in Track.OF_PLACES for each in tracks):
        raise Refused("no-place", _("A face or a voice is no place."))
    place = find_place(this.film_id, asked.place) if asked.place else None
    Track.objects.filter(id__in=[each.id for each in tracks]).update(
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
        tracks=[each.id for each in tracks],
        place=asked.place,
        references=_once(each.reference_id for each in tracks),
        drafts=_once(each.draft_id for each in tracks),
    )


@action(events.DoubtTracks, May.CLEAR, events.TracksDoubted)
def doubt_tracks(this: Act, asked: events.DoubtTracks) -> events.TracksDoubted:
    """Say that nobody is there, against a scan or a member who found somebody."""
    tracks = _tracks(this, asked.tracks)
    _refuse_named(tracks)
    if any(each.dismissed_at for each in tracks):
        raise Refused("dismissed", _("Two members have said that already."))
    Track.objects.filter(id__in=[each.id for each in tracks]).update(
        doubt=asked.reason, doubted_by=this.actor, doubted_at=this.at
    )
    return events.TracksDoubted(tracks=[each.id for each in tracks], reason=asked.reason)


@action(events.DismissTracks, May.CLEAR, events.TracksDismissed)
def dismiss_tracks(this: Act, asked: events.DismissTracks) -> events.TracksDismissed:
    """Say it as the second member: only then does it count."""
    tracks = _tracks(this, asked.tracks)
    _refuse_named(tracks)
    if not all(each.doubted_by for each in tracks):
        raise Refused("not-doubted", _("Nobody has said yet, with a reason, that nobody is there."))
    if any(each.doubted_by == str(this.actor) for each in tracks):
        raise Refused("same-member", _("It needs a second member: you said so yourself."))
    Track.objects.filter(id__in=[each.id for each in tracks]).update(
        dismissed_by=this.actor, dismissed_at=this.at
    )
    return events.TracksDismissed(tracks=[each.id for each in tracks])


@action(events.RestoreTracks, May.LOOK, events.TracksRestored)
def restore_tracks(this: Act, asked: events.RestoreTracks) -> events.TracksRestored:
    """Take back what was said against them. Anyone may, for the doubt favours the person."""
    tracks = _tracks(this, asked.tracks)
    Track.objects.filter(id__in=[each.id for each in tracks]).update(
        doubt="", doubted_by="", doubted_at=None, dismissed_by="", dismissed_at=None
    )
    return events.TracksRestored(tracks=[each.id for each in tracks])


def _refuse_nowhere(this: Act, asked: events.AddTrack) -> None:
    """Refuse a track in nothing, in two things, or in what it can't be in."""
    drafts = Draft.objects.filter(film_id=this.film_id)
    if asked.draft and not drafts.filter(id=asked.draft).exists():
        raise Refused("no-draft", _("There is no such draft in this film."))
    references = Reference.objects.filter(film_id=this.film_id)
    found = references.filter(id=asked.reference).first() if asked.reference else None
    if asked.reference and found is None:
        raise Refused("no-reference", _("There is no such reference in this film."))
    if (asked.reference is None) == (asked.draft is None):
        raise Refused("malformed", _("A face, voice or place is in one reference or draft."))
    if found is not None:
        refuse_unready(found)
        _refuse_impossible(found, asked.kind)


def _refuse_unboxed(asked: events.AddTrack) -> None:
    """A face and a sign are somewhere in the picture."""
    if asked.box is not None and asked.box[2] and asked.box[3]:
        return
    if asked.kind == "face":
        raise Refused("no-box", _("Draw a box around the face."))
    if asked.kind == "sign":
        raise Refused("no-box", _("Draw a box around the number, plate or name."))


def _refuse_impossible(reference: Reference, kind: str) -> None:
    if reference.kind == Reference.Kind.SOUND and kind == "face":
        raise Refused("not-possible", _("A sound shows no face."))
    if reference.kind == Reference.Kind.SOUND and kind == "sign":
        raise Refused("not-possible", _("Nothing is seen in a sound."))
    if reference.kind == Reference.Kind.PICTURE and kind == "voice":
        raise Refused("not-possible", _("A picture has no sound."))


def _tracks(this: Act, ids: list[UUID]) -> list[Track]:
    found = list(Track.objects.filter(film_id=this.film_id, id__in=ids))
    if len(found) < len(set(ids)):
        raise Refused("no-track", _("That was not found in this film."))
    return found


def _refuse_named(tracks: list[Track]) -> None:
    if any(each.person_id for each in tracks):
        raise Refused("named", _("A person is named there. Take the name away first."))
    if any(each.place_id for each in tracks):
        raise Refused("named", _("A place is named there. Take it away first."))


def _place(track: Track) -> Place:
    return track.reference_id, track.draft_id


def _no_longer(this: Act, were: set[tuple[Place, UUID]]) -> Iterator[UUID]:
    """Sightings that stood only for a name which a track no longer has."""
    for (reference, draft), person in were:
        about = {"reference": reference, "draft": draft, "person": person}
        if Track.objects.filter(**about).exists():
            continue
        for each in Sighting.objects.standing().filter(**about):
            verb = verb_of(events.TracksNamed)
            if Entry.objects.filter(film_id=this.film_id, command=each.act, verb=verb).exists():
                yield each.id


def _sighted(
    this: Act, place: Place, person: Person, tracks: list[Track]
) -> tuple[list[UUID], list[Sighting]]:
    """That a person is seen or heard in one thing: which sighting ends for it, and which is new."""
    kinds = {each.kind for each in tracks if _place(each) == place}
    reference, draft = place
    about: dict[str, Any] = {"reference_id": reference, "draft_id": draft, "person": person}
    was = Sighting.objects.standing().filter(**about).first()
    seen = Track.Kind.FACE in kinds or bool(was and was.seen)
    heard = Track.Kind.VOICE in kinds or bool(was and was.heard)
    if was and (was.seen, was.heard) == (seen, heard):
        return [], []
    said: dict[str, Any] = {"act": this.command, "said_by": this.actor, "said_at": this.at}
    new = Sighting(id=uuid4(), film_id=this.film_id, **about, seen=seen, heard=heard, **said)
    return [was.id] if was else [], [new]


def _once(ids: Iterator[UUID | None]) -> list[UUID]:
    return list(dict.fromkeys(each for each in ids if each))


def _told(one: Sighting) -> sighted.Sighted:
    return sighted.Sighted(
        sighting=one.id,
        person=one.person_id,
        reference=one.reference_id,
        draft=one.draft_id,
        seen=one.seen,
        heard=one.heard,
    )
