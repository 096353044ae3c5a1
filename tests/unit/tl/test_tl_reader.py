"""Reading: what is accepted, what is refused, and by which error."""

import struct

import pytest

from chappe.tl import api, layers, reader, source, wire

ID = struct.Struct("<I").pack


def text(value: bytes) -> bytes:
    out = bytearray()
    wire.write_bytes(out, value)
    return bytes(out)


def test_an_object_of_another_type_never_lands_in_a_field() -> None:
    message = layers.write(api.MessageEmpty(id=1))
    raw = ID(api.messages.DeleteHistory.ID) + ID(0) + message + ID(0)
    with pytest.raises(wire.UnknownConstructor) as caught:
        layers.read_request(raw)
    assert caught.value.constructor_id == api.MessageEmpty.ID
    assert not caught.value.is_method


def test_an_unknown_method_says_so() -> None:
    with pytest.raises(wire.UnknownConstructor) as caught:
        layers.read_request(ID(0x12345678) + bytes(40))
    assert (caught.value.constructor_id, caught.value.is_method) == (0x12345678, True)


def test_a_constructor_is_no_request() -> None:
    with pytest.raises(wire.UnknownConstructor):
        layers.read_request(layers.write(api.PeerUser(user_id=1)))


def test_bytes_behind_a_request_are_refused() -> None:
    raw = layers.write(api.help.GetConfig())
    assert layers.read_request(raw) == api.help.GetConfig()
    with pytest.raises(wire.TrailingBytes):
        layers.read_request(raw + bytes(4))


def test_bytes_behind_an_object_are_left_to_the_caller() -> None:
    raw = layers.write(api.PeerUser(user_id=1))
    assert layers.read(b"1234" + raw + b"rest", 4) == (api.PeerUser(user_id=1), 4 + len(raw))


def test_a_wrapper_keeps_its_query_unread() -> None:
    raw = ID(api.InvokeWithLayer.ID) + ID(158) + b"\xff" * 12
    assert layers.read_request(raw) == api.InvokeWithLayer(layer=158, query=b"\xff" * 12)


def test_an_unknown_flag_without_a_value_is_ignored() -> None:
    raw = bytearray(layers.write(api.InputPeerNotifySettings(mute_until=5)))
    raw[7] |= 0x40  # a bit that no shape of this constructor has
    assert layers.read(bytes(raw))[0] == api.InputPeerNotifySettings(mute_until=5)


def test_non_minimal_lengths_and_padding_of_any_kind_are_accepted() -> None:
    for value in (b"\x02hi\xff", b"\xfe\x02\0\0hi\xff\xff"):
        raw = ID(api.contacts.ResolveUsername.ID) + ID(0) + value
        assert layers.read_request(raw) == api.contacts.ResolveUsername(username="hi")


def test_text_that_is_not_utf8_is_refused() -> None:
    raw = ID(api.contacts.ResolveUsername.ID) + ID(0) + text(b"\xc3\x28")
    with pytest.raises(wire.WireError):
        layers.read_request(raw)


def test_a_vector_bomb_is_refused_before_it_is_built() -> None:
    head = ID(api.messages.GetMessages.ID) + ID(wire.VECTOR)
    for count in (2**31, 2**32 - 1, 1_000_000):
        with pytest.raises(wire.WireError):
            layers.read_request(head + ID(count) + bytes(64))


def test_a_nest_too_deep_is_refused() -> None:
    array = ID(api.JsonArray.ID) + ID(wire.VECTOR) + ID(1)
    raw = ID(api.help.SaveAppLog.ID) + ID(wire.VECTOR) + ID(1) + ID(api.InputAppEvent.ID)
    raw += bytes(8) + text(b"x") + bytes(8) + array * 100_000
    with pytest.raises(wire.WireError):
        layers.read_request(raw)


@pytest.mark.parametrize("cut", range(1, 40))
def test_bytes_cut_anywhere_are_refused(cut: int) -> None:
    whole = layers.write(
        api.messages.SendMessage(
            peer=api.InputPeerUser(user_id=1, access_hash=2),
            message="a text of some length",
            random_id=5,
            entities=[api.MessageEntityBold(offset=0, length=4)],
        )
    )
    with pytest.raises(wire.WireError):
        layers.read_request(whole[:-cut])


@pytest.mark.parametrize(
    ("type_", "raw", "value"),
    [
        ("Bool", ID(wire.TRUE), True),
        ("int", struct.pack("<i", -5), -5),
        ("string", b"\x02hi\0", "hi"),
        ("Vector<long>", struct.pack("<IIqq", wire.VECTOR, 2, 1, -1), [1, -1]),
        ("Vector<string>", ID(wire.VECTOR) + ID(1) + b"\x02hi\0", ["hi"]),
        ("Vector<Bool>", ID(wire.VECTOR) + ID(1) + ID(wire.FALSE), [False]),
    ],
)
def test_a_bare_value_reads(type_: str, raw: bytes, value: object) -> None:
    assert layers.schema(229).read_as(type_, raw) == value
    assert reader.value_reader(type_) is reader.value_reader(type_)


def test_source_is_indented_and_compiled() -> None:
    src = source.Source("def f(x):", seven=7)
    with src.block("if x:"):
        src.add("return seven")
    src.add("return 0")
    function = src.compile("f")
    assert (function(True), function(False)) == (7, 0)
    assert src.fresh("a") != src.fresh("a")
