"""What light comes through: cloth, leaves, water. Each is arithmetic on places, nothing else."""

import numpy as np

from slowfilm.media.lightspace.noise import Field, fbm, hashed, noise, unit

F = np.float32


def cloth(x: Field, y: Field, folds: float, seed: int) -> Field:
    """How much light a curtain lets through, about 0.1…1.3. `x`, `y` in heights of the picture."""
    drift = noise(x * F(0.9), y * F(0.5), seed + 11) * F(0.10)
    drift = drift + noise(x * F(2.7), y * F(0.9), seed + 12) * F(0.025)
    u = (x + drift) * F(folds)
    u = u + noise(u * F(0.33), y * F(0.25) + F(3.7), seed + 13) * F(0.8)
    a = u * F(2 * np.pi)
    # A fold rises slowly and falls off at once: that it is not even is what makes it cloth.
    broad = np.sin(a + F(0.9) * np.sin(a + F(0.5)))
    b = a * F(2.37) + noise(u * F(0.7), y * F(0.8), seed + 14) * F(2.6)
    narrow = np.sin(b + F(0.8) * np.sin(b))
    hang = F(0.55) + F(0.45) * noise(u * F(0.21), y * F(0.7) + F(8), seed + 15)
    depth = F(0.5) + F(0.5) * (broad * F(0.68) + narrow * F(0.32) * hang)
    crease = np.square(np.square(F(1) - depth))
    weave = fbm(x * F(90), y * F(14), seed + 16, 2) * F(0.035)
    field: Field = F(0.16) + F(1.02) * depth * np.sqrt(depth) - F(0.14) * crease + weave
    return field


def leaves(x: Field, y: Field, patches: float, seed: int) -> Field:
    """Light that comes through leaves onto a wall: round patches that overlap, about 0.1…1.5."""
    x, y = x * F(patches), y * F(patches)
    sway = fbm(x * F(0.35), y * F(0.35), seed + 21, 3)
    large = _patches(x + sway * F(0.9), y + sway * F(0.6), F(0.62), seed + 22, F(1.5))
    near = _patches(x + sway * F(0.7), y + sway * F(0.5), F(1.15), seed + 23, F(2.2))
    far = _patches(x + sway * F(0.4), y - sway * F(0.5), F(2.3), seed + 25, F(3.2))
    boughs = F(0.5) + F(1.5) * fbm(x * F(0.21) + F(4), y * F(0.21), seed + 27, 3)
    gap = np.clip(boughs, F(0), F(1))
    light = large * F(0.50) + near * F(0.62) + far * F(0.42)
    field: Field = F(0.10) + light * (F(0.12) + F(0.95) * gap * gap)
    return field


def _patches(x: Field, y: Field, scale: np.float32, seed: int, edge: np.float32) -> Field:
    """Soft discs, one somewhere in each cell of a grid, and none in a third of them."""
    gx, gy = (x + y * F(0.24)) * scale, y * scale * F(1.12)
    i, j = np.floor(gx).astype(np.int32), np.floor(gy).astype(np.int32)
    total = np.zeros(gx.shape, F)
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            bits = hashed(i + across, j + down, seed)
            other = hashed(i + across, j + down, seed + 1)
            cx = (i + across).astype(F) + F(0.15) + unit(bits) * F(0.7)
            cy = (j + down).astype(F) + F(0.15) + unit(other) * F(0.7)
            size = F(0.20) + unit(bits * np.uint32(0x9E3779B1)) * F(0.5)
            away = np.sqrt(np.square(gx - cx) + np.square(gy - cy)) / size
            soft = np.clip((F(1.15) - away) * edge, F(0), F(1))
            strength = np.clip(unit(other * np.uint32(0x85EBCA77)) * F(1.5) - F(0.5), F(0), F(1))
            total += soft * soft * (F(3) - F(2) * soft) * strength
    field: Field = F(1) - np.exp(total * F(-1.4))
    return field


def ripples(x: Field, depth: Field, seed: int) -> tuple[Field, Field]:
    """How water leans at a place, sideways and toward us. `depth`: 0 at the horizon, 1 at our feet.

    Waves lie closer together toward the horizon, as they do for somebody who stands there.
    """
    near = F(1) / (depth * F(1.9) + F(0.10))
    rx, ry = x * near * F(1.5), near * F(7.0)
    swell = noise(rx * F(0.8) + F(3), ry * F(0.9), seed + 31)
    chop = fbm(rx * F(2.3), ry * F(2.6), seed + 32, 3)
    lean: Field = swell * F(0.55) + chop * F(0.9)
    side = noise(rx * F(1.9) + F(40), ry * F(1.7), seed + 36)
    return side, lean
