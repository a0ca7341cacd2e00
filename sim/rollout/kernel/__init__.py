"""The game loop, in the Python that Numba compiles."""
