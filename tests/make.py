"""People, films and drafts for tests, made through the real actions wherever there is one."""

import hashlib
import itertools
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.db import connection
from django.test import Client
from django.utils import timezone

from slowfilm.accounts.models import Token, User
from slowfilm.clearance import actions as clearance
from slowfilm.clearance import releases, scanning
from slowfilm.clearance.events import SignRelease
from slowfilm.clearance.models import ASKED, Release, sha256
from slowfilm.clearance.paper import end_of, paper
from slowfilm.clearance.scan_models import Track
from slowfilm.clearance.terms import Private, Terms
from slowfilm.films import actions as films
from slowfilm.films.models import Film, Member, Team
from slowfilm.jobs.models import LEASE, Job
from slowfilm.ledger import SYSTEM, Actor, act
from slowfilm.ledger.models import Entry
from slowfilm.people import actions as people
from slowfilm.people.models import Person
from slowfilm.references import actions as references
from slowfilm.references.models import Reference
from slowfilm.reviews import actions as reviews
from slowfilm.shots import actions as shots
from slowfilm.shots.make import MEDIA_TYPES, Files, Source, make_draft
from slowfilm.shots.models import Draft, Shot
from slowfilm.storage import Blob, Holding

_count = itertools.count(1)


def user(name: str = "") -> User:
    """Somebody who can sign in with the password `a long walk home`."""
    name = name or f"Person {next(_count)}"
    address = f"{name.lower().replace(' ', '.')}.{next(_count)}@example.org"
    return User.objects.create(
        email=address, password=_password(PBKDF2PasswordHasher.iterations), name=name
    )


@cache
def _password(iterations: int) -> str:
    """The hash of everybody's password; one takes a third of a second, as it should."""
    return make_password("a long walk home")


def film(director: User | None = None, **fields: Any) -> Film:
    """A film and its director, who alone approves, without waiting, unless it is said otherwise."""
    fields = {"approving": ["director"], "waiting_days": 0, **fields}
    director = director or user("Director")
    team = Team.objects.create(name="Lane", founder=director)
    return films.create_film(user=director, team=team, title="The Lane", **fields)


def director(film: Film) -> Member:
    """The member who founded a film."""
    return film.members.earliest("joined_at")


def member(film: Film, *roles: str, name: str = "") -> Member:
    """Somebody new on a film."""
    return films.join(film=film, user=user(name), roles=roles or ["editor"])


def token(user: User) -> str:
    """A bearer token for scripts."""
    secret = secrets.token_urlsafe(16)
    digest = hashlib.sha256(secret.encode()).hexdigest()
    Token.objects.create(user=user, name="test", digest=digest)
    return secret


def session(user: User) -> str:
    """The key of a session in which a user is signed in."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def blob(film: Film, media_type: str = "video/mp4", size: int = 1) -> Blob:
    """A blob's row, without bytes: for tests that do not look at pictures."""
    digest = hashlib.sha256(secrets.token_bytes(8)).hexdigest()
    made = Blob.objects.create(digest=digest, size=size, media_type=media_type)
    Holding.objects.create(film=film, blob=made)
    return made


def shot(film: Film) -> Shot:
    """A shot in a new scene."""
    scene = shots.add_scene(film_id=film.id, actor=SYSTEM)
    made = shots.add_shot(film_id=film.id, actor=SYSTEM, scene=scene.command)
    return Shot.objects.select_related("scene").get(id=made.command)


def draft(
    film: Film,
    of: Shot | None = None,
    frames: int = 120,
    *,
    made_by: Actor = SYSTEM,
    nobody_declared_by: str = "",
    facts: dict[str, Any] | None = None,
    sources: Sequence[Source] = (),
    rate: Fraction = Fraction(24),
    size: tuple[int, int] = (1280, 720),
    scan: bool = True,
    **files: Blob,
) -> Draft:
    """A draft of a shot, uploaded; with `scan`, it was scanned and nothing was found."""
    of = of or shot(film)
    clip = files_of(film, frames, rate, size, **files)
    with act(film.id, made_by) as this:
        made = make_draft(
            this,
            shot=of.id,
            files=clip,
            origin="uploaded",
            facts=facts or {},
            sources=sources,
            nobody_declared_by=nobody_declared_by,
        )
    if scan:
        scanned(made)
    return made


