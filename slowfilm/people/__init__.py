"""The real individuals who are seen or heard in a film's material."""
