"""Hand-written parts of the program, in the Python that Numba compiles."""
