"""Scheduled review sessions: planned, held live with a presenter, and kept as a record."""
