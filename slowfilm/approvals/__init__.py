"""A role's yes to exactly what was seen, and the end of change."""
