"""Abstractions and light spaces."""
