"""The text of a release: in the person's language, with a version and a hash.

A text that was signed is kept word for word with its release. A changed wording is a new version;
the older ones need not stay.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.conf import settings

from slowfilm.clearance.models import Consent, Release, sha256
from slowfilm.clearance.providers import told
from slowfilm.clearance.terms import MAJORITY, Private, Terms, of_age
from slowfilm.clearance.words import MEDIA, PARTS, SAYS, USES
from slowfilm.films.models import Member
from slowfilm.films.roles import Role
from slowfilm.people.models import Person
from slowfilm.shots.models import Scene

VERSION = "3"
Language = Literal["en", "zh-hans"]


@dataclass(frozen=True)
class Paper:
    """Exactly what is put before a person, and the hash it is known by."""

    version: str
    language: str
    text: str

    @property
    def hash(self) -> str:
        """SHA-256 of the text."""
        return sha256(self.text)


def paper(
    person: Person,
    uses: Sequence[str],
    language: Language,
    ends_at: datetime | None,
    providers: Sequence[str] = (),
    terms: Terms | None = None,
    private: Private | None = None,
    replaces: Release | None = None,
    photo: str = "",
) -> Paper:
    """The release that a person is asked for, as it reads now: it states every field.

    `photo`: the SHA-256 of a photo, where it was signed on paper.
    """
    text = _Text(
        person,
        language,
        [use for use in Consent.values if use in uses],
        providers,
        ends_at,
        terms or Terms(),
        private or Private(),
    )
    return Paper(VERSION, language, "\n\n".join(text.paragraphs(replaces, photo)))


@dataclass(frozen=True)
class _Text:
    person: Person
    language: Language
    uses: list[str]
    providers: Sequence[str]
    ends_at: datetime | None
    terms: Terms
    private: Private

    def paragraphs(self, replaces: Release | None, photo: str) -> Iterator[str]:
        yield self._say("title", film=self.person.film.title)
        yield self._gap(self._who(), self._authority())
        names = USES[self.language]
        yield "\n".join([self._say("allow"), *(f"– {names[use]}" for use in self.uses)])
        yield self._gap(*self._limits())
        yield self._gap(*self._bounds())
        yield self._sent()
        yield self._gap(*self._besides(replaces, photo))
        yield self._gap(self._term(), self._say("withdraw"))
        yield self._say("governs")
        yield self._say("doubt")

    def _say(self, key: str, **about: object) -> str:
        return SAYS[self.language][key].format(**about)

    def _gap(self, *sentences: str) -> str:
        """Sentences after one another: Chinese needs no space between them."""
        return ("" if self.language == "zh-hans" else " ").join(filter(None, sentences))

    def _list(self, items: Sequence[str]) -> str:
        return SAYS[self.language]["comma"].join(items)

    def _who(self) -> str:
        legal, stage = self.private.legal_name, self.private.stage_name
        names, about = self.person.name, {"person": self.person.name}
        if legal or stage:
            key = "both" if legal and stage else "legal" if legal else "stage"
            names = self._say(key, **about, legal=legal, stage=stage)
        makers = self._list(directors(self.person))
        return self._say("who", names=names, film=self.person.film.title, makers=makers)

    def _authority(self) -> str:
        born, by = self.private.born, self.terms.authority
        if by == "self":
            return self._say("born", born=born.isoformat()) if born else ""
        about = {
            "person": self.person.name,
            "representative": self.private.representative,
            "relation": self.private.relation or "–",
        }
        if by == "guardian" and born:
            until = (of_age(born) - timedelta(days=1)).isoformat()
            about |= {"born": born.isoformat(), "age": str(MAJORITY), "until": until}
        return self._say(by, **about)

    def _limits(self) -> Iterator[str]:
        terms = self.terms
        yield self._say("parts", parts=self._list([PARTS[self.language][p] for p in terms.parts]))
        if terms.scenes:
            scenes = Scene.objects.filter(film=self.person.film_id, id__in=terms.scenes)
            yield self._say("scenes", scenes=self._list([scene.name for scene in scenes]))
        else:
            yield self._say("film")
        if terms.media:
            media = [MEDIA[self.language][medium] for medium in terms.media]
            yield self._say("media", media=self._list(media))
        else:
            yield self._say("any-media")
        if terms.territory:
            yield self._say("territory", territory=self._list(terms.territory))
        else:
            yield self._say("anywhere")
        many = terms.most_lines
        yield self._say("lines", lines=many) if many else self._say("any-quality")
        yield self._say("show-first" if terms.show_first else "not-first")

    def _bounds(self) -> Iterator[str]:
        yield self._say("other-film")
        if Consent.TRAINING not in self.uses:
            yield self._say("no-training")
        never = self.private.prohibitions
        yield self._say("never", prohibitions=never) if never else self._say("never-none")

    def _sent(self) -> str:
        if not self.providers:
            return self._say("nowhere")
        names = told(self.providers, self.language)
        return "\n".join([self._say("only-to"), *(f"– {name}" for name in names)])

    def _besides(self, replaces: Release | None, photo: str) -> Iterator[str]:
        pay = self.private.compensation
        yield self._say("pay", compensation=pay) if pay else self._say("no-pay")
        if self.private.talent_id:
            yield self._say("talent", talent_id=self.private.talent_id)
        if replaces is not None:
            zone = zone_of(self.terms.zone)
            day = replaces.signed_at.astimezone(zone).date().isoformat()
            yield self._say("replaces", day=day)
        if photo:
            nobody, private = self._say("nobody"), self.private
            yield self._say(
                "paper",
                day=private.signed_on.isoformat() if private.signed_on else nobody,
                witness=private.witness or nobody,
                interpreter=private.interpreter or nobody,
                photo=photo,
            )

    def _term(self) -> str:
        if self.ends_at is None:
            return self._say("open")
        zone = self.terms.zone
        day = last_day(self.ends_at, zone).isoformat()
        return self._say("until", day=day, zone=zone or settings.TIME_ZONE)


def directors(person: Person) -> list[str]:
    """Who directs the person's film; who founded its team, where nobody does."""
    present = Member.objects.present().filter(film=person.film_id, roles__contains=[Role.DIRECTOR])
    names = [str(director) for director in present.select_related("user").order_by("joined_at")]
    return names or [str(person.film.team.founder)]


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name; the site's, where none is named."""
    return ZoneInfo(name or settings.TIME_ZONE)


def end_of(day: date | None, zone: str = "") -> datetime | None:
    """The moment after a day, in a time zone."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time(), zone_of(zone))


def last_day(ends_at: datetime, zone: str = "") -> date:
    """The last day before a moment, in a time zone."""
    return (ends_at - timedelta(microseconds=1)).astimezone(zone_of(zone)).date()
