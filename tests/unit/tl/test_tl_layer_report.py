import pytest

from chappe.tl import catalogue, layer_report
from chappe.tl.downward import Conversion, Kind


def test_the_page_is_fresh() -> None:
    assert layer_report.main(["--check"]) == 0


def test_every_layer_has_its_row() -> None:
    rows = [line for line in layer_report.page().splitlines() if line.startswith("| ")]
    spans = [row.split(" | ")[0].removeprefix("| ").split("..") for row in rows[1:]]
    covered = [n for span in spans for n in range(int(span[0]), int(span[-1]) + 1)]
    assert covered == list(range(catalogue.OLDEST, catalogue.LATEST + 1))


@pytest.mark.parametrize(
    ("layer", "state"),
    [(229, "complete"), (134, "filled from 133"), (40, "filled from 23"), (3, "reconstructed draft of 18")],
)  # fmt: skip
def test_a_layer_is_known_so_well(layer: int, state: str) -> None:
    assert layer_report.state(layer) == state


def test_every_edge_of_a_run_is_a_known_layer() -> None:
    assert set(catalogue.distinct()) - {catalogue.OLDEST} <= layer_report.snapshots()
    assert len(layer_report.snapshots()) == 104


def test_a_conversion_is_said_in_few_words() -> None:
    message = catalogue.newest().constructors["message"]
    assert layer_report.behaviour(Conversion(Kind.SAME, message)) == "same"
    assert layer_report.behaviour(Conversion(Kind.REPLACED, message)) == "as `message`"
    assert layer_report.behaviour(Conversion(Kind.REPLACED)) == "left out"
    assert layer_report.behaviour(Conversion(Kind.UNWRITABLE)) == "no words"
    lost = Conversion(Kind.STEP, message, None, ("date",))
    assert layer_report.behaviour(lost) == "invents `date`"
