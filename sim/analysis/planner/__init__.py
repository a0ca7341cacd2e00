"""Whether the planner plays better than the payoff agent, in pairs of games."""
