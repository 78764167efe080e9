"""Pages' files under addresses that name their content, so that browsers may keep them for good.

Modules import one another by relative names, so one version stands in front of them all:
/static/VERSION/js/room.js. A change to any file is another version.
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

Answering = Callable[[HttpRequest], HttpResponseBase]

PREFIX = "/static/"
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
    kept: dict[str, tuple[str, bytes]] = {}  # by path: which version of the file, and its bytes

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if not request.path_info.startswith(PREFIX) or kind not in SMALLER:
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if request.method != "GET" or response.status_code != 200 or not _takes_gzip(request):
            return response
        assert isinstance(response, StreamingHttpResponse)
        version = response.headers.get("ETag", "") + response.headers.get("Last-Modified", "")
        if kept.get(request.path_info, ("", b""))[0] != version or not version:
            kept[request.path_info] = version, gzip.compress(b"".join(response), mtime=0)
        small = kept[request.path_info][1]
        response.streaming_content = [small]
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(small))
        return response

    return answer


def _takes_gzip(request: HttpRequest) -> bool:
    """Whether a browser takes it, and the file from its first byte on."""
    accepted = request.headers.get("Accept-Encoding", "").replace(" ", "").split(",")
    return "gzip" in accepted and "Range" not in request.headers
