"""Instructions to engines, and their runs."""
