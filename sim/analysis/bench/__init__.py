"""The benchmark: sections of figures, medians of repeated runs, ratios within one run; measured on this machine, never a test."""
