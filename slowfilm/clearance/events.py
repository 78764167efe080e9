"""What is asked for and recorded of who is in what, and of releases."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from slowfilm.ledger.messages import Command, Digest, Fact, Message, ShortText

Uses = Annotated[list[Literal["likeness", "voice", "shown"]], Field(min_length=1, max_length=3)]
Language = Literal["en", "zh-hans"]
Providers = Annotated[list[Annotated[ShortText, Field(max_length=80)]], Field(max_length=20)]
Ids = Annotated[list[UUID], Field(max_length=500)]


class Named(Message):
    """One person who is in something, seen or heard or both."""

    person: UUID
    seen: bool = False
    heard: bool = False


class NamePeople(Command):
    """Say who is seen and heard in references and drafts, and whether that is everybody.

    It takes the place of what was said of each before.
    """

    references: Ids = []
    drafts: Ids = []
    people: Annotated[list[Named], Field(max_length=100)] = []
    nobody_else: bool = False


class DeclareNobody(Command):
    """Say, having looked and listened, that nobody is seen or heard in a reference."""

    reference: UUID


class AskRelease(Command):
    """Ask a person for a release by a link. `digest` is the SHA-256 of the link's secret."""

    person: UUID
    uses: Uses
    providers: Providers = []
    language: Language
    ends_on: date | None = None
    digest: Digest


class RevokeReleaseLink(Command):
    """Make a link worthless. A release signed by it stands."""

    link: UUID


class GiveRelease(Command):
    """Give a release oneself, as the member who is that person.

    `text_hash` is that of the text shown, so that nothing else is signed.
    """

    person: UUID
    uses: Uses
    providers: Providers = []
    language: Language
    ends_on: date | None = None
    signed_name: Annotated[ShortText, Field(min_length=1)]
    text_hash: Digest


class SignRelease(Command):
    """Give a release by a link, without an account. Not a live command: see releases.sign."""

    uses: Uses
    providers: Providers = []
    signed_name: Annotated[ShortText, Field(min_length=1)]
    text_hash: Digest


class WithdrawRelease(Command):
    """Withdraw a release: one's own, or another's on their word."""

    release: UUID


class Sighted(Message):
    """A person is in a reference or a draft."""

    sighting: UUID
    person: UUID
    reference: UUID | None = None
    draft: UUID | None = None
    seen: bool
    heard: bool


class PeopleNamed(Fact):
    """Somebody said who is in these, and, with `nobody_else`, that this is everybody.

    `sightings` are new, `ended` those that no longer stand; all others stand as before.
    """

    references: list[UUID]
    drafts: list[UUID]
    nobody_else: bool
    sightings: list[Sighted]
    ended: list[UUID]


class NobodyDeclared(Fact):
    """Somebody said that nobody is seen or heard in a reference."""

    reference: UUID


class ReleaseAsked(Fact):
    """A person was asked for a release by a link. Its id is the entry's; its secret is sealed."""

    person: UUID
    uses: list[str]
    providers: list[str] = []
    language: str
    ends_at: datetime | None
    expires_at: datetime
    seal: Digest


class ReleaseLinkRevoked(Fact):
    """A link is worthless."""

    link: UUID


class ReleaseGiven(Fact):
    """A person gave a release, whose id is the entry's. Its text and signature are sealed."""

    person: UUID
    link: UUID | None = None
    uses: list[str]
    providers: list[str] = []
    language: str
    text_version: str
    text_hash: Digest
    ends_at: datetime | None
    seal: Digest


class ReleaseWithdrawn(Fact):
    """A release is withdrawn: by the person, or by a member on their word."""

    release: UUID
    person: UUID
