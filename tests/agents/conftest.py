"""Fixtures of the engine's tests, here too."""

from tests.engine.conftest import program

__all__ = ["program"]
