"""A small tus client, as a script would write it."""

import base64
from pathlib import Path
from typing import Any

import httpx

TUS = {"Tus-Resumable": "1.0.0"}
BODY = "application/offset+octet-stream"


def metadata(**told: str) -> str:
    """Upload-Metadata."""
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}".strip() for k, v in told.items())


class Tus:
    """Speaks for one user to one film's uploads."""

    def __init__(self, base: str, token: str) -> None:
        self.http = httpx.Client(
            base_url=base, headers={"Authorization": f"Bearer {token}"}, timeout=30
        )

    def create(self, path: str, size: int | str, **told: str) -> httpx.Response:
        """POST."""
        headers = {**TUS, "Upload-Length": str(size), "Upload-Metadata": metadata(**told)}
        return self.http.post(path, headers=headers)

    def patch(self, where: str, offset: int, body: bytes, **more: str) -> httpx.Response:
        """PATCH."""
        headers = {**TUS, "Upload-Offset": str(offset), "Content-Type": BODY}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        return self.http.patch(where, content=body, headers=headers)

    def head(self, where: str) -> httpx.Response:
        """HEAD."""
        return self.http.head(where, headers=TUS)

    def delete(self, where: str) -> httpx.Response:
        """DELETE."""
        return self.http.delete(where, headers=TUS)

    def send(self, path: str, file: Path, piece: int = 1 << 20, **told: Any) -> str:
        """A whole file; the upload's id."""
        data = file.read_bytes()
        made = self.create(path, len(data), **{"filename": file.name, **told})
        assert made.status_code == 201, made.text
        where = made.headers["Location"]
        for at in range(0, len(data), piece):
            answer = self.patch(where, at, data[at : at + piece])
            assert answer.status_code == 204, answer.text
        return str(where.rpartition("/")[2])
