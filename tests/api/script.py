"""A script that calls the API with a bearer token."""

from typing import Any

from django.test import Client

from slowfilm.films.models import Member
from tests import make


class Script:
    """One member's calls about their film: paths begin after /api/films/FILM."""

    def __init__(self, member: Member) -> None:
        self.base = f"/api/films/{member.film_id}"
        self.client = Client(headers={"Authorization": f"Bearer {make.token(member.user)}"})

    def get(self, path: str, status: int = 200, **query: Any) -> Any:
        """What a GET answers."""
        return self._told(self.client.get(self.base + path, query), status)

    def post(self, path: str, status: int = 200, *, key: object = None, **body: Any) -> Any:
        """What a POST answers; `key` is the act's id."""
        return self.send("post", path, body, status, key)

    def patch(self, path: str, status: int = 200, **body: Any) -> Any:
        """What a PATCH answers."""
        return self.send("patch", path, body, status)

    def send(
        self, method: str, path: str, body: Any, status: int = 200, key: object = None, **more: str
    ) -> Any:
        """What a call with a body answers."""
        headers = {**more, **({"Idempotency-Key": str(key)} if key else {})}
        call = getattr(self.client, method)
        answer = call(self.base + path, body, content_type="application/json", headers=headers)
        return self._told(answer, status)

    @staticmethod
    def _told(answer: Any, status: int) -> Any:
        assert answer.status_code == status, (answer.status_code, answer.content)
        return answer.json()
