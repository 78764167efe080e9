"""The true architectures of models, built small with random weights, and saved as folders."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")

WORDS = ["a street in the rain, 雨中的街, a woman walks, warm lamps, blurry, low quality"] * 20


@cache
def one_thread() -> None:
    """Small products take ten times as long when they are shared out."""
    import torch

    torch.set_num_threads(1)


def tokenizer() -> Any:
    """Of T5's kind."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    special = ["<pad>", "</s>", "<unk>"]
    made = Tokenizer(models.Unigram())
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=200, special_tokens=special, unk_token="<unk>", show_progress=False
    )
    made.train_from_iterator(WORDS, trainer)
    ends = [("</s>", made.token_to_id("</s>"))]
    made.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=ends)
    told = dict(zip(("pad_token", "eos_token", "unk_token"), special, strict=True))
    return PreTrainedTokenizerFast(tokenizer_object=made, model_max_length=512, **told)


def text_encoder(words: Any) -> Any:
    """UMT5, as Wan reads with."""
    import torch
    from transformers import UMT5Config, UMT5EncoderModel

    torch.manual_seed(0)
    sizes = {"d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 2, "num_heads": 4}
    config = UMT5Config(vocab_size=len(words), pad_token_id=words.pad_token_id, **sizes)
    return UMT5EncoderModel(config).eval()


def wan_vae(base: int = 3) -> Any:
    """Wan's VAE: 8 times smaller in each direction, 4 times in time, 16 channels."""
    import torch
    from diffusers import AutoencoderKLWan

    torch.manual_seed(0)
    return AutoencoderKLWan(
        base_dim=base,
        z_dim=16,
        dim_mult=[1, 1, 1, 1],
        num_res_blocks=1,
        temperal_downsample=[False, True, True],
    )


def vace(folder: Path, **sizes: Any) -> Path:
    """Wan VACE; `sizes` are of its transformer."""
    import torch
    from diffusers import (
        FlowMatchEulerDiscreteScheduler,
        WanVACEPipeline,
        WanVACETransformer3DModel,
    )

    one_thread()
    words, vae = tokenizer(), wan_vae()
    torch.manual_seed(0)
    told: dict[str, Any] = {
        "patch_size": (1, 2, 2),
        "num_attention_heads": 2,
        "attention_head_dim": 12,
        "in_channels": 16,
        "out_channels": 16,
        "text_dim": 32,
        "freq_dim": 256,
        "ffn_dim": 32,
        "num_layers": 3,
        "cross_attn_norm": True,
        "qk_norm": "rms_norm_across_heads",
        "rope_max_seq_len": 64,
        "vace_layers": [0, 2],
        "vace_in_channels": 96,
    }
    WanVACEPipeline(
        tokenizer=words,
        text_encoder=text_encoder(words),
        vae=vae,
        transformer=WanVACETransformer3DModel(**told | sizes),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
    ).save_pretrained(folder)
    return folder


def _ltx2(folder: Path) -> Path:
    from tests.engines.tiny_ltx2 import ltx2

    return ltx2(folder)


def _wan_animate(folder: Path) -> Path:
    from tests.engines.tiny_animate import wan_animate

    return wan_animate(folder)


def _h3(folder: Path) -> Path:
    from tests.engines.tiny_h3 import h3

    return h3(folder)


BUILT = {"vace": vace, "ltx2": _ltx2, "wan-animate": _wan_animate, "h3": _h3}
"""Of each kind of engine that needs weights, what builds them."""


def table(name: str, folder: Path, **more: Any) -> str:
    """What engines.toml says of a kind whose tiny model lies in `folder`."""
    told: dict[str, Any] = {
        "model": str(folder),
        "device": "cpu",
        "dtype": "float32",
        "steps": 2,
        "makes": ["96x64"],
        "cache": str(folder.parent / "encodings"),
        **MORE.get(name, {}),
        **more,
    }
    return "\n".join(
        [f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in told.items())]
    )


MORE: dict[str, dict[str, Any]] = {
    "vace": {"tokens": 16},
    "ltx2": {
        "tokens": 32,
        "stg": 0.0,
        "modality": 1.0,
        "cross_timestep": False,
        "voice_sigmas": [1.0, 0.5],
    },
    "wan-animate": {"tokens": 16},
    "h3": {},
}
"""What is said of a kind beside that."""
