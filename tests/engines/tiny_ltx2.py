"""LTX-2's true architecture, built small with random weights: 32 times smaller in each direction,
8 times in time, and sound of 16 kHz."""

from pathlib import Path
from typing import Any

from tests.engines.tiny import WORDS, one_thread

RATE = 24000  # of the vocoder


def tokenizer() -> Any:
    """Of Gemma's kind."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    special = ["<pad>", "<eos>", "<bos>", "<unk>"]
    made = Tokenizer(models.BPE(unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    trainer = trainers.BpeTrainer(vocab_size=250, special_tokens=special, show_progress=False)
    made.train_from_iterator(WORDS, trainer)
    names = ("pad_token", "eos_token", "bos_token", "unk_token")
    told: dict[str, Any] = dict(zip(names, special, strict=True))
    return PreTrainedTokenizerFast(tokenizer_object=made, padding_side="left", **told)


def text_encoder() -> Any:
    """Gemma 3."""
    import torch
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration

    torch.manual_seed(0)
    text = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "head_dim": 8}
    heads = {"num_attention_heads": 4, "num_key_value_heads": 2, "sliding_window": 16}
    marks = {"vocab_size": 300, "pad_token_id": 0, "bos_token_id": 2, "eos_token_id": 1}
    seen = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1}
    config = Gemma3Config(
        text_config={**text, **heads, **marks, "max_position_embeddings": 256},
        vision_config={**seen, "num_attention_heads": 2, "image_size": 28, "patch_size": 14},
        mm_tokens_per_image=1,
        image_token_index=299,
        boi_token_index=297,
        eoi_token_index=298,
    )
    return Gemma3ForConditionalGeneration(config).eval()


def connectors() -> Any:
    """What makes the text's states one for the picture and one for the sound."""
    import torch
    from diffusers.pipelines.ltx2 import LTX2TextConnectors

    torch.manual_seed(0)
    each: dict[str, Any] = {}
    for name in ("video", "audio"):
        each |= {
            f"{name}_connector_num_attention_heads": 4,
            f"{name}_connector_attention_head_dim": 8,
            f"{name}_connector_num_layers": 1,
            f"{name}_connector_num_learnable_registers": 8,
        }
    return LTX2TextConnectors(
        caption_channels=32,
        text_proj_in_factor=3,
        connector_rope_base_seq_len=32,
        rope_double_precision=False,
        rope_type="split",
        **each,
    )


def video_vae() -> Any:
    """32 times smaller in each direction, 8 times in time."""
    import torch
    from diffusers import AutoencoderKLLTX2Video

    torch.manual_seed(0)
    return AutoencoderKLLTX2Video(
        latent_channels=4,
        block_out_channels=(4, 4, 8, 8),
        decoder_block_out_channels=(8, 16, 32),
        layers_per_block=(1, 1, 1, 1, 1),
        decoder_layers_per_block=(1, 1, 1, 1),
        decoder_causal=False,
        spatial_compression_ratio=32,
        temporal_compression_ratio=8,
    )


def audio_vae() -> Any:
    """Mel of 16 bins, 4 times smaller each way."""
    import torch
    from diffusers import AutoencoderKLLTX2Audio

    torch.manual_seed(0)
    return AutoencoderKLLTX2Audio(
        base_channels=8,  # as many as a latent has values at one time: 2 × 16 / 4
        ch_mult=(1, 1, 1),
        num_res_blocks=1,
        resolution=32,
        latent_channels=2,
        mel_bins=16,
    )


def transformer(**more: Any) -> Any:
    """Of picture and sound together; `more` are other sizes."""
    import torch
    from diffusers import LTX2VideoTransformer3DModel

    torch.manual_seed(0)
    sizes = {"num_attention_heads": 2, "attention_head_dim": 12, "cross_attention_dim": 24}
    heard = {"num_attention_heads": 2, "attention_head_dim": 8, "cross_attention_dim": 16}
    told: dict[str, Any] = {
        "in_channels": 4,
        "out_channels": 4,
        "audio_in_channels": 8,
        "audio_out_channels": 8,
        "num_layers": 2,
        "caption_channels": 32,
        "rope_double_precision": False,
        "rope_type": "split",
        **sizes,
        **{f"audio_{name}": value for name, value in heard.items()},
    }
    return LTX2VideoTransformer3DModel(**told | more)


def vocoder() -> Any:
    """10 ms a mel frame, at 24 kHz."""
    import torch
    from diffusers.pipelines.ltx2.vocoder import LTX2Vocoder

    torch.manual_seed(0)
    return LTX2Vocoder(
        in_channels=2 * 16,
        hidden_channels=32,
        upsample_kernel_sizes=[16, 15, 8, 4],
        upsample_factors=[6, 5, 4, 2],
        resnet_kernel_sizes=[3],
        resnet_dilations=[[1, 3, 5]],
        output_sampling_rate=RATE,
    )


def ltx2(folder: Path, **sizes: Any) -> Path:
    """LTX-2, as diffusers saves it; `sizes` are of its transformer."""
    from diffusers import FlowMatchEulerDiscreteScheduler, LTX2Pipeline

    one_thread()
    LTX2Pipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=video_vae(),
        audio_vae=audio_vae(),
        text_encoder=text_encoder(),
        tokenizer=tokenizer(),
        connectors=connectors(),
        transformer=transformer(**sizes),
        vocoder=vocoder(),
    ).save_pretrained(folder)
    return folder
