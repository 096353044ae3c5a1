"""The face of the language, and the tables behind it."""

import pytest

from chappe.tl import api, catalogue, layers, plain, raw, wire
from chappe.tl.drift.replace import NEVER_INVENTED
from chappe.tl.parse import load
from chappe.tl.simplest import simplest


@pytest.mark.parametrize(
    ("layer", "known_as"), [(1, 2), (18, 2), (40, 23), (60, 57), (229, 229), (500, 229)]
)
def test_a_layer_is_served_as_the_nearest_known_one(layer: int, known_as: int) -> None:
    assert catalogue.clamp(layer) == known_as
    assert layers.schema(layer) is layers.schema(known_as)


def test_a_newer_client_reads_our_newest_layer() -> None:
    assert layers.write(api.PeerUser(user_id=1), 400) == layers.write(api.PeerUser(user_id=1))


def test_an_old_request_comes_out_canonical() -> None:
    old = layers.schema(100)
    request = layers.read_request(
        old.write(
            old.make(
                "messages.sendMessage",
                peer=old.make("inputPeerUser", user_id=7, access_hash=8),
                message="hi",
                random_id=9,
                reply_to_msg_id=None,
            )
        )
    )
    assert request == api.messages.SendMessage(
        peer=api.InputPeerUser(user_id=7, access_hash=8), message="hi", random_id=9
    )
    assert request.asked_as == old.shape("messages.sendMessage").id != request.ID


def test_a_name_that_is_gone_and_has_no_way_up_is_unknown() -> None:
    old = layers.schema(100)
    gone = old.write(old.make("help.getProxyData"))
    with pytest.raises(wire.UnknownConstructor) as caught:
        layers.read_request(gone)
    assert caught.value.is_method


def test_a_result_is_written_as_the_method_has_it() -> None:
    then = layers.schema(158)
    for request, result, read in (
        (api.account.UpdateStatus, True, True),
        (api.users.GetUsers, [api.UserEmpty(id=1)], [then.make("userEmpty", id=1)]),
        (api.messages.GetDialogs, api.messages.Dialogs(dialogs=[], messages=[], chats=[], users=[]),
         then.make("messages.dialogs", dialogs=[], messages=[], chats=[], users=[])),
    ):  # fmt: skip
        raw_result = layers.write_result(request, result, 158)
        assert then.read_result(request.NAME, raw_result) == read


def test_a_result_of_another_type_needs_a_step() -> None:
    old = layers.schema(18)
    sent = old.make(
        "messages.sendMessage", peer=old.make("inputPeerSelf"), message="", random_id=1
    )
    request = layers.read_request(old.write(sent))
    assert old.shape("messages.sendMessage").result != request.SHAPE.result
    with pytest.raises(wire.NotWritable):
        layers.write_result(request, api.UpdatesTooLong(), 18)


def test_a_raw_schema_knows_only_its_layer() -> None:
    old = layers.schema(100)
    with pytest.raises(KeyError):
        old.make("messageEntitySpoiler", offset=0, length=1)
    with pytest.raises(wire.NotWritable):
        old.write(api.MessageEntitySpoiler(offset=0, length=1))
    with pytest.raises(wire.UnknownConstructor):
        old.read(layers.write(api.MessageEntitySpoiler(offset=0, length=1)))
    with pytest.raises(wire.TrailingBytes):
        old.read(old.write(old.make("inputPeerSelf")) + bytes(4))
    assert isinstance(raw.schema_of(catalogue.clamp(100)), raw.Schema)


def test_a_shape_that_never_changed_has_one_class() -> None:
    assert type(layers.schema(100).make("inputPeerSelf")) is api.InputPeerSelf
    assert (
        type(layers.schema(100).make("inputPeerUser", user_id=1, access_hash=1)).NAME
        == "inputPeerUser"
    )


def test_the_writers_of_layers_share_their_code() -> None:
    bold = api.MessageEntityBold
    assert layers.writers(100)[bold] is layers.writers(200)[bold]
    assert plain.plain_reader(bold) is plain.plain_reader(bold)


def test_every_type_of_every_layer_has_a_simplest_value_or_must_not_have_one() -> None:
    for number in (2, 57, 143, 229):
        layer = catalogue.at(number)
        for type_ in layer.types.keys() - simplest(layer).keys() - NEVER_INVENTED:
            needed = [{p.type for p in s.fields if not p.flag} for s in layer.types[type_]]
            assert all(types - simplest(layer).keys() for types in needed), type_
    assert simplest(catalogue.newest())["InputPeer"].name == "inputPeerEmpty"


def test_the_newest_layer_is_what_the_file_says() -> None:
    newest = catalogue.newest()
    assert len(newest.constructors) + len(newest.methods) == len(load("api.tl"))
