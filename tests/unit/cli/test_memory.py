import sys

import pytest

from chappe.cli import memory


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a switch of Linux")
def test_blocks_are_kept_where_the_system_can() -> None:
    assert memory.keep_blocks() in {True, False}


def test_where_there_is_no_switch_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.sys, "platform", "darwin")
    assert memory.keep_blocks() is False
