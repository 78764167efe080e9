"""Every page, blob and call of a film is invisible to everyone who is not on it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from slowfilm.abstractions import actions as abstractions
from slowfilm.abstractions import spaces
from slowfilm.clearance import aftercare_actions as aftercare
from slowfilm.clearance import decisions, licences, releases, rulings
from slowfilm.clearance.models import ReleaseLink
from slowfilm.cuts import actions as cuts
from slowfilm.engines import engine
from slowfilm.films import invitations, memberships
from slowfilm.films.models import Film
from slowfilm.generations import compare, permissions
from slowfilm.generations.citations import Cited
from slowfilm.inbox import actions as inbox
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Head
from slowfilm.light import actions as light
from slowfilm.media.lightspace.space import Space
from slowfilm.people import place_actions
from slowfilm.references.models import CharacterReference
from slowfilm.reviews.notes import write_note
from slowfilm.room import vocabulary
from slowfilm.room.commands import COMMANDS, parse, perform
from slowfilm.sittings import holding, pdf_job
from slowfilm.uploads.models import Upload
from tests import make
from tests.generations import made
from tests.references import cast
from tests.sittings import made as sittings

SAMPLES: dict[str, Any] = {
    "UUIDConverter": UUID("00000000-0000-4000-8000-000000000001"),
    "UUIDStrConverter": "00000000-0000-4000-8000-000000000001",
    "IntConverter": 1,
    "StringConverter": "0" * 64,
    "SlugConverter": "x",
    "PathConverter": "x",
}


def patterns(
    resolver: URLResolver, before: str = "", known: dict[str, Any] | None = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every route of the site with its converters."""
    for each in resolver.url_patterns:
        converters = {**(known or {}), **each.pattern.converters}
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route, converters
        else:
            yield from patterns(each, route, converters)


FILM_ROUTES = [
    (route, converters) for route, converters in patterns(get_resolver()) if "film_id" in converters
]


def address(route: str, converters: dict[str, Any], film: Film) -> str:
    """A route with its blanks filled in."""
    for name, converter in converters.items():
        value = film.id if name == "film_id" else SAMPLES[type(converter).__name__]
        route = re.sub(rf"<(\w+:)?{name}>", str(value), route)
    return "/" + route


def test_the_walk_finds_the_films_pages() -> None:
    routes = {route for route, _ in FILM_ROUTES}
    assert "films/<uuid:film_id>/members/" in routes
    assert "api/films/<uuidstr:film_id>/members" in routes
    assert len(routes) >= 10


