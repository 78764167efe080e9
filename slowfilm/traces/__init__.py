"""Read-only pages over everything: where a draft comes from, what was made of something."""
