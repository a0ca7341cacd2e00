"""What is printed or taken along: handouts, the list of participation, the roster."""
