"""Pages' files under addresses that name their content, so that browsers may keep them for good.

Modules import one another by relative names, so one version stands in front of them all:
/static/VERSION/js/room.js. A change to any file is another version.
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

Answering = Callable[[HttpRequest], HttpResponseBase]
Message = dict[str, Any]
Application = Callable[..., Any]

PREFIX = "/static/"
LARGEST_KEPT = 4 << 20  # bytes of a file that a process keeps in memory
# A request with one of these may get another answer than the whole file.
CONDITIONS = {b"range", b"if-none-match", b"if-modified-since"}
SMALLER = {"text/javascript", "text/css", "application/json", "application/wasm", "image/svg+xml"}
ADDRESS = re.compile(rf"{PREFIX}(?:[0-9a-f]{{12}}/)?(?P<name>.*)")


def address(folders: Iterable[Path]) -> str:
    """The address of all files in these folders, with twelve hexadecimal digits of their hash."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(folder)}\0{content}\n".encode())
    return f"{PREFIX}{digest.hexdigest()[:12]}/"


def other_versions(get_response: Answering) -> Answering:
    """Middleware: answer for another version, or none, with today's file, not to be kept.

    While many processes are updated one after another, a page of one asks another for its files.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        address = ADDRESS.fullmatch(request.path_info)
        if address is None or request.path_info.startswith(settings.STATIC_URL):
            return get_response(request)
        request.path_info = settings.STATIC_URL + address["name"]
        response = get_response(request)
        response.headers["Cache-Control"] = "no-cache"
        return response

    return answer


def kept_for_good(_path: str, url: str) -> bool:
    """Whether a file's address names its content; what WhiteNoise asks."""
    return settings.STATIC_URL != PREFIX and url.startswith(settings.STATIC_URL)


def compressed(get_response: Answering) -> Answering:
    """Middleware: send scripts and styles by gzip, each compressed once by a process.

    Of nothing else: what a page says of a film, beside what a stranger made it say, would tell by
    its length (BREACH), and media are small already.
    """
    files: dict[str, tuple[str, bytes]] = {}  # by path: which version of the file, and its bytes

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if not request.path_info.startswith(PREFIX) or kind not in SMALLER:
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if request.method != "GET" or response.status_code != 200 or "Range" in request.headers:
            return response
        if not _takes_gzip(request.headers.get("Accept-Encoding", "")):
            return response
        assert isinstance(response, StreamingHttpResponse)
        version = response.headers.get("ETag", "") + response.headers.get("Last-Modified", "")
        if files.get(request.path_info, ("", b""))[0] != version or not version:
            files[request.path_info] = version, gzip.compress(b"".join(response), mtime=0)
        small = files[request.path_info][1]
        response.streaming_content = [small]
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(small))
        return response

    return answer


def _takes_gzip(accept_encoding: str) -> bool:
    return "gzip" in accept_encoding.replace(" ", "").split(",")


class StaticCache:
    """ASGI: answer again at once what Django answered for an address that names its content.

    A room asks for more than a hundred files when first opened, and each would take a thread of
    its own and all of Django's middleware.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.answers: dict[tuple[str, bool], list[Message]] = {}

    async def __call__(self, scope: Message, receive: Application, send: Application) -> None:
        """Answer one request."""
        headers = dict(scope["headers"])
        named = kept_for_good("", scope["path"])
        if scope["method"] != "GET" or not named or CONDITIONS & headers.keys():
            await self.application(scope, receive, send)
            return
        accepted = headers.get(b"accept-encoding", b"").decode("latin-1")
        key = scope["path"], _takes_gzip(accepted)
        if key in self.answers:
            for message in self.answers[key]:
                await send(message)
            return
        messages: list[Message] = []

        async def send_and_note(message: Message) -> None:
            messages.append(message)
            await send(message)

        await self.application(scope, receive, send_and_note)
        if _may_be_kept(messages):
            self.answers[key] = messages


def _may_be_kept(messages: list[Message]) -> bool:
    """Whether it is a whole answer of a size to keep."""
    if not messages or messages[0].get("status") != 200 or messages[-1].get("more_body"):
        return False
    return sum(len(message.get("body", b"")) for message in messages) <= LARGEST_KEPT
