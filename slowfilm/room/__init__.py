"""The live room of a film: its commands, its socket, its snapshot, and who hears of what."""
