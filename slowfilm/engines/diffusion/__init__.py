"""What every engine that runs a diffusers pipeline shares. No Django; torch is loaded by use only.

    options.py    what engines.toml may say of one
    weights.py    the folder of a model: what is wrong with it, its revision and licence
    warm.py       a pipeline, loaded once by a process and kept
    encodings.py  texts and pictures that were encoded before, on disk
    work.py       one draft at work: stages, progress, cancelling, seconds
    looks.py      a moving look at latents
    pictures.py   pictures as pipelines take them; where in a plate something is made
    kept.py       a performer whose pixels are kept
    wan.py        decoding frame by frame, for models with Wan's VAE
    frames.py     decoded frames cut to the order
    writing.py    master and copies, written while frames are decoded
    told.py       the facts of a draft

An engine of this kind declares its options and its capabilities, turns a request into what its
pipeline takes, and calls it between `Work.at(pipe)`. vace/ is the shortest to read.
"""
