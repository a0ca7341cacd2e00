"""The lesson: teams in a browser, one laptop, one log. See `sim.classroom.lesson` for the nouns."""
