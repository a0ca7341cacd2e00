"""What a person may see and know of a game, as data and as words."""
