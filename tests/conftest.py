"""Fixtures that all tests share: the shipped documents, read once."""

from collections.abc import Callable

import pytest

from sim.documents.library import Library
from sim.documents.rulebook import Rulebook, Sources


@pytest.fixture(scope="session")
def library() -> Library:
    return Library()


@pytest.fixture(scope="session")
def book(library: Library) -> Rulebook:
    return library.rulebook()[0]


@pytest.fixture(scope="session")
def sources(library: Library) -> Sources:
    return library.rulebook()[1]


@pytest.fixture(scope="session")
def compile_rulebook() -> Callable[[Rulebook, Sources], object]:
    from sim.engine.program import build_program

    return lambda book, sources: build_program(book, sources, ())
