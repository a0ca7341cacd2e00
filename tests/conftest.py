"""Fixtures that all tests share: the shipped documents, read once."""

import os
from collections.abc import Callable

import pytest
from hypothesis import settings

from sim.documents.library import Library
from sim.documents.rulebook import Rulebook, Sources

# the same examples every time, so that a checkout passes or fails alike everywhere; HYPOTHESIS_PROFILE=hunt looks for new ones
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("hunt", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


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
