"""Wan Animate's true architecture, built small with random weights."""

from pathlib import Path
from typing import Any

from tests.engines.tiny import one_thread, text_encoder, tokenizer, wan_vae

FACE = 16  # pixels of a face's sides


def image_encoder() -> tuple[Any, Any]:
    """CLIP, and what makes pictures ready for it."""
    import torch
    from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModel

    torch.manual_seed(0)
    sizes = {"hidden_size": 4, "projection_dim": 4, "intermediate_size": 16, "image_size": 8}
    config = CLIPVisionConfig(num_hidden_layers=2, num_attention_heads=2, patch_size=2, **sizes)
    ready = CLIPImageProcessor(crop_size=8, size=8)
    return CLIPVisionModel(config).eval(), ready


def transformer(**more: Any) -> Any:
    """With an encoder of a face's motion; `more` are other sizes."""
    import torch
    from diffusers import WanAnimateTransformer3DModel

    torch.manual_seed(0)
    motion = {"size": FACE, "style_dim": 8, "dim": 4, "encoder_dim": 16}
    names = {"size": "motion_encoder_size", "encoder_dim": "motion_encoder_dim"}
    told: dict[str, Any] = {
        "patch_size": (1, 2, 2),
        "num_attention_heads": 2,
        "attention_head_dim": 12,
        "in_channels": 36,
        "latent_channels": 16,
        "out_channels": 16,
        "text_dim": 32,
        "freq_dim": 256,
        "ffn_dim": 32,
        "num_layers": 2,
        "image_dim": 4,
        "rope_max_seq_len": 64,
        "motion_encoder_channel_sizes": {"4": 16, "8": 16, "16": 16},
        "face_encoder_hidden_dim": 16,
        "face_encoder_num_heads": 2,
        "inject_face_latents_blocks": 2,
        **{names.get(name, f"motion_{name}"): value for name, value in motion.items()},
    }
    return WanAnimateTransformer3DModel(**told | more)


def wan_animate(folder: Path, **sizes: Any) -> Path:
    """Wan Animate, as diffusers saves it; `sizes` are of its transformer."""
    from diffusers import FlowMatchEulerDiscreteScheduler, WanAnimatePipeline

    one_thread()
    words = tokenizer()
    encoder, ready = image_encoder()
    WanAnimatePipeline(
        tokenizer=words,
        text_encoder=text_encoder(words),
        vae=wan_vae(),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
        transformer=transformer(**sizes),
        image_encoder=encoder,
        image_processor=ready,
    ).save_pretrained(folder)
    return folder
