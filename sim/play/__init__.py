"""The game for people: so far in plain text."""
