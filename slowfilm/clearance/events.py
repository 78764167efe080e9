"""What is asked for and recorded of who is in what, and of releases."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from slowfilm.clearance.terms import Private, Terms
from slowfilm.ledger.messages import Command, Digest, Fact, Message, ShortText, Text

Use = Literal["likeness", "voice", "shown", "altered", "training"]
Uses = Annotated[list[Use], Field(min_length=1, max_length=5)]
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
    terms: Terms = Terms()
    private: Private = Private()
    supersedes: UUID | None = None
    digest: Digest


class MakePersonLink(Command):
    """Give a person who has signed otherwise a page of their own: a link that asks for nothing."""

    person: UUID
    language: Language
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
    terms: Terms = Terms()
    private: Private = Private()
    supersedes: UUID | None = None
    signed_name: Annotated[ShortText, Field(min_length=1)]
    text_hash: Digest


class SignRelease(Command):
    """Give a release by a link, without an account. Not a live command: see releases.sign.

    A person may allow less than was asked, forbid more, and want to be shown each picture first.
    """

    uses: Uses
    providers: Providers = []
    prohibitions: Text = ""
    show_first: bool = False
    signed_name: Annotated[ShortText, Field(min_length=1)]
    text_hash: Digest


class RecordPaper(Command):
    """Record a release that a person signed on paper; `photo` is a blob of the film."""

    person: UUID
    uses: Uses
    providers: Providers = []
    language: Language
    ends_on: date | None = None
    terms: Terms = Terms()
    private: Private
    supersedes: UUID | None = None
    signed_name: Annotated[ShortText, Field(min_length=1)]
    photo: Digest


class WithdrawRelease(Command):
    """Withdraw a release, or some of its uses: one's own, or another's on their word."""

    release: UUID
    uses: list[Use] = []  # empty: all of it


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
    """As asking was recorded before there were terms: see ReleaseRequested."""

    person: UUID
    uses: list[str]
    providers: list[str] = []
    language: str
    ends_at: datetime | None
    expires_at: datetime
    seal: Digest


class ReleaseRequested(Fact):
    """A person was asked for a release by a link. Its id is the entry's.

    Its secret is sealed, and all that tells who they are. Without uses it is lasting.
    """

    person: UUID
    uses: list[str]
    providers: list[str]
    language: str
    ends_at: datetime | None
    terms: Terms
    supersedes: UUID | None
    expires_at: datetime
    seal: Digest


class ReleaseLinkRevoked(Fact):
    """A link is worthless."""

    link: UUID


class ReleaseGiven(Fact):
    """As a release was recorded before there were terms: see ReleaseSigned."""

    person: UUID
    link: UUID | None = None
    uses: list[str]
    providers: list[str] = []
    language: str
    text_version: str
    text_hash: Digest
    ends_at: datetime | None
    seal: Digest


class ReleaseSigned(Fact):
    """A person gave a release, whose id is the entry's; `paper`: the photo of one on paper.

    Its text and signature are sealed, and all that tells who they are.
    """

    person: UUID
    link: UUID | None
    uses: list[str]
    providers: list[str]
    language: str
    text_version: str
    text_hash: Digest
    ends_at: datetime | None
    terms: Terms
    supersedes: UUID | None
    paper: Digest | None
    seal: Digest


class Step(Message):
    """One thing that a withdrawal asks for."""

    step: UUID
    kind: Literal["notice", "dispute", "removal"]
    due: date
    owner: UUID | None


class ReleaseWithdrawn(Fact):
    """A release is withdrawn: by the person, or by a member on their word. A case begins."""

    release: UUID
    person: UUID
    steps: list[Step] = []


class UsesWithdrawn(Fact):
    """Some uses of a release are withdrawn: `uses` are all that are by now. A case begins."""

    release: UUID
    person: UUID
    uses: list[str]
    steps: list[Step] = []
