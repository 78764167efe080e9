"""Which engines are switched on here, and how: `engines.toml`, or names in SLOWFILM_ENGINES.

A table for each engine, by its name; its queue is called the same:

    [animatic]

    [wan]
    kind = "vace"             # the package in slowfilm/engines/; the name, where it is not said
    title = "Wan 2.1 VACE"
    device = "cuda:0"
    sizes = ["832x480"]       # of those it makes, the ones offered here
    time_limit = 3600         # seconds one draft may take
    stall_limit = 600         # seconds without progress, then its worker ends and is started again
    steps = 30                # whatever else the kind's `create` takes

Read once by each process: a change counts from the next start.
"""

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from inspect import Parameter, signature
from pathlib import Path
from typing import Any

from slowfilm.engines.base import Engine, Size

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = __package__
BY_ITSELF = ("animatic", "composite")  # switched on where nothing is said
LONGEST = 6 * 3600.0  # seconds one draft may take, where nothing else is said
STALLED = 1800.0  # seconds without progress, where nothing else is said
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
SIZE = re.compile(r"([1-9][0-9]{1,4})x([1-9][0-9]{1,4})")


class SettingsError(Exception):
    """What is wrong in the settings of the engines: the file, the key, and why."""


@dataclass(frozen=True)
class EngineSettings:
    """One engine as it is switched on here."""

    name: str
    kind: str
    title: str = ""
    sizes: tuple[Size, ...] = ()
    time_limit: float = LONGEST
    stall_limit: float = STALLED
    options: Mapping[str, Any] = field(default_factory=dict)

    def create(self) -> Callable[..., Engine]:
        """Return what makes the engine. Raises ImportError."""
        factory: Callable[..., Engine] = import_module(_module(self.kind)).create
        return factory


def data_folder() -> Path:
    """DATA: where an installation keeps what is its own."""
    return Path(os.environ.get("DATA") or ROOT / "var").expanduser().resolve()


def switched_on() -> dict[str, EngineSettings]:
    """Each engine of this installation by its name, in order. Raises SettingsError."""
    text = os.environ.get("SLOWFILM_ENGINES", "").strip()
    if text.endswith(".toml") or "/" in text:
        return read(Path(text).expanduser())
    if text:
        names = dict.fromkeys(name.strip() for name in text.split(",") if name.strip())
        return {name: EngineSettings(name, name) for name in names}
    standard = data_folder() / "engines.toml"
    if standard.exists():
        return read(standard)
    return {name: EngineSettings(name, name) for name in BY_ITSELF if find_spec(_module(name))}


def check() -> None:
    """Raise SettingsError unless all that is switched on is there, and takes its settings."""
    for settings in switched_on().values():
        try:
            settings.create()
        except ImportError as error:
            message = f"there is no kind of engine called {settings.kind} ({error})"
            raise SettingsError(f"SLOWFILM_ENGINES: {message}.") from error


@cache
def read(path: Path) -> dict[str, EngineSettings]:
    """Read a file of settings. Raises SettingsError, naming file and key."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} can't be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is no TOML: {error}") from error
    if not tables:
        raise SettingsError(f"{path} names no engine: each is a table, like [animatic].")
    return {name: _engine(Place(path, name), table) for name, table in tables.items()}


@dataclass(frozen=True)
class Place:
    """Where something stands: a file's table, perhaps a key in it."""

    path: Path
    name: str
    key: str = ""

    def at(self, key: str) -> "Place":
        """A key of this table."""
        return Place(self.path, self.name, key)

    def wrong(self, why: str) -> SettingsError:
        """The error that says what is wrong here."""
        key = f" {self.key}:" if self.key else ""
        return SettingsError(f"{self.path}, [{self.name}]{key} {why}")


def _engine(place: Place, table: Any) -> EngineSettings:
    if not isinstance(table, dict):
        raise place.wrong("an engine is a table: write its name in brackets on a line of its own.")
    if not NAME.fullmatch(place.name):
        raise place.wrong("a name has up to 40 small letters, digits and hyphens.")
    left = dict(table)
    settings = EngineSettings(
        name=place.name,
        kind=_text(place.at("kind"), left.pop("kind", place.name)),
        title=_text(place.at("title"), left.pop("title", "")),
        sizes=tuple(_sizes(place.at("sizes"), left.pop("sizes", []))),
        time_limit=_seconds(place.at("time_limit"), left.pop("time_limit", LONGEST)),
        stall_limit=_seconds(place.at("stall_limit"), left.pop("stall_limit", STALLED)),
        options=left,
    )
    return _checked(place, settings)


def _text(place: Place, value: Any) -> str:
    if not isinstance(value, str) or len(value) > 100:
        raise place.wrong("a text of at most 100 characters, in quotes.")
    return value.strip()


def _sizes(place: Place, value: Any) -> Iterator[Size]:
    for text in value if isinstance(value, list) else [value]:
        match = SIZE.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise place.wrong('a list of sizes reads ["1280x720", "832x480"].')
        yield int(match[1]), int(match[2])


def _seconds(place: Place, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e7:
        raise place.wrong("a number of seconds above 0.")
    return float(value)


def _checked(place: Place, settings: EngineSettings) -> EngineSettings:
    """Add `folder`, where the file lies, for a kind that reads others beside it.

    Raises SettingsError where the kind is none, or does not take an option or a size.
    """
    kind = place.at("kind")
    try:
        create = settings.create()
    except ImportError as error:
        message = f"there is no kind of engine called {settings.kind} ({error})."
        raise kind.wrong(message) from error
    except AttributeError as error:
        raise kind.wrong(f"{settings.kind} is no engine: it has no create().") from error
    parameters = signature(create).parameters
    if "folder" in settings.options:
        raise place.at("folder").wrong(f"{settings.kind} takes no such option.")
    if not any(parameter.kind is Parameter.VAR_KEYWORD for parameter in parameters.values()):
        for name in settings.options.keys() - parameters.keys():
            raise place.at(name).wrong(f"{settings.kind} takes no such option.")
    if "folder" in parameters:
        settings = replace(settings, options={**settings.options, "folder": place.path.parent})
    try:
        offered = create(**settings.options).capabilities().sizes
    except (TypeError, ValueError) as error:
        raise place.wrong(f"{settings.kind} can't be made so: {error}") from error
    for width, height in settings.sizes:
        if (width, height) not in offered:
            sizes = ", ".join(f"{w}x{h}" for w, h in offered)
            raise place.at("sizes").wrong(f"it makes no {width}x{height}. It makes {sizes}.")
    return settings


def _module(kind: str) -> str:
    """The module of a kind: one of ours, or by its full name one that is installed beside."""
    return kind if "." in kind else f"{HERE}.{kind.replace('-', '_')}"
