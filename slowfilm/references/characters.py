"""What can be done to characters and what they say."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from slowfilm.films.roles import May
from slowfilm.ledger import Act, Refused, action
from slowfilm.people.actions import find_person
from slowfilm.references import events
from slowfilm.references.models import Character, CharacterReference, Line, Reference
from slowfilm.references.naming import fold
from slowfilm.references.roles import OF_A_CHARACTER, Role

SPOKEN = tuple(events.Spoken.model_fields)


@action(events.AddCharacter, May.MAKE, events.CharacterAdded)
def add(this: Act, asked: events.AddCharacter) -> events.CharacterAdded:
    """Add a person at a period. The character's id is the command's."""
    person = find_person(this.film_id, asked.person)
    made = Character(
        id=this.command,
        film_id=this.film_id,
        person=person,
        period=asked.period,
        added_by=this.actor,
        added_at=this.at,
    )
    _refuse_same(made)
    made.save(force_insert=True)
    return events.CharacterAdded.of(asked)


@action(events.ChangeCharacter, May.MAKE, events.CharacterChanged)
def change(this: Act, asked: events.ChangeCharacter) -> events.CharacterChanged:
    """Say anew which period a character is of."""
    found = find_character(this.film_id, asked.character)
    found.period = asked.period
    _refuse_same(found)
    found.save(update_fields=["period"])
    return events.CharacterChanged.of(asked)


@action(events.RemoveCharacter, May.MAKE, events.CharacterRemoved)
def remove(this: Act, asked: events.RemoveCharacter) -> events.CharacterRemoved:
    """Take a character away that nothing stands on."""
    found = find_character(this.film_id, asked.character)
    if found.material.exists() or found.lines.exists():
        raise Refused("in-use", _("Take its references and lines away first."))
    if _in_a_brief(found):
        raise Refused("in-use", _("A brief was sent with this character, so it stays."))
    found.delete()
    return events.CharacterRemoved.of(asked)


@action(events.GiveReference, May.MAKE, events.ReferenceGiven)
def give(this: Act, asked: events.GiveReference) -> events.ReferenceGiven:
    """Say that a reference is of a character, in a role; it stands last."""
    found = find_character(this.film_id, asked.character)
    reference = _find_reference(this.film_id, asked.reference)
    if asked.role not in OF_A_CHARACTER[reference.kind]:
        label = Role(asked.role).label if asked.role in Role.values else asked.role
        about = {"kind": Reference.Kind(reference.kind).label, "role": label}
        said = _("%(kind)s: it can't be “%(role)s” of a character.")
        raise Refused("role", said % about)
    if found.material.filter(reference=reference, role=asked.role).exists():
        raise Refused("given-already", _("It is among this character's references already."))
    last = found.material.aggregate(last=Max("order"))["last"]
    order = 0 if last is None else last + 1
    CharacterReference.objects.create(
        id=this.command, character=found, reference=reference, role=asked.role, order=order
    )
    return events.ReferenceGiven.of(asked, order=order)


@action(events.TakeReferenceAway, May.MAKE, events.ReferenceTakenAway)
def take_away(this: Act, asked: events.TakeReferenceAway) -> events.ReferenceTakenAway:
    """Say that a reference is no longer of a character, in one role."""
    mine = CharacterReference.objects.filter(character__film=this.film_id, id=asked.material)
    found = mine.first()
    if found is None:
        raise Refused("no-material", _("It is not among this character's references."))
    found.delete()
    return events.ReferenceTakenAway.of(asked, character=found.character_id)


@action(events.OrderMaterial, May.MAKE, events.MaterialOrdered)
def order(this: Act, asked: events.OrderMaterial) -> events.MaterialOrdered:
    """Say anew in which order a character's references stand: all of them, each once."""
    found = find_character(this.film_id, asked.character)
    there = {each.id: each for each in found.material.all()}
    if sorted(asked.material, key=str) != sorted(there, key=str):
        raise Refused("other-material", _("Its references have changed in the meantime."))
    for place, one in enumerate(asked.material):
        CharacterReference.objects.filter(id=one).update(order=place)
    return events.MaterialOrdered.of(asked)


