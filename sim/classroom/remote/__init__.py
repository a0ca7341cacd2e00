"""A seat of a lesson in a terminal: the same token, the same view and the same deeds as in a browser."""
