"""Fixtures of the plain game, which tests of screens compare with."""

from tests.play.plain.conftest import folder, sit

__all__ = ["folder", "sit"]
