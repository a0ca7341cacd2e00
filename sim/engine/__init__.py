"""The rules, pure: expressions to a program, orders to the next season, accords, views, explanations."""
