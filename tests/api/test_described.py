"""The API is what its description says: schemathesis calls every operation and checks answers."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from slowfilm.api.base import pace
from slowfilm.api.description import calls
from slowfilm.api.routers import api
from slowfilm.films.models import Film
from tests import make
from tests.api.everything import ids_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
DESCRIBED = json.loads(json.dumps(api.get_openapi_schema()))
SCHEMA = schemathesis.openapi.from_dict(DESCRIBED)
SCHEMA.app = WSGIHandler()
NAMES = [each["operationId"] for each in calls(DESCRIBED)]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A part of the description that can be asked by itself."""
    return {**schema, "components": DESCRIBED["components"]}


def test_every_call_has_its_own_name_words_and_examples() -> None:
    assert len(set(NAMES)) == len(NAMES) >= 60
    for call in calls(DESCRIBED):
        name = call["operationId"]
        assert call["summary"] and len(call["description"]) > 10, name
        answers = [each for status, each in call["responses"].items() if status[0] == "2"]
        contents = [each["content"] for each in [call.get("requestBody"), *answers] if each]
        for content in contents:
            for kind, media in content.items():
                if kind == "application/json":
                    schema = resolved(media["schema"])
                    jsonschema_rs.Draft202012Validator(schema).validate(media["example"])
        ids = [each for each in call["parameters"] if each["in"] == "path"]
        assert all("example" in each or "enum" in each["schema"] for each in ids), name


def statuses(
    operation: Any, mode: GenerationMode, known: dict[str, Any], token: dict[str, str], most: int
) -> list[int]:
    """What an operation answers to a few calls; each answer is checked."""
    names = [each.name for each in operation.path_parameters]
    where = {name: known[name] for name in names if name in known}
    found = []

    @seed(1)
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode, path_parameters=where))
    def call(case: Any) -> None:
        answer = case.call(headers=token)
        found.append(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    call()
    return found


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Calls stay within the test's transaction: none closes its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("one_connection")
def test_every_answer_is_as_described(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ids that lead somewhere; bodies as they may be, and as they may not."""
    monkeypatch.setattr(pace, "keep", lambda _member, _size: None)
    known = ids_of(film)
    token = {"Authorization": f"Bearer {make.token(make.director(film).user)}"}
    tried: dict[str, list[int]] = {}
    for each in SCHEMA.get_all_operations():
        call = each.ok()
        tried[call.label] = statuses(call, GenerationMode.POSITIVE, known, token, 2)
        if call.body:
            tried[call.label] += statuses(call, GenerationMode.NEGATIVE, known, token, 1)
    reached = [name for name, codes in tried.items() if any(code < 300 for code in codes)]
    assert len(tried) == len(NAMES)
    assert len(reached) >= 40, sorted(tried.keys() - set(reached))
