"""What more than one engine draws, reads and writes with."""
