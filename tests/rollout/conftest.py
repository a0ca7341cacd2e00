"""Fixtures of the engine's tests, here too."""

from tests.engine.conftest import program, pytest_configure

__all__ = ["program", "pytest_configure"]
