"""Pages' files under addresses that name their content, so that browsers may keep them for good.

Modules import one another by relative names, so one version stands in front of them all:
/static/VERSION/js/room.js. A change to any file is another version.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Answering = Callable[[HttpRequest], HttpResponseBase]

PREFIX = "/static/"
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
