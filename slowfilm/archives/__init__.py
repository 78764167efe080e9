"""A film as one file: taken out whole, and read back in."""
