"""What makes pictures and clips ready for the model that reads them.

The library's own for clips needs torchvision, which has no use here besides; this one stands in
its place and gives the same numbers in the same order.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from math import ceil, floor, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

Frames = NDArray[np.uint8]  # (n, h, w, 3)


@dataclass(frozen=True)
class Clips:
    """Makes clips ready. The fields are called as the file of settings calls them."""

    patch_size: int = 16
    temporal_patch_size: int = 2
    merge_size: int = 2
    image_mean: Sequence[float] = (0.5, 0.5, 0.5)
    image_std: Sequence[float] = (0.5, 0.5, 0.5)
    shortest: int = 128 * 32 * 32  # pixels of all frames together
    longest: int = 32 * 32 * 768

    def __call__(self, videos: Sequence[Frames], **_told: Any) -> dict[str, "Tensor"]:
        """`pixel_values_videos`, a row for each patch of every clip, and `video_grid_thw`: how
        many patches there are in time, height and width."""
        import torch

        pairs = [self._patches(self._resized(clip)) for clip in videos]
        rows, grids = zip(*pairs, strict=True)
        return {"pixel_values_videos": torch.cat(rows), "video_grid_thw": torch.tensor(grids)}

    def _resized(self, clip: Frames) -> "Tensor":
        """Frames (n, 3, h, w) of a size that is made of whole groups of patches."""
        import torch
        from torch.nn.functional import interpolate

        frames = torch.from_numpy(np.ascontiguousarray(clip)).permute(0, 3, 1, 2)
        size = self.size(*clip.shape[:3])
        if tuple(frames.shape[2:]) != size:
            frames = interpolate(frames, size, mode="bicubic", antialias=True, align_corners=False)
        if over := -len(frames) % self.temporal_patch_size:
            frames = torch.cat([frames, frames[-1:].expand(over, -1, -1, -1)])
        return frames

    def size(self, count: int, height: int, width: int) -> tuple[int, int]:
        """Height and width at which a clip is read."""
        side = self.patch_size * self.merge_size
        if min(height, width) < side:
            grown = max(side / height, side / width)
            height, width = int(height * grown), int(width * grown)
        high, wide = (round(side_length / side) * side for side_length in (height, width))
        every = self.temporal_patch_size
        pixels = round(count / every) * every * high * wide
        if pixels > self.longest:
            less = sqrt(count * height * width / self.longest)
            high, wide = (max(side, floor(n / less / side) * side) for n in (height, width))
        elif pixels < self.shortest:
            more = sqrt(self.shortest / (count * height * width))
            high, wide = (ceil(n * more / side) * side for n in (height, width))
        return high, wide

    def _patches(self, frames: "Tensor") -> tuple["Tensor", list[int]]:
        """A row for each patch, those that are merged beside one another; and the grid."""
        import torch

        count, channels, height, width = frames.shape
        mean, deviation = (
            torch.tensor(statistic).view(1, -1, 1, 1)
            for statistic in (self.image_mean, self.image_std)
        )
        values = (frames.float() - mean * 255) / (deviation * 255)
        every, merged, side = self.temporal_patch_size, self.merge_size, self.patch_size
        grid = [count // every, height // side, width // side]
        laid = values.reshape(
            *(grid[0], every, channels),
            *(grid[1] // merged, merged, side, grid[2] // merged, merged, side),
        )
        rows = laid.permute(0, 3, 6, 4, 7, 2, 1, 5, 8)
        return rows.reshape(-1, channels * every * side * side), grid


@dataclass(frozen=True)
class Reader:
    """What the pipeline takes for its processor."""

    image_processor: Any
    video_processor: Clips
    image: int  # the token that stands for a part of a picture
    video: int

    def create_mm_token_type_ids(self, rows: Sequence[Sequence[int]]) -> list[list[int]]:
        """What each token stands for: 0 words, 1 a picture, 2 a clip."""
        kinds = {self.image: 1, self.video: 2}
        return [[kinds.get(token, 0) for token in row] for row in rows]


def reader(folder: Path, tokenizer: Any) -> Reader:
    """By the settings in a folder. Raises OSError, ValueError."""
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    image, video = map(tokenizer.convert_tokens_to_ids, ("<|image_pad|>", "<|video_pad|>"))
    stills = Qwen2VLImageProcessorPil.from_pretrained(folder, local_files_only=True)
    return Reader(stills, clips(folder), image, video)


def clips(folder: Path) -> Clips:
    """What makes clips ready, by the file that says it, under either of its names."""
    settings: dict[str, Any] = {}
    for name in ("processor_config.json", "video_preprocessor_config.json"):
        if (folder / name).is_file():
            data = json.loads((folder / name).read_text("utf-8"))
            settings |= data.get("video_processor", {} if name == "processor_config.json" else data)
    size = settings.get("size") or {}
    settings |= {
        "shortest": size.get("shortest_edge", Clips.shortest),
        "longest": size.get("longest_edge", Clips.longest),
    }
    names = {field.name for field in fields(Clips)}
    return Clips(**{name: value for name, value in settings.items() if name in names})
