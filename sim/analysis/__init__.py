"""What analysts ask of many games; so far the benchmark."""
