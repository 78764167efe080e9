"""A prompt for a model that takes its inputs by number: their names there, what each is for, and
what is said. Pure."""

import re
from collections.abc import Iterable, Iterator

from slowfilm.engines.base import Input, Request

SAYS = {
    "subject": "who or what is seen",
    "style": "the look: only its light, colour and texture",
    "place": "the place",
    "plate": "the place, exactly as it is",
    "composition": "a sketch of where things stand",
    "screen": "what a screen in the picture shows",
    "motion": "the movement of what is seen",
    "camera": "the movement of the camera",
    "driving": "a performer's movement and expression, to be kept",
    "voice": "the voice",
    "ambience": "the sound of the place",
    "music": "the music",
}


def prompted(request: Request, named: Iterable[tuple[Input, str]]) -> str:
    """The words with the names that the inputs have there, what each is for, and what is said."""
    pairs = list(named)
    names = {item.tag.lstrip("@"): name for item, name in pairs}
    left = {item.tag.lstrip("@"): item.tag.lstrip("@") for item in request.inputs}
    words = _renamed(request.prompt, left | names)
    for title in dict.fromkeys(item.character for item in request.inputs if item.character):
        words = words.replace(f"@{title}", title)
    parts = [words.strip(), *_roles(pairs), *_lines(request)]
    return "\n".join(part for part in parts if part)


def _renamed(text: str, names: dict[str, str]) -> str:
    """Each tag by its new name, all at once; one that is not given loses its @."""
    return re.sub(
        r"@([A-Za-z]+[0-9]+)(?![A-Za-z0-9])",
        lambda match: names.get(match[1], match[0]),
        text,
    )


def _roles(named: Iterable[tuple[Input, str]]) -> Iterator[str]:
    for item, name in named:
        if item.role in SAYS:
            whose = f"{item.character}, " if item.character else ""
            yield f"{name}: {whose}{SAYS[item.role]}."


def _lines(request: Request) -> Iterator[str]:
    for line in request.lines:
        how = f" ({line.dialect})" if line.dialect else ""
        yield f"{line.character}{how}: “{line.words}”"