def scanned(
    subject: Reference | Draft,
    *faces: tuple[int, int],
    voices: Sequence[tuple[int, int]] = (),
) -> list[Track]:
    """A worker has scanned it: faces through these frames, voices through these milliseconds.

    The tracks that are new.
    """
    job = scanning_job(subject)
    found = {
        "detector": "test",
        "faces": [
            {"first": first, "end": end, "frame": first, "box": [100 * place, 200, 300, 400],
             "boxes": [[first, 100 * place, 200, 300, 400]]}
            for place, (first, end) in enumerate(faces)
        ],
        "voices": [{"first": first, "end": end} for first, end in voices],
    }  # fmt: skip
    entry = scanning.scanned(job=job, digest=str(subject.proxy_id), found=found)
    return list(Track.objects.filter(act=entry.command))


def scanning_job(subject: Reference | Draft) -> Job:
    """The scan of something, which a worker has now."""
    job = Job.objects.open().get(kind="scan", subject=subject.id)
    job.state, job.lease_until = Job.State.RUNNING, timezone.now() + LEASE
    job.save()
    return job


def files_of(
    film: Film,
    frames: int,
    rate: Fraction = Fraction(24),
    size: tuple[int, int] = (1280, 720),
    **files: Blob,
) -> Files:
    """A clip in the store."""
    parts = ("master", "proxy", "poster", "filmstrip")
    kept = {name: files.get(name) or blob(film, MEDIA_TYPES[name]) for name in parts}
    return Files(
        **{"waveform": None, **files, **kept},
        width=size[0],
        height=size[1],
        rate=rate,
        frames=frames,
    )


def reference(
    film: Film,
    kind: str,
    original: Blob,
    facts: dict[str, Any],
    *,
    nobody: bool = True,
    scan: bool = True,
    by: Actor = SYSTEM,
    **copies: Blob,
) -> Reference:
    """A reference that is prepared; with `nobody`, it has been said that nobody is in it.

    With `scan`, it was scanned and nothing was found.
    """
    id_ = added(film, kind, by).id
    job = running(id_)
    references.prepared(job=job, kind=kind, facts=facts, original=original, copies=copies)
    if scan and copies.get("proxy"):
        scanned(Reference.objects.get(id=id_))
    if nobody:
        clearance.declare_nobody(film_id=film.id, actor=director(film).actor, reference=id_)
    return Reference.objects.get(id=id_)


def added(film: Film, kind: str = "picture", by: Actor = SYSTEM) -> Reference:
    """A reference that is not prepared yet."""
    id_ = uuid4()
    told = dict.fromkeys(("maker", "year", "place", "medium", "rights"), "")
    adding = {"film_id": film.id, "command": id_, "reference": id_}
    references.add(actor=by, **adding, **told, name=f"{kind} {id_.hex[:4]}", study=False)
    return Reference.objects.get(id=id_)


def person(
    film: Film, name: str = "Lin Yao", *, member: Member | None = None, note: str = ""
) -> Person:
    """A person of a film, perhaps a member of it."""
    about = {"name": name, "member": member.id if member else None, "note": note}
    made = people.add_person(film_id=film.id, actor=director(film).actor, **about)
    return Person.objects.get(id=made.command)


def name(
    subject: Reference | Draft, *seen: Person, heard: Sequence[Person] = (), else_: bool = True
) -> None:
    """Say who is seen and heard in something, and, unless it is denied, that this is everybody."""
    both = dict.fromkeys([*seen, *heard])
    clearance.name_people(
        film_id=subject.film_id,
        actor=director(subject.film).actor,
        **{"references" if isinstance(subject, Reference) else "drafts": [subject.id]},
        people=[{"person": p.id, "seen": p in seen, "heard": p in heard} for p in both],
        nobody_else=else_,
    )


