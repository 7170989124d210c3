"""A text while it is being written, by one person or by two at once."""
