"""The census: what games of four AI seats look like, by scenario and lens, and whether that is what is asked."""
