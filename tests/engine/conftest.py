"""Fixtures of the engine's tests."""

import pytest

from sim.documents.library import Library
from sim.engine.program import Program
from sim.rollout.session import program_of


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark of long runs, for runs that do not read it from pyproject.toml."""
    config.addinivalue_line("markers", "slow: whole games over every scenario and lens (minutes)")


@pytest.fixture(scope="session")
def program(library: Library) -> Program:
    """The shipped rulebook, compiled."""
    return program_of(library)
