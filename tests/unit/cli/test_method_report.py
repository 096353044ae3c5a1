from pathlib import Path

import pytest

from chappe import features
from chappe.cli import method_report
from chappe.cli.standing import GUESTS, standing
from chappe.rpc.method import REFUSALS, TABLE, request_class
from chappe.tl import catalogue


def rows(heading: str) -> list[str]:
    part = method_report.page().partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [line for line in part.splitlines() if line.startswith(("| `", "- `"))]


def test_every_method_has_one_standing() -> None:
    missing = sum(len(row.split(": ")[1].split(", ")) for row in rows("Missing"))
    total = len(rows("Answered")) + len(rows("Refused")) + missing
    assert total == len(catalogue.newest().methods) == 813


def test_every_handler_and_every_refusal_is_listed() -> None:
    features.load()
    answered = {row.split("`")[1] for row in rows("Answered")}
    assert {each.name for each in TABLE.values()} <= answered
    assert {row.split("`")[1] for row in rows("Refused")} == {
        each.name for each in REFUSALS.values()
    }


def test_a_refusal_gives_its_reason() -> None:
    for row in rows("Refused"):
        assert all(cell.strip() for cell in row.strip("|").split("|"))


def test_what_may_be_called_before_login_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    features.load()
    assert standing("auth.sendCode").who == GUESTS
    for name in ("payments.canPurchaseStore", "payments.getStarGifts"):
        monkeypatch.delitem(REFUSALS, request_class(name))
    (payments,) = [row for row in rows("Missing") if row.startswith("- `payments`")]
    assert "canPurchaseStore*" in payments
    assert "getStarGifts*" not in payments


def test_a_stale_page_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(method_report, "PAGE", tmp_path / "methods.md")
    assert method_report.main(["--check"]) == 1
    assert method_report.main([]) == 0
    assert method_report.main(["--check"]) == 0
