"""What only clients say has no words that would be invented."""

import pytest
from old_client import reads

from chappe.tl import api, catalogue, layers
from chappe.tl.downward import decide
from chappe.tl.drift.inputs import SAID_BY_CLIENTS
from chappe.tl.wire import NotWritable


def test_nothing_is_invented_for_clients_of_today() -> None:
    for number in (n for n in catalogue.distinct() if n >= 133):
        layer = catalogue.at(number)
        for shape in catalogue.newest().constructors.values():
            assert decide(shape, layer).lost == (), (number, shape.name)


@pytest.mark.parametrize("name", SAID_BY_CLIENTS)
def test_a_layer_that_meant_less_by_a_name_is_before_one_that_meant_the_same(name: str) -> None:
    newest = catalogue.newest().constructors[name]
    assert decide(newest, catalogue.at(catalogue.clamp(SAID_BY_CLIENTS[name]))).step is not None
    after = decide(newest, catalogue.at(catalogue.clamp(SAID_BY_CLIENTS[name] + 1)))
    assert after.lost == ()
    assert after.step is None


def test_an_object_without_words_is_not_written() -> None:
    invoice = api.InputInvoiceStarGift(peer=api.InputPeerSelf(), gift_id=1)
    with pytest.raises(NotWritable):
        layers.writers(196)[api.InputInvoiceStarGift](invoice, bytearray(), layers.writers(196))
    assert reads(198, invoice).gift_id == 1
