"""Fixtures of the engine's tests."""

import pytest

from sim.documents.library import Library
from sim.engine.program import Program
from sim.rollout.session import program_of


@pytest.fixture(scope="session")
def program(library: Library) -> Program:
    """The shipped rulebook, compiled."""
    return program_of(library)
