"""Who fills in an order sheet, and who counsels: payoff, script, random, person; advisers; the posterior over lenses."""