@contextmanager
def undone() -> Iterator[None]:
    """What is done here never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def asked(client: Client, url: str) -> set[int]:
    """What a GET and a POST are answered."""
    with undone():
        return {client.get(url).status_code, client.post(url).status_code}


@pytest.mark.slow
def test_a_stranger_finds_nothing(film: Film) -> None:
    """404, or 405 for a method that a page takes from nobody."""
    removed = make.member(film, "editor")
    memberships.remove(film_id=film.id, actor=make.director(film).actor, member=removed.id)
    stranger, gone = Client(), Client()
    stranger.force_login(make.user("Stranger"))
    gone.force_login(removed.user)
    bearer = Client(headers={"Authorization": f"Bearer {make.token(make.user())}"})
    found = []
    for route, converters in FILM_ROUTES:
        url = address(route, converters, film)
        for client, right in (
            (stranger, {404, 405}),
            (gone, {404, 405}),
            (bearer, {302, 404, 405}),
        ):
            if not (answers := asked(client, url)) <= right:
                found.append((url, answers))
    assert found == []


@pytest.mark.slow
def test_who_is_signed_out_is_sent_to_sign_in(film: Film, client: Client) -> None:
    found = []
    for route, converters in FILM_ROUTES:
        for url in (address(route, converters, film), address(route, converters, Film(id=uuid4()))):
            for answer in (client.get(url), client.post(url)):
                led = answer.headers.get("Location", "").startswith("/account/login/")
                if not (
                    led if answer.status_code == 302 else answer.status_code in (401, 404, 405)
                ):
                    found.append((url, answer.status_code))
    assert found == []


SECRET = "Unsayable"


@pytest.fixture
def theirs(film: Film) -> dict[str, Any]:
    """What lies in another film, by the names that routes and commands give such ids."""
    other = make.film()
    Film.objects.filter(id=other.id).update(title=SECRET)
    shot, head = make.shot(other), make.director(other)
    unseen = make.draft(other, scan=False)
    (track,) = make.scanned(unseen, (0, 9))
    draft = make.draft(other, shot, nobody_declared_by="system")
    reference = made.picture(other, name=SECRET)
    generation = made.queue(shot, made.wanted(Cited(reference.id, "style"), text=SECRET))
    upload = Upload.objects.create(film=other, member=head, filename=SECRET, size=9)
    at = {"film_id": other.id, "actor": head.actor}
    compared = compare.compare_seeds(**at, generation=generation.id, count=1)
    terms = permissions.terms_of(engine("animatic").capabilities().about)
    permit = {"engine": "animatic", "terms": terms, "basis": SECRET}
    cut = cuts.add_cut(**at, command=uuid4(), title=SECRET)
    clip = {"draft": draft.id, "first": 0, "last": 1}
    version = cuts.save_cut(**at, command=uuid4(), cut=cut.command, made_from=0, clips=[clip])
    webhook = inbox.add_webhook(**at, command=uuid4(), url="https://example.org/hook")
    on_frame = {"draft": draft.id, "first": 0, "last": 1}
    note = write_note(**at, **on_frame, command=uuid4(), kind="change", text=SECRET)
    invitation = invitations.invite(**at, roles=["editor"], note=SECRET)
    sitting = sittings.opened(other, title=SECRET)
    task = holding.give_task(**at, sitting=sitting.id, member=head.id, text=SECRET)
    person = make.person(other, SECRET, member=head, note=SECRET)
    key = light.set_key(**at, command=uuid4(), draft=draft.id, frame=0, light={"luma": [[0, 1]]})
    brush = {"key": key.command, "points": [[0.1, 0.1, 1, 0]], "width": 0.1, "stops": 1}
    light.paint(**at, command=uuid4(), **brush)
    release = make.release(person)
    make.release_link(person)
    zhou = make.person(other, "Zhou")
    make.signed(make.release_link(zhou))
    ended = zhou.releases.get()
    releases.withdraw_release(**at, release=ended.id)
    lane = place_actions.add_place(**at, name=SECRET, kind="lane").command
    own: dict[str, Any] = licences.OWN
    licence = licences.record_licence(**at, references=[reference.id], **own).command
    ruling = rulings.refuse_out_of_care(**at, draft=draft.id, reason=SECRET).command
    where = {"venue": SECRET, "medium": "cinema", "version": "1", "sent_on": date(2026, 11, 1)}
    copy = aftercare.record_copy(**at, **where).command
    asked = {"person": person.id, "due": date(2027, 1, 1), "owner": head.id}
    check_in = aftercare.plan_check_in(**at, **asked).command
    case = aftercare.open_harm_case(**at, person=person.id, words=SECRET).command
    decision = decisions.write_decision(**at, wanted=SECRET, place=lane).command
    self_ = cast.character(other, of=person, subject=reference)
    space = Space(first=spaces.dark()).model_dump(mode="json")
    lit = abstractions.make_light_space(**at, command=uuid4(), name=SECRET, space=space)
    return {
        "film": other,
        "source": reference.id,
        "made_from": lit.command,
        "shot": shot.id,
        "scene": shot.scene_id,
        "draft": draft.id,
        "reference": reference.id,
        "generation": generation.id,
        "comparison": compared.command,
        "cut": cut.command,
        "version": version.command,
        "number": 1,
        "group": 0,
        "tag": "Image1",
        "form": "csv",
        "webhook": webhook.command,
        "sitting": sitting.id,
        "pdf": pdf_job.ask(sitting, "en").id,
        "task": task.command,
        "permission": permissions.permit_engine(**at, **permit).command,
        "upload": upload.id,
        "member": head.id,
        "invitation": invitation.command,
        "references": [reference.id],
        "drafts": [draft.id],
        "tracks": [track.id],
        "person": person.id,
        "release": release.id,
        "step": ended.steps.earliest("due").id,
        "owner": head.id,
        "place": lane,
        "licence": licence,
        "ruling": ruling,
        "decision": decision,
        "sent": copy,
        "recalled": copy,
        "check_in": check_in,
        "case": case,
        "what": "person",
        "root": person.id,
        "link": ReleaseLink.objects.get(person=person).id,
        "character": self_.id,
        "material": CharacterReference.objects.get(character=self_).id,
        "line": cast.line(self_, SECRET).id,
        "note": note.command,
        "parent": note.command,
        "job": other.jobs.get(kind="generate", subject=generation.id).id,
        "stroke": make.ink(other, draft).command,
        "key": key.command,
        "digest": reference.original_id,
    }


LEADING_IN = [(route, converters) for route, converters in FILM_ROUTES if len(converters) > 1]


def stands(film: Film) -> list[Any]:
    """Where a film is: its ledger's end, and what no ledger holds."""
    return [
        Head.objects.get(film=film).seq,
        film.jobs.count(),
        list(film.uploads.values_list("id", "offset")),
    ]


