"""For every test."""

import logging

import pytest

from chappe import logs


@pytest.fixture(autouse=True)
def every_line_of_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is too small to be logged, so that a test that reads the log sees all of it."""
    monkeypatch.setattr(logs, "_level", logging.DEBUG)
