"""The library: how each reference stands, what it may be used for, and where it is used."""
