"""Characters in a brief: @林遥（1998） stands for the references of that self."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from slowfilm.generations.citations import Cited, Said, Wanted
from slowfilm.references.models import Character, Line
from slowfilm.references.naming import Mention, mentions


@dataclass(frozen=True)
class Cast:
    """A film's characters, with their references in order."""

    characters: Mapping[UUID, Character]

    @classmethod
    def of(cls, film_id: UUID) -> "Cast":
        """As they are now: two queries."""
        rows = Character.objects.filter(film_id=film_id).select_related("person")
        return cls({row.id: row for row in rows.prefetch_related("material")})

    @cached_property
    def titles(self) -> dict[UUID, str]:
        """How each is named."""
        return {
            character_id: character.title for character_id, character in self.characters.items()
        }

    def named(self, text: str) -> list[Mention]:
        """Who is named in a text, and which names mean nobody or several."""
        names = {
            character_id: character.person.name
            for character_id, character in self.characters.items()
        }
        return mentions(text, self.titles, names)

    def expanded(self, spec: Wanted) -> Wanted:
        """With the references of every character that the text names, after those cited.

        What is there already in the same role is not cited twice.
        """
        own = [citation for citation in spec.citations if citation.character is None]
        pairs = {(citation.reference, citation.role) for citation in own}
        more = []
        for mention in self.named(spec.text):
            for cited in self._references(mention.character):
                if (cited.reference, cited.role) not in pairs:
                    pairs.add((cited.reference, cited.role))
                    more.append(cited)
        return replace(spec, citations=(*own, *more))

    def _references(self, character: UUID | None) -> Iterator[Cited]:
        if character is not None:
            for material in self.characters[character].material.all():
                yield Cited(material.reference_id, material.role, character=character)

    def unclear(self, text: str) -> Iterator[str]:
        """A sentence for every name that means nobody, or more than one."""
        for mention in self.named(text):
            if mention.character is not None:
                continue
            if not mention.candidates:
                yield _("@%(name)s is no character of this film.") % {"name": mention.written}
            else:
                named = _(", ").join(
                    sorted(self.titles[candidate] for candidate in mention.candidates)
                )
                sentence = _("@%(name)s may be %(titles)s. Say which.")
                yield sentence % {"name": mention.written, "titles": named}


def said(film_id: UUID, lines: Sequence[tuple[UUID, int]]) -> Iterator[Said]:
    """Lines of a film as they are now, each after a pause in milliseconds.

    Raises LookupError for one that there is not.
    """
    by_id = Line.objects.filter(film_id=film_id).in_bulk([line for line, _pause in lines])
    for line, pause in lines:
        row = by_id[line]
        yield Said(
            line=row.id,
            character=row.character_id,
            words=row.words,
            pause_ms=pause,
            dialect=row.dialect,
            translation=row.translation,
            take=row.take_id,
            start_ms=row.start_ms,
            end_ms=row.end_ms,
        )
