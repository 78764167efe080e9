"""Who works, and the work."""
