"""What a workflow made: which of its outputs is the draft, and its files fetched."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from slowfilm.engines.base import Failed
from slowfilm.engines.comfyui.server import Server
from slowfilm.engines.comfyui.workflow import RESULT, Workflow, title_of
from slowfilm.media.errors import MediaError

CLIPS = (".mp4", ".webm", ".mov", ".mkv", ".avi", ".m4v")
STILLS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif")
SOUNDS = (".wav", ".flac", ".mp3", ".m4a", ".ogg", ".opus", ".aac")
MOST = 20_000  # pictures of one result
OURS = ("disk-full", "out-of-memory", "out-of-time")  # no fault of the file

File = Mapping[str, Any]


@dataclass(slots=True)
class Found:
    """The files of a result: one clip or pictures in order, and perhaps a sound of its own."""

    workflow: str
    seen: list[File]
    heard: File | None = None
    pictures: list[Path] = field(default_factory=list)
    sound: Path | None = None

    def fetch(self, server: Server, folder: Path, progress: Callable[[float], None]) -> None:
        """Fetch every file into a folder, under names of ours."""
        for number, file in enumerate(self.seen):
            path = folder / f"made-{number:05}{_suffix(file)}"
            server.fetch(file, path)
            self.pictures.append(path)
            progress((number + 1) / len(self.seen))
        if self.heard is not None:
            self.sound = folder / f"heard{_suffix(self.heard)}"
            server.fetch(self.heard, self.sound)

    def broken(self, error: MediaError) -> Exception:
        """What it means that a result can't be read."""
        if error.code in OURS:
            return error
        return Failed("comfyui-unreadable", workflow=self.workflow, why=str(error)[:300])


def found(outputs: Any, workflow: Workflow, name: str) -> Found:
    """The result among all outputs: of the node called `result`, else a clip, else pictures.

    Files that a node only shows in passing (`temp`) count where nothing is saved. Raises Failed
    where there is nothing to see.
    """
    files = list(_files(outputs, workflow))
    output_files = [file for file in files if file.get("type") == "output"] or files
    clips, stills, sounds = (_of(output_files, kinds) for kinds in (CLIPS, STILLS, SOUNDS))
    pictures = clips[:1] or stills[:MOST]
    if not pictures:
        raise Failed("comfyui-no-result", workflow=name)
    return Found(name, pictures, sounds[0] if sounds else None)


def _files(outputs: Any, workflow: Workflow) -> Iterator[File]:
    """Every file that an output names, whatever its list is called (images, gifs, video, audio)."""
    rows = outputs if isinstance(outputs, Mapping) else {}
    named = [node for node in rows if title_of(workflow.graph.get(node, {})).lower() == RESULT]
    for node in named or rows:
        lists = rows[node].values() if isinstance(rows[node], Mapping) else ()
        for listed in lists:
            for file in listed if isinstance(listed, list) else ():
                if isinstance(file, Mapping) and isinstance(file.get("filename"), str):
                    yield file


def _of(files: list[File], kinds: tuple[str, ...]) -> list[File]:
    return [file for file in files if _suffix(file) in kinds]


def _suffix(file: File) -> str:
    return Path(str(file.get("filename"))).suffix.lower()[:8]
