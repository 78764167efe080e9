"""H3's folder, loaded part by part: its pipeline is made of blocks, and one reader of its own
would need a library that is not here."""

import logging
from pathlib import Path
from typing import Any

from slowfilm.engines.diffusion.options import Options
from slowfilm.engines.diffusion.warm import Warm, silence

# By task, the half of the weights that does it.
HALVES = {"references": "transformer_ref", "frames": "transformer"}
SHARED = (
    *("text_encoder", "tokenizer", "processor", "vae", "audio_vae"),
    *("scheduler", "audio_scheduler"),
)


class WarmH3(Warm):
    """H3, with the half that does a task."""

    def __init__(self, options: Options, task: str) -> None:
        super().__init__(options, "MiniMaxH3ModularPipeline")
        self.half = HALVES[task]
        self.parts = (*SHARED, self.half)

    def _read(self, folder: Path) -> tuple[Any, Any]:
        import torch
        from diffusers import ComponentsManager
        from diffusers.modular_pipelines import MiniMaxH3Blocks

        from slowfilm.engines.h3.looks import looks
        from slowfilm.engines.h3.reader import reader

        silence()
        # It writes the whole way to an error, also where a draft is cancelled.
        logging.getLogger("diffusers.modular_pipelines").setLevel(logging.CRITICAL)
        blocks = MiniMaxH3Blocks()
        blocks.sub_blocks.pop("decode")  # it is decoded part by part instead
        _barless(blocks)
        manager = ComponentsManager() if self.options.offload == "model" else None
        pipe = blocks.init_pipeline(str(folder), components_manager=manager)
        dtype = getattr(torch, self.options.dtype)
        parts = {
            name: _part(pipe.get_component_spec(name).type_hint, folder / name, dtype)
            for name in self.parts
            if name != "processor"
        }
        parts["processor"] = reader(folder / "processor", parts["tokenizer"])
        pipe.update_components(**parts)
        place(pipe, self.options, manager)
        with torch.no_grad():
            return pipe, looks(pipe)


def _barless(block: Any) -> None:
    """No bars of a block, nor of those in it: the pipeline's own wish reaches the outermost."""
    if hasattr(block, "set_progress_bar_config"):
        block.set_progress_bar_config(disable=True)
    for part in getattr(block, "sub_blocks", {}).values():
        _barless(part)


def _part(kind: Any, folder: Path, dtype: Any) -> Any:
    import torch

    more = {"dtype": dtype} if issubclass(kind, torch.nn.Module) else {}
    model = kind.from_pretrained(folder, local_files_only=True, **more)
    return model.eval() if more else model


def place(pipe: Any, options: Options, manager: Any = None) -> None:
    """Put the parts where they are to run."""
    import torch

    if options.offload == "model":
        manager.enable_auto_cpu_offload(device=options.device)
        return
    if options.offload == "none":
        pipe.to(options.device)
        return
    from diffusers.hooks import apply_group_offloading

    for part in pipe.components.values():
        if isinstance(part, torch.nn.Module):
            apply_group_offloading(
                part,
                onload_device=torch.device(options.device),
                offload_type="leaf_level",
                use_stream=True,
            )
