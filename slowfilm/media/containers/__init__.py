"""How still pictures are stored: what each format says beside its pixels, and a copy without."""
