"""The API's description, /api/openapi.json: what every call has in common is said here once."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from slowfilm.api.examples import EXAMPLES, IDS

Told = dict[str, Any]
FAULTS = {
    "400": "The body can't be read.",
    "401": "Nobody is known by this token or session, or not any more.",
    "403": "The caller's role does not allow it.",
    "404": "There is no such thing here for the caller.",
    "409": "It may not be: `code` says why for the program, `reason` for the person.",
    "422": "It is not what is described here.",
    "429": "It came faster than a hand can work: wait a second and send it again.",
    "503": "The record cannot be reached just now. Nothing was lost.",
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "format": "uuid"},
    "description": "The id of this act, and of what it makes. Sent twice, it is done once.",
}
NEXT = {
    "description": 'The next page, if there is one: `<address>; rel="next"`.',
    "schema": {"type": "string"},
}


class Api(NinjaAPI):
    """Ninja's, with a description that says what all calls share."""

    def get_openapi_schema(self, **how: Any) -> OpenAPISchema:
        """The whole description."""
        schema = super().get_openapi_schema(**how)
        for path in schema["paths"].values():
            for method, call in path.items():
                _complete(method, call)
        _exemplify(schema)
        return schema

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """A call is known by its function's name."""
        return str(operation.view_func.__name__)


def _complete(method: str, call: Told) -> None:
    """Every fault a call can be answered with, its key, and its cursor."""
    fault = {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}}
    answers = {str(status): answer for status, answer in call["responses"].items()}
    for status, why in FAULTS.items():
        answers[status] = {"description": why, "content": deepcopy(fault)}
    call["responses"] = answers
    names = {parameter["name"] for parameter in call["parameters"]}
    if method not in ("get", "head") and "Idempotency-Key" not in names:
        call["parameters"].append(deepcopy(KEY))
    if "after" in names:
        call["responses"]["200"]["headers"] = {"Link": NEXT}


def _exemplify(schema: Told) -> None:
    """An example for every id, body and answer, from those of the schemas."""
    for call in calls(schema):
        for parameter in call["parameters"]:
            if parameter["in"] == "path" and (example := IDS.get(parameter["name"])) is not None:
                parameter["example"] = example
        contents = [call.get("requestBody", {}).get("content", {})]
        contents += [response.get("content", {}) for response in call["responses"].values()]
        for content in contents:
            for media in content.values():
                if (
                    "example" not in media
                    and (media_example := _example(media["schema"])) is not None
                ):
                    media["example"] = media_example


def calls(schema: Told) -> Iterator[Told]:
    """All calls that are described."""
    for path in schema["paths"].values():
        yield from path.values()


def _example(schema: Told) -> Any:
    if "$ref" in schema:
        return EXAMPLES.get(schema["$ref"].rpartition("/")[2])
    if schema.get("type") == "array":
        example = _example(schema["items"])
        return None if example is None else [example]
    return None
