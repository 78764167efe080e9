"""Calls that change something, each from the command it does: one declaration for all doors.

What a command takes, who may, and what it means stand beside its action. Here is only under which
address it is found, and what is answered. Ids in the address are fields of the command.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from inspect import Parameter, Signature
from typing import Any, get_type_hints
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, create_model

from slowfilm.api.base import Fault, key_of, member_of
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.ledger import Action
from slowfilm.ledger.messages import Command, Message
from slowfilm.ledger.models import Entry

Fields = dict[str, Any]


@dataclass(frozen=True)
class Done:
    """A command that was done: by whom, with which fields, and the entry that it made."""

    member: Member
    entry: Entry
    fields: Fields

    @property
    def film_id(self) -> UUID:
        """The film's id."""
        return self.member.film_id


@dataclass(frozen=True)
class Call:
    """One command under an address.

    `answer` makes what is answered, of the type `gives`. `headers` name fields that stand in a
    header, `only` the fields that a body has, and `fill` gives others from those of the address.
    `does` does it where something goes with the act, as on the pages.
    """

    path: str
    action: Action[Any]
    gives: Any
    answer: Callable[[Done], Any]
    tag: str
    method: str = "POST"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, ...] | None = None
    fill: Callable[[UUID, Fields], Fields] | None = None
    does: Callable[[HttpRequest, Action[Any], Fields], Entry] | None = None
    name: str = ""
    says: str = ""

    @property
    def ids(self) -> dict[str, str]:
        """Fields of the command by what they are called in the address."""
        names = [part[1:-1].split(":")[1] for part in self.path.split("/") if part[:1] == "{"]
        return {name: name.removesuffix("_id") for name in names if name != "film_id"}

    def add(self, router: Router) -> None:
        """Put it under its address."""
        body_model = body(
            self.action.takes, {*self.ids.values(), *self.headers.values()}, self.only
        )
        name = self.name or self.action.verb.replace("-", "_")
        router.add_api_operation(
            f"/films/{{uuid:film_id}}{self.path}",
            [self.method],
            self._view(body_model),
            response={self.status: self.gives, 403: Fault, 404: Fault, 409: Fault, 422: Fault},
            operation_id=name,
            summary=name.replace("_", " ").capitalize(),
            description=self.says or self.action.__doc__,
            tags=[self.tag],
            openapi_extra={"parameters": [_header(name) for name in self.headers]},
        )

    def _view(self, body_model: type[BaseModel] | None) -> Callable[..., Any]:
        def view(request: HttpRequest, film_id: UUID, asked: Any = None, **where: UUID) -> Any:
            member = member_of(request, film_id, May(self.action.right))
            fields: Fields = {self.ids[name]: value for name, value in where.items()}
            if self.fill:
                fields |= self.fill(film_id, fields)
            for header, name in self.headers.items():
                value = request.headers.get(header, "*").strip()
                if value != "*":
                    fields[name] = value.removeprefix("W/").strip('"')
            if asked is not None:
                fields |= asked.model_dump(exclude_unset=True)
            by: Fields = {"film_id": film_id, "actor": member.actor, "command": key_of(request)}
            told_by = {**by, **fields}
            entry = (
                self.does(request, self.action, told_by) if self.does else self.action(**told_by)
            )
            return self.status, self.answer(Done(member, entry, fields))

        kinds: dict[str, Any] = {"request": HttpRequest, "film_id": UUID}
        kinds |= dict.fromkeys(self.ids, UUID)
        if body_model is not None:
            kinds["asked"] = body_model
        parameters = [
            Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind) for name, kind in kinds.items()
        ]
        parameters[0] = Parameter(
            "request", Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest
        )
        view.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
        view.__name__ = self.action.verb.replace("-", "_")
        return view


def _header(name: str) -> dict[str, Any]:
    description = "The ETag of what one has seen: refused as a `conflict` where it is another now."
    schema = {"type": "string", "maxLength": 80}
    return {
        "name": name,
        "in": "header",
        "required": False,
        "schema": schema,
        "description": description,
    }


def body(
    command: type[Command], elsewhere: set[str], only: tuple[str, ...] | None = None
) -> type[BaseModel] | None:
    """A command's fields but those said `elsewhere`; None where none is left."""
    hints = get_type_hints(command, include_extras=True)
    left = {
        name: (hints[name], ... if model_field.is_required() else model_field.get_default())
        for name, model_field in command.model_fields.items()
        if name not in elsewhere and (only is None or name in only)
    }
    if not left:
        return None
    model: type[BaseModel] = create_model(
        f"{command.__name__}{'Part' if only else ''}",
        __base__=Message,
        __doc__=command.__doc__,
        **left,  # type: ignore[call-overload]
    )
    return model


def made_by(model: Any) -> Callable[[Done], Any]:
    """An answer: the row that a command made, whose id is the command's."""
    return lambda done: model.objects.get(id=done.entry.command)


def row_of(rows: Callable[[UUID], Any], name: str) -> Callable[[Done], Any]:
    """An answer: the row of a film that the command's field names."""
    return lambda done: rows(done.film_id).get(id=done.fields[name])
