"""The program's expressions as vector code: many games abreast, every operation and its order as in the plain source."""
