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
def add(this: Act, command: events.AddCharacter) -> events.CharacterAdded:
    """Add a person at a period. The character's id is the command's."""
    person = find_person(this.film_id, command.person)
    character = Character(
        id=this.command,
        film_id=this.film_id,
        person=person,
        period=command.period,
        added_by=this.actor,
        added_at=this.at,
    )
    _refuse_same(character)
    character.save(force_insert=True)
    return events.CharacterAdded.of(command)


@action(events.ChangeCharacter, May.MAKE, events.CharacterChanged)
def change(this: Act, command: events.ChangeCharacter) -> events.CharacterChanged:
    """Say anew which period a character is of."""
    character = find_character(this.film_id, command.character)
    character.period = command.period
    _refuse_same(character)
    character.save(update_fields=["period"])
    return events.CharacterChanged.of(command)


@action(events.RemoveCharacter, May.MAKE, events.CharacterRemoved)
def remove(this: Act, command: events.RemoveCharacter) -> events.CharacterRemoved:
    """Take a character away that nothing stands on."""
    character = find_character(this.film_id, command.character)
    if character.material.exists() or character.lines.exists():
        raise Refused("in-use", _("Take its references and lines away first."))
    if _in_a_brief(character):
        raise Refused("in-use", _("A brief was sent with this character, so it stays."))
    character.delete()
    return events.CharacterRemoved.of(command)


@action(events.GiveReference, May.MAKE, events.ReferenceGiven)
def give(this: Act, command: events.GiveReference) -> events.ReferenceGiven:
    """Say that a reference is of a character, in a role; it stands last."""
    character = find_character(this.film_id, command.character)
    reference = _find_reference(this.film_id, command.reference)
    if command.role not in OF_A_CHARACTER[reference.kind]:
        label = Role(command.role).label if command.role in Role.values else command.role
        about = {"kind": Reference.Kind(reference.kind).label, "role": label}
        sentence = _("%(kind)s: it can't be “%(role)s” of a character.")
        raise Refused("role", sentence % about)
    if character.material.filter(reference=reference, role=command.role).exists():
        raise Refused("given-already", _("It is among this character's references already."))
    last = character.material.aggregate(last=Max("order"))["last"]
    order = 0 if last is None else last + 1
    CharacterReference.objects.create(
        id=this.command, character=character, reference=reference, role=command.role, order=order
    )
    return events.ReferenceGiven.of(command, order=order)


@action(events.TakeReferenceAway, May.MAKE, events.ReferenceTakenAway)
def take_away(this: Act, command: events.TakeReferenceAway) -> events.ReferenceTakenAway:
    """Say that a reference is no longer of a character, in one role."""
    links = CharacterReference.objects.filter(character__film=this.film_id, id=command.material)
    row = links.first()
    if row is None:
        raise Refused("no-material", _("It is not among this character's references."))
    row.delete()
    return events.ReferenceTakenAway.of(command, character=row.character_id)


@action(events.OrderMaterial, May.MAKE, events.MaterialOrdered)
def order(this: Act, command: events.OrderMaterial) -> events.MaterialOrdered:
    """Say anew in which order a character's references stand: all of them, each once."""
    character = find_character(this.film_id, command.character)
    by_id = {link.id: link for link in character.material.all()}
    if sorted(command.material, key=str) != sorted(by_id, key=str):
        raise Refused("other-material", _("Its references have changed in the meantime."))
    for place, link_id in enumerate(command.material):
        CharacterReference.objects.filter(id=link_id).update(order=place)
    return events.MaterialOrdered.of(command)


@action(events.WriteLine, May.MAKE, events.LineWritten)
def write(this: Act, command: events.WriteLine) -> events.LineWritten:
    """Write down what a character says. The line's id is the command's."""
    character = find_character(this.film_id, command.character)
    _check_take(this.film_id, command)
    Line.objects.create(
        id=this.command,
        film_id=this.film_id,
        character=character,
        written_by=this.actor,
        written_at=this.at,
        **_columns(command),
    )
    return events.LineWritten.of(command)


@action(events.ChangeLine, May.MAKE, events.LineChanged)
def rewrite(this: Act, command: events.ChangeLine) -> events.LineChanged:
    """Say anew what a line is. Briefs that were sent keep what it was."""
    line = _find_line(this.film_id, command.line)
    _check_take(this.film_id, command)
    Line.objects.filter(id=line.id).update(**_columns(command))
    return events.LineChanged.of(command)


@action(events.RemoveLine, May.MAKE, events.LineRemoved)
def unwrite(this: Act, command: events.RemoveLine) -> events.LineRemoved:
    """Take a line away. Briefs that were sent keep what it was."""
    _find_line(this.film_id, command.line).delete()
    return events.LineRemoved.of(command)


def find_character(film_id: UUID, character: UUID) -> Character:
    """One character of a film. Raises Refused."""
    characters = Character.objects.select_related("person").filter(film_id=film_id)
    row = characters.filter(id=character).first()
    if row is None:
        raise Refused("no-character", _("There is no such character in this film."))
    return row


def _find_line(film_id: UUID, line: UUID) -> Line:
    row = Line.objects.filter(film_id=film_id, id=line).first()
    if row is None:
        raise Refused("no-line", _("There is no such line in this film."))
    return row


def _find_reference(film_id: UUID, reference: UUID) -> Reference:
    row = Reference.objects.filter(film_id=film_id, id=reference).first()
    if row is None:
        raise Refused("no-reference", _("There is no such reference in this film."))
    if not row.ready:
        raise Refused("not-prepared", _("It is not prepared yet."))
    return row


def _refuse_same(character: Character) -> None:
    """Two that are named alike could not be told apart in a brief."""
    others: Iterable[Character] = (
        Character.objects.select_related("person")
        .filter(film=character.film_id)
        .exclude(id=character.id)
    )
    if any(fold(other.title) == fold(character.title) for other in others):
        sentence = _("There is a %(title)s already.")
        raise Refused("there-already", sentence % {"title": character.title})


def _in_a_brief(character: Character) -> bool:
    """Whether a later stage keeps it; asked without knowing that stage."""
    uses = (character.citations, character.said)
    return any(rows.exists() for rows in uses)


def _check_take(film_id: UUID, command: events.Spoken) -> None:
    if command.take is None:
        if command.start_ms is not None or command.end_ms is not None:
            raise Refused("span", _("Only a take has a part that counts."))
        return
    take = _find_reference(film_id, command.take)
    if take.kind == Reference.Kind.PICTURE:
        raise Refused("no-sound", _("A take is a sound, or a video with sound."))
    if (command.start_ms is None) != (command.end_ms is None):
        raise Refused("span", _("Say both where it begins and where it ends."))
    if command.start_ms is None or command.end_ms is None:
        return
    length = take.seconds
    if command.end_ms <= command.start_ms:
        raise Refused("span", _("The part must end after it begins."))
    if length is not None and command.end_ms / 1000 > length + 0.05:
        sentence = _("The part ends at %(end).1f s; the reference is %(length).1f s long.")
        raise Refused("span", sentence % {"end": command.end_ms / 1000, "length": length})


def _columns(command: events.Spoken) -> dict[str, object]:
    names = {"take": "take_id"}
    return {names.get(name, name): getattr(command, name) for name in SPOKEN}
