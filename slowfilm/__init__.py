"""Slowfilm: a self-hosted studio where a team makes one AI film slowly."""

from slowfilm.celery import app as celery  # so that every process sends to the same broker

__all__ = ["celery"]
