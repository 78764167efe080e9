"""The one answer to "may these be used for that?". What nobody has said is not allowed.

Asked of a set of references and drafts at once: a brief, a library, a picture that is to be
locked. It takes five queries for references and two more for drafts, however many there are; more
only where a release limits venues, or somebody wants to be shown a picture first.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal
from uuid import UUID

from django.db.models import BooleanField, Model
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowfilm.clearance.extent import Extent, Reach, beyond, reach_of
from slowfilm.clearance.grounds import Grounds, place_page, place_sentence
from slowfilm.clearance.models import Consent, Release, Sighting
from slowfilm.clearance.paper import last_day
from slowfilm.clearance.providers import name_of
from slowfilm.clearance.scan_models import Scan, Track
from slowfilm.clearance.works import Licence
from slowfilm.engines.about import Provider
from slowfilm.references.models import Reference
from slowfilm.shots.models import Draft

Use = Literal["look", "generate", "show"]  # by members; by an engine; in a picture that is locked
Roles = Mapping[UUID, Collection[str]]  # what each reference is for, by its id
Subject = Reference | Draft
Scanned = tuple[UUID | None, str]  # a reference or draft, and the digest of what was looked through

HEARD = frozenset({"voice", "kept-voice", "ambience", "music"})  # roles that take sound alone
BOTH = frozenset({"verbatim"})  # roles that take picture and sound as they are


@dataclass(frozen=True)
class Reason:
    """Why not: a code for programs, a sentence for people, of what it is said, where to mend it."""

    code: str
    sentence: str
    subject: UUID
    name: str
    mend: str = ""  # the path of a page
    person: UUID | None = None
    consent: str = ""  # what of them is missing


@dataclass(frozen=True)
class Answer:
    """Whether all that was asked of may be used, what stands in the way, and who is in it."""

    reasons: tuple[Reason, ...]
    sightings: tuple[Sighting, ...] = ()
    tracks: tuple[Track, ...] = ()  # faces, voices and places that stand, named or not
    declared_by: tuple[str, ...] = ()  # the actors who said that nobody else is in it
    scans: Mapping[Scanned, str] = field(default_factory=dict)  # why each failed; "": it did not
    forbidden: tuple[tuple[str, str], ...] = ()  # of people in it: their name, what they forbade
    licences: Mapping[UUID, list[Licence]] = field(default_factory=dict)  # of each work

    @property
    def cleared(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.reasons

    @cached_property
    def _against(self) -> dict[UUID, list[Reason]]:
        by_subject: dict[UUID, list[Reason]] = {}
        for reason in self.reasons:
            by_subject.setdefault(reason.subject, []).append(reason)
        return by_subject

    @cached_property
    def _named(self) -> dict[UUID | None, list[Sighting]]:
        by_subject: dict[UUID | None, list[Sighting]] = {}
        for sighting in self.sightings:
            by_subject.setdefault(sighting.reference_id or sighting.draft_id, []).append(sighting)
        return by_subject

    def of(self, subject: UUID) -> list[Reason]:
        """What stands in the way of one reference or draft."""
        return self._against.get(subject, [])

    def people_in(self, subject: UUID) -> list[Sighting]:
        """Who is named in one reference or draft."""
        return self._named.get(subject, [])

    def forbidden_in(self, subject: UUID) -> list[str]:
        """What those who are in one reference or draft forbade: "Zhou: Not beside a grave."."""
        names = {sighting.person.name for sighting in self.people_in(subject)}
        pairs = ((name, words) for name, words in self.forbidden if name in names)
        return [_("%(name)s: %(words)s") % {"name": name, "words": words} for name, words in pairs]

    def told(self) -> list[tuple[str, str]]:
        """A sentence for each that is not cleared, by its name, and where it is mended."""
        return [
            (f"{first.name}: {' '.join(reason.sentence for reason in (first, *more))}", first.mend)
            for first, *more in self._against.values()
        ]

    def sentences(self) -> list[str]:
        """A sentence for each that is not cleared, by its name."""
        return [sentence for sentence, _mend in self.told()]

    def summed(self) -> str:
        """What stands in the way, in one text."""
        return in_short(self.sentences())


def in_short(sentences: list[str], most: int = 10) -> str:
    """The first sentences of what is missing, and how many more there are."""
    excerpt, remainder = sentences[:most], len(sentences) - most
    if remainder > 0:
        more = ngettext("%(count)s more is missing.", "%(count)s more are missing.", remainder)
        excerpt.append(more % {"count": remainder})
    return " ".join(excerpt)


def clearance(
    use: Use,
    *,
    references: Iterable[Reference] = (),
    drafts: Iterable[Draft] = (),
    on_tracks: Iterable[Reference] = (),
    roles: Roles | None = None,
    provider: Provider | None = None,
    extent: Extent | None = None,
) -> Answer:
    """Ask for references, and for drafts with all that they were made from, for one use.

    `on_tracks`: what is heard as it is on a cut's tracks; a work needs a basis of its own.
    `roles`: what an engine is to have each reference for; what is not in it may be for anything.
    `provider`: to whom that engine sends it, outside the team; None where it stays.
    `extent`: in which scene, and how large, what an engine makes is to be; None: not known yet.
    """
    heard = {reference.id: reference for reference in on_tracks}
    subjects: dict[UUID, Subject] = {
        subject.id: subject for subject in (*references, *heard.values())
    }
    reach = reach_of([draft.id for draft in drafts])
    subjects = {**{draft.id: draft for draft in reach.drafts}, **subjects, **reach.references}
    if use == "look":
        return Answer(tuple(_unready(subjects.values())))
    question = _Question(
        use, roles or {}, timezone.now(), provider, frozenset(heard), reach, extent
    )
    question.look_up(subjects)
    reasons = (reason for subject in subjects.values() for reason in question.against(subject))
    declarers = dict.fromkeys(
        subject.nobody_else_by for subject in subjects.values() if subject.nobody_else_by
    )
    tracks = tuple(track for all_ in question.tracks.values() for track in all_)
    return Answer(
        tuple(reasons),
        tuple(question.sightings),
        tracks,
        tuple(declarers),
        question.scans,
        tuple(question.forbidden()),
        question.grounds.licences,
    )


def _unready(subjects: Iterable[Subject]) -> Iterator[Reason]:
    for subject in subjects:
        if isinstance(subject, Reference) and not subject.ready:
            yield _reason(subject, "not-prepared", _("It is not prepared yet."))


@dataclass
class _Question:
    """One use, at one moment, and what is known of who is in what was asked of."""

    use: Use
    roles: Roles
    moment: datetime
    provider: Provider | None = None
    works: frozenset[UUID] = frozenset()  # heard as they are
    reach: Reach = field(default_factory=Reach)
    extent: Extent | None = None
    sightings: list[Sighting] = field(default_factory=list)
    named: dict[UUID, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    papers: dict[UUID, list[Release]] = field(default_factory=lambda: defaultdict(list))
    worth: dict[UUID, str] = field(default_factory=dict)  # by the release
    tracks: dict[UUID, list[Track]] = field(default_factory=lambda: defaultdict(list))
    scans: dict[Scanned, str] = field(default_factory=dict)

    @cached_property
    def grounds(self) -> Grounds:
        """What is known of rights, places and rulings."""
        return Grounds(self.moment)

    def look_up(self, subjects: Collection[UUID]) -> None:
        """Grounds, who is named in these, what they have signed, what scans found: five queries."""
        self.grounds.look_up(subjects)
        standing = Sighting.objects.standing().filter(_in(Sighting, subjects))
        standing = standing.select_related("person")
        self.sightings = list(standing) if subjects else []
        for sighting in self.sightings:
            self.named[sighting.reference_id or sighting.draft_id].append(sighting)  # type: ignore[index]
        if people := {sighting.person_id for sighting in self.sightings}:
            for release in Release.objects.filter(person__in=people):
                self.papers[release.person_id].append(release)
                self.worth[release.id] = release.state_at(self.moment)
        if subjects:
            self._look_up_scans(subjects)

    def _look_up_scans(self, subjects: Collection[UUID]) -> None:
        """What was scanned, and what stands of what was found."""
        tracks = Track.objects.standing().filter(_in(Track, subjects)).select_related("place")
        for track in tracks:
            self.tracks[track.reference_id or track.draft_id].append(track)  # type: ignore[index]
        columns = ("reference_id", "draft_id", "digest", "error")
        scans = Scan.objects.filter(_in(Scan, subjects)).values_list(*columns)
        for reference, draft, digest, error in scans:
            key = (reference or draft, digest)
            # Of several, one that succeeded counts: the bytes are the same.
            self.scans[key] = error and self.scans.get(key, error)

    def forbidden(self) -> Iterator[tuple[str, str]]:
        """What people in it have forbidden besides, in their own words."""
        names = {sighting.person_id: sighting.person.name for sighting in self.sightings}
        for person, papers in self.papers.items():
            for paper in papers:
                words = paper.private.get("prohibitions")
                if words and self.worth[paper.id] == Release.State.LIVE:
                    yield names[person], words

    def against(self, subject: Subject) -> Iterator[Reason]:
        """All that stands against one of them."""
        yield from _unready([subject])
        if isinstance(subject, Reference) and subject.study:
            sentence = _("It is for reference only and may not be used for generation.")
            yield _reason(subject, "study", sentence)
        as_it_was = self._as_it_was(subject)
        roles = self.roles.get(subject.id, ())
        for objection in self.grounds.against(subject, self.use, roles, as_it_was):
            yield Reason(
                objection.code, objection.sentence, subject.id, subject.name, objection.mend
            )
        yield from self._unsaid(subject)
        yield from self._unscanned(subject)
        if as_it_was and self.grounds.lawful(subject.id):
            return
        yield from self._unnamed(subject)
        for sighting in self.named[subject.id]:
            for consent in self._needed(subject, sighting):
                yield from self._lacking(subject, sighting, consent)

    def _as_it_was(self, subject: Subject) -> bool:
        """Whether it is shown or heard as it was made, and no engine has it."""
        if self.use != "show":
            return False
        if isinstance(subject, Reference):
            return subject.id in self.works
        return subject.origin == Draft.Origin.UPLOADED

    def _unsaid(self, subject: Subject) -> Iterator[Reason]:
        """What nobody has said. A draft made here inherits it from what it was made from."""
        generated = isinstance(subject, Draft) and subject.origin != Draft.Origin.UPLOADED
        if generated or subject.nobody_else_at is not None:
            return
        if self.named[subject.id]:
            sentence = _("Nobody has said yet that no one else is seen or heard in it.")
            yield _reason(subject, "not-all", sentence)
        elif isinstance(subject, Draft):
            sentence = _("It was uploaded, and nobody has said who is seen or heard in it.")
            yield _reason(subject, "unsaid", sentence)
        else:
            sentence = _("Nobody has said yet who is seen or heard in it.")
            yield _reason(subject, "unsaid", sentence)

    def _unscanned(self, subject: Subject) -> Iterator[Reason]:
        """Whether the very bytes that are shown were looked through for faces and voices."""
        if subject.proxy_id is None:
            return
        match self.scans.get((subject.id, subject.proxy_id)):
            case None:
                sentence = _("It has not been scanned for faces and voices yet.")
                yield _reason(subject, "unscanned", sentence)
            case "":
                return
            case _:
                sentence = _(
                    "It could not be scanned for faces and voices, so who is in it is unknown."
                )
                yield _reason(subject, "scan-failed", sentence)

    def _unnamed(self, subject: Subject) -> Iterator[Reason]:
        """Faces and voices that are nobody's yet, and places: so nobody has agreed."""
        for kind, consent in self._asked_of(subject):
            unnamed = [
                track
                for track in self.tracks[subject.id]
                if track.kind == kind and track.person_id is None
            ]
            for stranger in (False, True):
                if count := sum(track.stranger is stranger for track in unnamed):
                    code = f"{'stranger' if stranger else 'unnamed'}-{kind}"
                    sentence = unnamed_sentence(kind, consent, count, stranger=stranger)
                    yield _reason(subject, code, sentence, anchor="#found")
        yield from self._unplaced(subject)

    def _unplaced(self, subject: Subject) -> Iterator[Reason]:
        """Places and signs of which nobody has said where they are, or whose place is uncleared."""
        said_already = {place.id for place in self.grounds.places[subject.id]}
        for track in self.tracks[subject.id]:
            if track.kind not in Track.OF_PLACES:
                continue
            place = track.place
            if place is None:
                yield _reason(subject, str(track.kind), _unplaced_sentence(track), anchor="#found")
            elif not place.cleared and place.id not in said_already:
                said_already.add(place.id)
                sentence, mend = place_sentence(place), place_page(place)
                yield Reason("place", sentence, subject.id, subject.name, mend)

    def _asked_of(self, subject: Subject) -> Iterator[tuple[str, Consent]]:
        """Which kinds of tracks this use touches, and what would be needed of their people."""
        roles = frozenset(self.roles.get(subject.id, ()))
        shown = self.use == "show"
        if shown or not (roles and roles <= HEARD):
            yield Track.Kind.FACE, Consent.SHOWN if shown else Consent.LIKENESS
        if shown or not roles or roles & (HEARD | BOTH):
            yield Track.Kind.VOICE, Consent.SHOWN if shown else Consent.VOICE

    def _needed(self, subject: Subject, sighting: Sighting) -> Iterator[Consent]:
        if self.use == "show":
            yield from self.reach.shown_as(subject)
            return
        roles = frozenset(self.roles.get(subject.id, ()))
        if sighting.seen and not (roles and roles <= HEARD):
            yield Consent.LIKENESS
        if sighting.heard and (not roles or roles & (HEARD | BOTH)):
            yield Consent.VOICE

    def _lacking(self, subject: Subject, sighting: Sighting, consent: Consent) -> Iterator[Reason]:
        """What is missing of a person, unless one of their releases allows it now."""
        papers = [paper for paper in self.papers[sighting.person_id] if consent in paper.given]
        live = [
            paper
            for paper in papers
            if self.worth[paper.id] == Release.State.LIVE and consent in paper.granted
        ]
        if live:
            yield from self._unsent(subject, sighting, consent, live)
            yield from self._beyond(subject, sighting, consent, live)
            return
        latest = max(papers, key=lambda paper: paper.signed_at, default=None)
        code = self.worth[latest.id] if latest else "no-release"
        if code == Release.State.LIVE:
            code = "use-withdrawn"
        yield Reason(
            code,
            _sentence(sighting.person.name, consent, latest, code),
            subject.id,
            subject.name,
            _people(subject, sighting),
            sighting.person_id,
            consent,
        )

    def _beyond(
        self, subject: Subject, sighting: Sighting, consent: Consent, live: list[Release]
    ) -> Iterator[Reason]:
        """Whether one of the releases that allow it reaches as far as it is wanted."""
        extents = [self.extent] if self.extent else self.reach.extents(subject)
        for extent in extents:
            against = [beyond(release, sighting, extent, self.use) for release in live]
            if not all(against):
                continue
            code, sentence = against[-1]  # type: ignore[misc]  # of the latest
            yield Reason(
                code,
                sentence,
                subject.id,
                subject.name,
                _people(subject, sighting),
                sighting.person_id,
                consent,
            )
            return

    def _unsent(
        self, subject: Subject, sighting: Sighting, consent: Consent, live: list[Release]
    ) -> Iterator[Reason]:
        """Whether none of the releases that allow it here allows it at the engine's provider."""
        provider = self.provider
        if provider is None or any(provider.id in release.providers for release in live):
            return
        about = {"person": sighting.person.name, "use": consent.label}
        sentence = _("%(person)s has not agreed that “%(use)s” is sent to %(provider)s.")
        yield Reason(
            "not-to-provider",
            sentence % {**about, "provider": name_of(provider.id)},
            subject.id,
            subject.name,
            _people(subject, sighting),
            sighting.person_id,
            consent,
        )


