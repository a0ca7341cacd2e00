"""What can be typed: each command is a function of a sitting and the rest of the line."""
