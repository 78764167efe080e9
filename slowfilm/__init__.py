"""Slowfilm: a self-hosted studio where a team makes one AI film slowly."""
