"""Whole games: the program of rules and choice together, sessions, records, many games."""
