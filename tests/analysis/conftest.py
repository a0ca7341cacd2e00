"""What tests of analyses share: the command run in this process, and games played as plain Python."""

from tests.batch.conftest import peninsula, plain

__all__ = ["peninsula", "plain"]
