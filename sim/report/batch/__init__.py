"""The report of a batch: what was asked, what came out cell by cell, what carries it, and what it does not show."""
