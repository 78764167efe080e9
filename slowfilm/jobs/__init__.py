"""Background work: a row is a job's truth, a message only says "look"."""
