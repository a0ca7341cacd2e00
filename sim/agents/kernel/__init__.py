"""Choice and bargaining, in the Python that Numba compiles."""
