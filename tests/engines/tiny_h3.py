"""MiniMax H3's true architecture, built small with random weights: 16 times smaller in each
direction, 17 frames to 5 latents, and a reader of 51 layers, since the 50th is what it takes."""

import json
from pathlib import Path
from typing import Any

from tests.engines.tiny import WORDS, one_thread

RATE = 16000  # of its sound
LAYERS = 51
LABELS = ["<Picture 1>: <Audio 2>: <Video 3>: <0.2 seconds>"] * 5
SPECIAL = (
    "<|endoftext|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|image_pad|>",
    "<|video_pad|>",
)


def tokenizer() -> Any:
    """Of Qwen's kind."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import Qwen2TokenizerFast

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    letters = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=list(SPECIAL),
        initial_alphabet=letters,
        show_progress=False,
    )
    made.train_from_iterator([*WORDS, *LABELS], trainer)
    more = list(SPECIAL[1:])
    return Qwen2TokenizerFast(tokenizer_object=made, additional_special_tokens=more)


def text_encoder(words: Any) -> Any:
    """Qwen3-VL, which reads pictures as well."""
    import torch
    from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration

    torch.manual_seed(0)
    start, end, image, video = (words.convert_tokens_to_ids(each) for each in SPECIAL[1:])
    config = Qwen3VLConfig(
        text_config={
            "vocab_size": len(words),
            "hidden_size": 16,
            "intermediate_size": 16,
            "num_hidden_layers": LAYERS,
            "num_attention_heads": 2,
            "num_key_value_heads": 1,
            "head_dim": 8,
            "max_position_embeddings": 4096,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 10000.0,
                "mrope_section": [2, 1, 1],
                "mrope_interleaved": True,
            },
        },
        vision_config={
            "depth": 1,
            "hidden_size": 16,
            "intermediate_size": 16,
            "num_heads": 2,
            "out_hidden_size": 16,
            "num_position_embeddings": 16,
            "deepstack_visual_indexes": [0],
        },
        image_token_id=image,
        video_token_id=video,
        vision_start_token_id=start,
        vision_end_token_id=end,
    )
    return Qwen3VLForConditionalGeneration(config).eval()


def processor(folder: Path) -> None:
    """The settings of what makes pictures and clips ready for it, as its folder has them."""
    folder.mkdir(parents=True)
    shared = {"patch_size": 16, "temporal_patch_size": 2, "merge_size": 2}
    told = {
        **shared,
        "image_mean": [0.5, 0.5, 0.5],
        "image_std": [0.5, 0.5, 0.5],
        "size": {"shortest_edge": 32 * 32, "longest_edge": 64 * 64},
    }
    kinds = {
        "preprocessor_config.json": {"image_processor_type": "Qwen2VLImageProcessorFast"},
        "video_preprocessor_config.json": {"video_processor_type": "Qwen3VLVideoProcessor"},
    }
    for name, kind in kinds.items():
        (folder / name).write_text(json.dumps({**told, **kind}), "utf-8")


def transformer(**more: Any) -> Any:
    """Of picture, sound and text in one row; `more` are other sizes."""
    import torch
    from diffusers import MiniMaxH3Transformer3DModel

    torch.manual_seed(0)
    told: dict[str, Any] = {
        "num_attention_heads": 2,
        "attention_head_dim": 16,
        "hidden_size": 24,
        "num_layers": 2,
        "num_refiner_layers": 2,
        "ffn_dim": 32,
        "in_channels": 4,
        "audio_in_channels": 8,
        "patch_size": (1, 2, 2),
        "text_dim": 16,
        "freq_dim": 8,
        "time_embed_hidden_dim": 24,
        "time_embed_dim": 16,
        "rope_freq_dim": 2,
    }
    return MiniMaxH3Transformer3DModel(**told | more)


def video_vae() -> Any:
    """16 times smaller in each direction, 17 frames to 5 latents."""
    import torch
    from diffusers import AutoencoderKLMiniMaxH3

    torch.manual_seed(0)
    return AutoencoderKLMiniMaxH3(
        latent_channels=4,
        block_out_channels=(4, 4, 4, 4),
        layers_per_block=1,
        spatial_downsample_factors=(2, 2, 2, 2),
        temporal_downsample_factors=(2, 2, 1, 1),
        norm_num_groups=4,
        decoder_num_layers=2,
        decoder_num_attention_heads=2,
        decoder_attention_head_dim=8,
        decoder_num_register_tokens=2,
        decoder_ffn_mult=2,
        clip_length=17,
        token_drop=3,
        latents_mean=(0.0,) * 4,
        latents_std=(1.0,) * 4,
    )


def audio_vae() -> Any:
    """40 latents a second."""
    import torch
    from diffusers import AutoencoderKLMiniMaxH3Audio

    torch.manual_seed(0)
    return AutoencoderKLMiniMaxH3Audio(
        encoder_dim=4,
        encoder_rates=(4, 10, 10),
        latent_dim=32,
        latent_channels=8,
        num_attention_heads=2,
        decoder_dim=16,
        decoder_rates=(10, 10, 4),
        decoder_kernel_sizes=(20, 20, 8),
        resblock_kernel_sizes=(3,),
        resblock_dilation_sizes=((1, 3),),
        sampling_rate=RATE,
        latents_mean=[0.0] * 8,
        latents_std=[1.0] * 8,
    )


def h3(folder: Path, **sizes: Any) -> Path:
    """H3, as its folder is laid out; `sizes` are of its transformer."""
    from diffusers import MiniMaxH3Scheduler
    from diffusers.modular_pipelines import MiniMaxH3Blocks

    one_thread()
    words = tokenizer()
    pipe = MiniMaxH3Blocks().get_workflow("ref2va").init_pipeline()
    pipe.update_components(
        text_encoder=text_encoder(words),
        tokenizer=words,
        vae=video_vae(),
        audio_vae=audio_vae(),
        scheduler=MiniMaxH3Scheduler(shift=12.0),
        audio_scheduler=MiniMaxH3Scheduler(shift=3.0),
        transformer_ref=transformer(**sizes),
        reference_image_short_edge=32,
        canvas_short_edge=64,
        canvas_max_pixels=64 * 96,
    )
    pipe.save_pretrained(str(folder), overwrite_modular_index=True)
    processor(folder / "processor")
    return folder


def half(built: Path, folder: Path) -> Path:
    """Of a folder that was built, the same with the other half of the weights."""
    from shutil import copytree, ignore_patterns

    copytree(built, folder, ignore=ignore_patterns("transformer_ref"))
    transformer().save_pretrained(folder / "transformer")
    return folder
