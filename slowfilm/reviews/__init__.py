"""Ink and words on the frames of drafts."""