def _in(model: type[Model], subjects: Collection[UUID]) -> RawSQL:
    """That a row is of one of these. As lists: thousands of parameters are slow to be bound."""
    table, ids = model._meta.db_table, list(subjects)
    sql = f"{table}.reference_id = ANY(%s::uuid[]) OR {table}.draft_id = ANY(%s::uuid[])"
    return RawSQL(f"({sql})", [ids, ids], output_field=BooleanField())


def _people(subject: Subject, sighting: Sighting) -> str:
    """Where a person's papers stand."""
    return f"{reverse('people', args=[subject.film_id])}#person-{sighting.person_id}"


def _reason(subject: Subject, code: str, sentence: str, anchor: str = "") -> Reason:
    """A reason that is mended on the subject's own page."""
    page = "reference" if isinstance(subject, Reference) else "draft-people"
    where = reverse(page, args=[subject.film_id, subject.id]) + anchor
    return Reason(code, sentence, subject.id, subject.name, where)


def unnamed_sentence(kind: str, consent: Consent, count: int, *, stranger: bool) -> str:
    """That nobody has agreed, for nobody is known to be there."""
    about = {"n": count, "use": consent.label}
    if kind == Track.Kind.FACE and stranger:
        sentence = ngettext(
            "%(n)s stranger is seen in it, who has agreed to nothing, not to “%(use)s”.",
            "%(n)s strangers are seen in it, who have agreed to nothing, not to “%(use)s”.",
            count,
        )
    elif kind == Track.Kind.FACE:
        sentence = ngettext(
            "%(n)s face in it has no name, so nobody has agreed to “%(use)s” for it.",
            "%(n)s faces in it have no name, so nobody has agreed to “%(use)s” for them.",
            count,
        )
    elif stranger:
        sentence = ngettext(
            "%(n)s stranger's voice is heard in it, who has agreed to nothing, not to “%(use)s”.",
            "%(n)s voices of strangers are heard in it, who have agreed to nothing,"
            " not to “%(use)s”.",
            count,
        )
    else:
        sentence = ngettext(
            "Somebody speaks in it, in %(n)s span: nobody has listened and said who, so nobody"
            " has agreed to “%(use)s”.",
            "Somebody speaks in it, in %(n)s spans: nobody has listened and said who, so nobody"
            " has agreed to “%(use)s”.",
            count,
        )
    return sentence % about


