"""The end of a withdrawal: files and words of a person are erased, and the record holds."""
