"""What analysts ask of many games."""
