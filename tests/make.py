"""People, films and drafts for tests, made through the real actions wherever there is one."""

import hashlib
import itertools
import secrets
from functools import cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.test import Client

from slowfilm.accounts.models import Token, User
from slowfilm.films import actions as films
from slowfilm.films.models import Film, Member, Team
from slowfilm.ledger.models import Entry
from slowfilm.reviews import actions as reviews
from slowfilm.shots.make import MEDIA_TYPES
from slowfilm.shots.models import Draft, Scene, Shot
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
    """A film and its director."""
    director = director or user("Director")
    team = Team.objects.create(name="Lane", founder=director)
    return films.found_film(user=director, team=team, title="The Lane", **fields)


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
    scene = Scene.objects.create(film=film, number=film.scenes.count() + 1)
    return Shot.objects.create(film=film, scene=scene, number=10)


def draft(film: Film, of: Shot | None = None, frames: int = 120, **fields: Any) -> Draft:
    """A draft of a shot."""
    of = of or shot(film)
    files = ("master", "proxy", "poster", "filmstrip")
    fields = {name: fields.get(name) or blob(film, MEDIA_TYPES[name]) for name in files} | fields
    fields = {"made_by": "system"} | fields
    return Draft.objects.create(
        film=film,
        shot=of,
        version=of.drafts.count() + 1,
        origin=Draft.Origin.UPLOADED,
        width=1280,
        height=720,
        rate="24",
        frames=frames,
        **fields,
    )


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