def _unplaced_sentence(track: Track) -> str:
    """That a place, or a sign by which one is known, is seen."""
    if track.kind == Track.Kind.SIGN:
        sentence = _("A house number, plate or name can be read in it: %(sign)s.")
        return sentence % {"sign": track.words or _("no words are given")}
    sentence = _("A place is shown in it that nobody has cleared: %(place)s.")
    return sentence % {"place": track.words or _("no name is given")}


def _sentence(person: str, consent: Consent, release: Release | None, code: str) -> str:
    """What is missing of a person, and since when."""
    about = {"person": person, "use": consent.label}
    if release is None:
        return _("%(person)s has given no release for “%(use)s”.") % about
    match code:
        case Release.State.WITHDRAWN:
            day = release.withdrawn_at
            sentence = _("%(person)s: the release for “%(use)s” was withdrawn on %(day)s.")
        case Release.State.ENDED:
            day = release.ends_at
            sentence = _("%(person)s: the release for “%(use)s” ended with %(day)s.")
        case Release.State.SUPERSEDED:
            return _("%(person)s: the release for “%(use)s” was replaced by another.") % about
        case "use-withdrawn":
            return _("%(person)s has withdrawn “%(use)s”.") % about
        case Release.State.NOT_BEGUN:
            day = release.starts_at
            sentence = _("%(person)s: the release for “%(use)s” begins on %(day)s.")
        case _:
            return _("%(person)s: the release for “%(use)s” is not what was signed.") % about
    assert day is not None
    when = (
        last_day(day, release.limits.zone)
        if code == Release.State.ENDED
        else timezone.localtime(day)
    )
    return sentence % {**about, "day": date_format(when, "DATE_FORMAT")}