def release(
    person: Person,
    *uses: str,
    ends_on: date | None = None,
    providers: Sequence[str] = (),
    **more: Any,
) -> Release:
    """A release that a person who is a member gives; of what is asked for if no use is named.

    `more`: terms, private, supersedes, as their commands take them.
    """
    assert person.member is not None
    person = Person.objects.select_related("film__team__founder", "member").get(id=person.id)
    terms = Terms.model_validate(more.get("terms", {}))
    private = Private.model_validate(more.get("private", {}))
    replaces = Release.objects.filter(id=more.get("supersedes")).first()
    given, ends = list(uses or ASKED), end_of(ends_on, terms.zone)
    text = paper(person, given, "en", ends, list(providers), terms, private, replaces)
    made = releases.give_release(
        film_id=person.film_id,
        actor=person.member.actor,
        person=person.id,
        uses=given,
        providers=list(providers),
        language="en",
        ends_on=ends_on,
        signed_name=person.name,
        text_hash=text.hash,
        **more,
    )
    return Release.objects.get(id=made.command)


def release_link(
    person: Person,
    *uses: str,
    ends_on: date | None = None,
    providers: Sequence[str] = (),
    **more: Any,
) -> str:
    """The secret of a link by which a person is asked for a release."""
    secret = releases.new_secret()
    releases.ask_release(
        film_id=person.film_id,
        actor=director(person.film).actor,
        person=person.id,
        uses=list(uses or ASKED),
        providers=list(providers),
        language="en",
        ends_on=ends_on,
        digest=sha256(secret),
        **more,
    )
    return secret


def signed(secret: str, *uses: str, **fields: Any) -> str:
    """The same link, once the person has signed by it; all that is asked if no use is named."""
    link = releases.link_of(secret)
    assert link is not None
    releases.sign(secret, "en", signing(secret, *(uses or link.uses), **fields))
    return secret


def signing(secret: str, *uses: str, **fields: Any) -> dict[str, Any]:
    """What a person's page sends when they sign."""
    link = releases.link_of(secret)
    assert link is not None
    told = {"signed_name": link.person.name, "providers": link.providers, "uses": list(uses)}
    told |= {"text_hash": "0" * 64, **fields}
    text = releases.granted(link, "en", SignRelease.model_validate(told)).text(link.person)
    return {**told, "text_hash": text.hash, **fields}


def running(subject: UUID) -> Job:
    """The open job of a subject but its scan, which a worker has now."""
    job = Job.objects.open().exclude(kind="scan").get(subject=subject)
    job.state, job.lease_until = Job.State.RUNNING, timezone.now() + LEASE
    job.save()
    return job


def describe(reference: Reference, **described: Any) -> Reference:
    """Say something else of a reference."""
    was = {name: getattr(reference, name) for name in references.DESCRIBED}
    about = {"film_id": reference.film_id, "reference": reference.id}
    references.describe(actor=SYSTEM, **about, **was | described)
    reference.refresh_from_db()
    return reference


def lock(draft: Draft) -> None:
    """Lock a shot with this draft behind everybody's back: no entry says so, no screen hears it."""
    with past_the_guards():
        Shot.objects.filter(id=draft.shot_id).update(selected=draft, locked_at=timezone.now())


@contextmanager
def past_the_guards() -> Iterator[None]:
    """What somebody with the database's password could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")


def ink(film: Film, draft: Draft, frame: int = 7, by: Member | None = None) -> Entry:
    """A stroke on a frame, the director's if nobody is named."""
    return reviews.draw(
        film_id=film.id,
        actor=(by or director(film)).actor,
        command=uuid4(),
        draft=draft.id,
        frame=frame,
        tool="pen",
        colour="#e8b04b",
        width=40,
        points=[(100, 200, 512, 10, -10), (30000, 40000, 700, 10, -10)],
    )
