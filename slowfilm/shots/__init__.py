"""Scenes, their shots, and the drafts that compete for a shot."""
