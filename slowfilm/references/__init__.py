"""What was gathered, with where it comes from and who is in it."""
