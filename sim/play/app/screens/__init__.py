"""Screens, one a file; `sim.play.app.places` lists those that a key leads to."""
