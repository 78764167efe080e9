"""A small workflow in ComfyUI's API format, with nodes called as docs/engines.md says."""

import json
from pathlib import Path
from typing import Any


def node(kind: str, title: str = "", **inputs: Any) -> dict[str, Any]:
    """One node."""
    return {"class_type": kind, "inputs": inputs, "_meta": {"title": title or kind}}


def workflow() -> dict[str, Any]:
    """A prompt, one person who must be there, and what else may be."""
    return {
        "1": node("LoadImage", "subject 1", image="example.png"),
        "2": node("LoadImage", "style (optional)", image="example.png"),
        "3": node("LoadImage", "Place (optional)", image="example.png"),
        "4": node("LoadVideo", "motion (optional)", file="example.mp4"),
        "5": node("LoadAudio", "voice (optional)", audio="example.wav"),
        "6": node("CLIPTextEncode", "Prompt", text="a street", clip=["20", 0]),
        "7": node("EmptyVideo", "width, height, frames", width=640, height=360, length=25),
        "8": node("KSampler", "seed", seed=1, steps=20, latent_image=["7", 0], model=["20", 0]),
        "9": node("CreateVideo", "rate", fps=24.0, images=["8", 0], audio=["5", 0]),
        "10": node("SaveVideo", "result", video=["9", 0], filename_prefix="slowfilm"),
        "20": node("CheckpointLoaderSimple", ckpt_name="model.safetensors"),
    }


def written(folder: Path, graph: dict[str, Any] | None = None) -> Path:
    """The workflow as a file."""
    path = folder / "portrait.json"
    path.write_text(json.dumps(graph or workflow()), "utf-8")
    return path


def settings(folder: Path, url: str) -> Path:
    """An engines.toml that switches on the workflow beside it, as `comfyui`."""
    written(folder)
    path = folder / "engines.toml"
    path.write_text(
        f'[comfyui]\nurl = "{url}"\nworkflow = "portrait.json"\npatience = 1\n', "utf-8"
    )
    return path