@action(events.WriteLine, May.MAKE, events.LineWritten)
def write(this: Act, asked: events.WriteLine) -> events.LineWritten:
    """Write down what a character says. The line's id is the command's."""
    found = find_character(this.film_id, asked.character)
    _check_take(this.film_id, asked)
    Line.objects.create(
        id=this.command,
        film_id=this.film_id,
        character=found,
        written_by=this.actor,
        written_at=this.at,
        **_columns(asked),
    )
    return events.LineWritten.of(asked)


@action(events.ChangeLine, May.MAKE, events.LineChanged)
def rewrite(this: Act, asked: events.ChangeLine) -> events.LineChanged:
    """Say anew what a line is. Briefs that were sent keep what it was."""
    found = _find_line(this.film_id, asked.line)
    _check_take(this.film_id, asked)
    Line.objects.filter(id=found.id).update(**_columns(asked))
    return events.LineChanged.of(asked)


@action(events.RemoveLine, May.MAKE, events.LineRemoved)
def unwrite(this: Act, asked: events.RemoveLine) -> events.LineRemoved:
    """Take a line away. Briefs that were sent keep what it was."""
    _find_line(this.film_id, asked.line).delete()
    return events.LineRemoved.of(asked)


def find_character(film_id: UUID, character: UUID) -> Character:
    """One character of a film. Raises Refused."""
    characters = Character.objects.select_related("person").filter(film_id=film_id)
    found = characters.filter(id=character).first()
    if found is None:
        raise Refused("no-character", _("There is no such character in this film."))
    return found


def _find_line(film_id: UUID, line: UUID) -> Line:
    found = Line.objects.filter(film_id=film_id, id=line).first()
    if found is None:
        raise Refused("no-line", _("There is no such line in this film."))
    return found


def _find_reference(film_id: UUID, reference: UUID) -> Reference:
    found = Reference.objects.filter(film_id=film_id, id=reference).first()
    if found is None:
        raise Refused("no-reference", _("There is no such reference in this film."))
    if not found.ready:
        raise Refused("not-prepared", _("It is not prepared yet."))
    return found


def _refuse_same(one: Character) -> None:
    """Two that are named alike could not be told apart in a brief."""
    others: Iterable[Character] = (
        Character.objects.select_related("person").filter(film=one.film_id).exclude(id=one.id)
    )
    if any(fold(other.title) == fold(one.title) for other in others):
        said = _("There is a %(title)s already.")
        raise Refused("there-already", said % {"title": one.title})


def _in_a_brief(one: Character) -> bool:
    """Whether a later stage keeps it; asked without knowing that stage."""
    kept = (one.citations, one.said)
    return any(rows.exists() for rows in kept)


def _check_take(film_id: UUID, asked: events.Spoken) -> None:
    if asked.take is None:
        if asked.start_ms is not None or asked.end_ms is not None:
            raise Refused("span", _("Only a take has a part that counts."))
        return
    take = _find_reference(film_id, asked.take)
    if take.kind == Reference.Kind.PICTURE:
        raise Refused("no-sound", _("A take is a sound, or a video with sound."))
    if (asked.start_ms is None) != (asked.end_ms is None):
        raise Refused("span", _("Say both where it begins and where it ends."))
    if asked.start_ms is None or asked.end_ms is None:
        return
    length = take.seconds
    if asked.end_ms <= asked.start_ms:
        raise Refused("span", _("The part must end after it begins."))
    if length is not None and asked.end_ms / 1000 > length + 0.05:
        said = _("The part ends at %(end).1f s; the reference is %(length).1f s long.")
        raise Refused("span", said % {"end": asked.end_ms / 1000, "length": length})


def _columns(asked: events.Spoken) -> dict[str, object]:
    names = {"take": "take_id"}
    return {names.get(name, name): getattr(asked, name) for name in SPOKEN}