@pytest.mark.slow
def test_one_film_does_not_lead_into_another(
    film: Film, theirs: dict[str, Any], client: Client
) -> None:
    """A director's own film in the address, and another film's things after it."""
    client.force_login(make.director(film).user)
    before, found = stands(theirs["film"]), []
    tus = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
    for route, converters in LEADING_IN:
        for name in converters:
            if name != "film_id":
                known = theirs[name.removesuffix("_id")]
                route = re.sub(rf"<(\w+:)?{name}>", str(known), route)
        url = address(route, {"film_id": converters["film_id"]}, film)
        for method in ("get", "head", "post", "patch", "delete"):
            with undone():
                answer = getattr(client, method)(url, headers=tus, follow=True)
                shown = answer.status_code == 200 and not answer.redirect_chain
                if shown or SECRET in answer.content.decode() or stands(theirs["film"]) != before:
                    found.append((method, url, answer.status_code))
    assert found == []


FIELDS: dict[str, Any] = {
    "frame": 0,
    "tool": "pen",
    "colour": "#ffffff",
    "width": 9,
    "points": [(1, 1, 1, 0, 0)],
    "first": 0,
    "last": 1,
    "kind": "change",
    "text": "Slower.",
    "title": "Another",
    "intent": "",
    "digest": "0" * 64,
    "role": "director",
    "remark": "",
    "name": "Somebody",
    "signed_name": "Somebody",
    "uses": ["shown"],
    "language": "en",
    "text_hash": "0" * 64,
    "due": "2027-01-01",
    "remedy": "recut",
    "outcome": "Done.",
    "photo": "0" * 64,
    "private": {"signed_on": "2026-11-01", "witness": "Wang"},
    "hidden": True,
    "agrees": True,
    "never": "No faces.",
    "holds": True,
    "light": {},
    "stops": 1,
    "hold": None,
    "to": None,
    "steps": [{"ms": 0, "draft": UUID(int=0), "frame": 0}],
    "guards": [{"of": "face"}],
    "spans": [],
    "look": "haze",
    "seed": 1,
    "agreed": "yes",
    "allows": ["show"],
    "wanted": "The lane.",
    "words": "I would ask again.",
    "space": {"first": spaces.dark().model_dump(mode="json")},
}


# What a command asks for under the name of another's field.
OTHERWISE: dict[str, dict[str, Any]] = {
    "request-changes": {"reason": "Too smooth."},
    "note-decision": {"kind": "noted"},
    "doubt-tracks": {"reason": "A coat on a hook."},
    "add-track": {"kind": "place"},
    "paint-light": {"points": [(0.1, 0.1, 1, 0)], "width": 0.1},
    "set-exposure": {"points": [(0, 1)]},
    "describe-place": {"kind": "lane"},
    "record-licence": {"kind": "own"},
    "refuse-out-of-care": {"reason": "Not this one."},
    "write-reason": {"reason": "The strike.", "ground": "news"},
}
LEADING_NOWHERE = {"add-scene", "add-cut", "add-place", "set-venues", "record-copy"}


@pytest.mark.slow
def test_no_command_of_the_room_reaches_into_another_film(
    film: Film, theirs: dict[str, Any]
) -> None:
    before, found = stands(theirs["film"]), []
    for verb in sorted(set(COMMANDS) - LEADING_NOWHERE):
        for fields in leading(verb, theirs):
            with undone():
                refused = refusal(film, verb, fields)
                if not refused.startswith("no-") or stands(theirs["film"]) != before:
                    found.append((verb, refused))
    assert found == []


def leading(verb: str, theirs: dict[str, Any]) -> Iterator[Any]:
    """A command's fields that lead into the other film: by its shot or by its cut, not by both."""
    wanted = vocabulary.COMMANDS[verb].model_fields
    named = {
        name: theirs[name]
        for name, field in wanted.items()
        if name in theirs and field.annotation is not str
    }
    assert named, f"{verb} leads nowhere"
    known = FIELDS | OTHERWISE.get(verb, {}) | named
    one_of = [{"shot"}, {"cut"}] if {"shot", "cut"} <= named.keys() else [set[str]()]
    for left_out in one_of:
        yield parse(verb, {k: v for k, v in known.items() if k in wanted and k not in left_out})


def refusal(film: Film, verb: str, fields: Any) -> str:
    """The code of the refusal of a command by the film's director; empty where it was done."""
    try:
        perform(film.id, make.director(film).actor, "en", verb, uuid4(), fields)
    except Refused as refused:
        return refused.code
    return ""


def test_the_films_list_shows_only_ones_own(film: Film, client: Client) -> None:
    other = make.film()
    other.title = "Not Yours"
    other.save()
    client.force_login(make.director(film).user)
    page = client.get("/").content.decode()
    assert film.title in page
    assert "Not Yours" not in page
    assert client.get("/films/not-a-uuid/").status_code == 404
