"""What H3 reads and hears is read from disk if it was read and heard before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from slowfilm.engines.diffusion.encodings import Encodings, of_values

if TYPE_CHECKING:
    from torch import Tensor


@contextmanager
def read_once(
    pipe: Any, encodings: Encodings, mark: str, spent: Callable[[], Any]
) -> Iterator[None]:
    """While inside, words with their pictures are read only if they never were before.

    Of all its layers' states one is taken, and that one is kept. `spent` is called before each.
    """
    import torch

    model, layer = pipe.text_encoder.model, pipe.text_encoder_layer
    truly = model.forward

    def forward(**inputs: Any) -> Any:
        spent()
        digests = sorted(
            (name, of_values(tensor))
            for name, tensor in inputs.items()
            if isinstance(tensor, torch.Tensor)
        )
        parts = (
            mark,
            "read",
            str(pipe.text_encoder.dtype),
            *(f"{n} {digest}" for n, digest in digests),
        )
        tensors = encodings.tensors(parts, lambda: {"states": truly(**inputs).hidden_states[layer]})
        states = tensors["states"].to(inputs["input_ids"].device)
        return SimpleNamespace(hidden_states={layer: states})

    model.forward = forward
    try:
        yield
    finally:
        del model.forward


@contextmanager
def heard_once(pipe: Any, encodings: Encodings, mark: str) -> Iterator[None]:
    """While inside, a sound is heard only if it never was before."""
    part = pipe.audio_vae
    truly = part.encode

    def encode(sample: "Tensor", return_dict: bool = True) -> Any:
        tensors = encodings.tensors(
            (mark, type(part).__name__, of_values(sample)),
            lambda: {"mean": truly(sample, return_dict=False)[0].mode()},
        )
        mean = tensors["mean"].to(sample.device)
        return (SimpleNamespace(mode=lambda: mean),)

    part.encode = encode
    try:
        yield
    finally:
        del part.encode
