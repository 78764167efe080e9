"""What stands where something may not be shown: abstractions of references, and light spaces."""
