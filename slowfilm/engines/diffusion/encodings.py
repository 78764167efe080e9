"""What was encoded before is read from disk: a second draft with another seed encodes nothing.

A text is known by its words, a picture or clip by the very values that would be encoded, both
together with the model's revision and the device. A file is written whole or not at all. Those
longest unused go when all of them together become too large; and each a week after its last use,
since a picture of someone can be made of it again.
"""

import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

log = logging.getLogger(__name__)
ENDING = ".safetensors"
UNUSED = 7 * 24 * 3600.0  # seconds
Tensors = Mapping[str, "Tensor"]


class Encodings:
    """Named tensors on disk, at most `most` bytes of them in all."""

    def __init__(self, folder: Path, most: int) -> None:
        self.folder, self.most = folder, most

    def tensors(self, parts: tuple[str, ...], make: Callable[[], Tensors]) -> Tensors:
        """What `make` makes, or made when it was asked with the same parts; on the CPU if read."""
        path = self.folder / (_digest(*parts) + ENDING)
        if (had := self._had(path)) is not None:
            return had
        tensors = make()
        try:
            self._keep(path, tensors)
        except OSError as error:  # a full disk: the draft is worth more than the next one's haste
            log.warning("an encoding is not kept: %s", error)
        return tensors

    def _had(self, path: Path) -> Tensors | None:
        from safetensors import SafetensorError
        from safetensors.torch import load

        try:
            tensors: Tensors = load(path.read_bytes())
            os.utime(path)
        except FileNotFoundError:
            return None
        except (OSError, SafetensorError, ValueError) as error:
            log.warning("%s is read no more: %s", path, error)
            return None
        return tensors

    def _keep(self, path: Path, tensors: Tensors) -> None:
        from safetensors.torch import save

        self.folder.mkdir(parents=True, exist_ok=True)
        data = save(
            {name: tensor.detach().to("cpu").contiguous() for name, tensor in tensors.items()}
        )
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        self._shrink()

    def _shrink(self) -> None:
        files = sorted(_there(self.folder))
        total = sum(size for _, size, _ in files)
        for _, size, path in files:
            if total <= self.most:
                break
            path.unlink(missing_ok=True)
            total -= size
        forget_unused(self.folder)


def forget_unused(folder: Path) -> int:
    """Delete what nobody has used for a week; how many files that were."""
    old = [path for used, _, path in _there(folder) if used < time.time() - UNUSED]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _there(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Of each file: when it was last used, its size, its path."""
    for path in folder.glob(f"*{ENDING}"):
        with suppress(FileNotFoundError):  # another process was faster
            about = path.stat()
            yield about.st_mtime, about.st_size, path


def _digest(*parts: str) -> str:
    hasher = hashlib.sha256()
    for part in parts:
        hasher.update(f"{len(part.encode())}:".encode() + part.encode())
    return hasher.hexdigest()


def of_values(values: "Tensor") -> str:
    """A digest of a tensor's type, shape and values."""
    import torch

    plain = values.detach().to("cpu").contiguous()
    hasher = hashlib.sha256(f"{plain.dtype} {tuple(plain.shape)}".encode())
    hasher.update(plain.view(torch.uint8).numpy() if plain.numel() else b"")
    return hasher.hexdigest()


@contextmanager
def remembered(
    vae: Any, encodings: Encodings, mark: str, spent: Callable[[], Any] | None = None
) -> Iterator[None]:
    """While inside, what a VAE is given to encode is encoded only if it never was before.

    `mark` says by what: the model's revision, the device. `spent` is called before each.
    """
    from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
    from diffusers.models.modeling_outputs import AutoencoderKLOutput

    truly = vae.encode

    def encode(x: "Tensor", return_dict: bool = True) -> Any:
        if spent is not None:
            spent()
        tensors = encodings.tensors(
            (mark, type(vae).__name__, of_values(x)),
            lambda: {"parameters": truly(x).latent_dist.parameters},
        )
        diagonal_gaussian_distribution = DiagonalGaussianDistribution(
            tensors["parameters"].to(x.device)
        )
        return (
            AutoencoderKLOutput(latent_dist=diagonal_gaussian_distribution)
            if return_dict
            else (diagonal_gaussian_distribution,)
        )

    vae.encode = encode
    try:
        yield
    finally:
        del vae.encode
