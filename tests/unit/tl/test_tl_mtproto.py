import struct

import pytest

from chappe.tl import mtproto, wire
from chappe.tl.parse import load

MESSAGE = {"msg_id": 1, "seqno": 2}


def test_the_published_answer_of_a_handshake_reads() -> None:
    raw = bytes.fromhex(
        "63241605" + "3e0549828cca27e966b301a48fece2fc" + "a5cf4d33f4a11ea877ba4aa573907330"
        "0817ed48941a08f98100000015c4b51c01000000216be86c022bb4c3"
    )
    answer, end = mtproto.read(raw)
    assert end == len(raw)
    assert answer == mtproto.ResPQ(
        nonce=bytes.fromhex("3e0549828cca27e966b301a48fece2fc"),
        server_nonce=bytes.fromhex("a5cf4d33f4a11ea877ba4aa573907330"),
        pq=bytes.fromhex("17ed48941a08f981"),
        server_public_key_fingerprints=[0xC3B42B026CE86B21 - 2**64],
    )
    assert mtproto.write(answer) == raw


def test_a_container_counts_the_bodies() -> None:
    container = mtproto.MsgContainer(
        messages=[
            mtproto.Message(**MESSAGE, bytes=4, body=b"abcd"),
            mtproto.Message(**MESSAGE, bytes=8, body=b"abcdefgh"),
        ]
    )
    raw = mtproto.write(container)
    assert raw[:8] == struct.pack("<II", 0x73F1F8DC, 2)
    assert len(raw) == 8 + 20 + 24  # the messages inside are bare
    assert mtproto.read(raw) == (container, len(raw))


def test_the_last_object_of_a_result_is_the_rest() -> None:
    raw = mtproto.write(mtproto.RpcResult(req_msg_id=9, result=b"12345678"))
    assert mtproto.read(raw)[0] == mtproto.RpcResult(req_msg_id=9, result=b"12345678")


@pytest.mark.parametrize("count", [2**31, 2**32 - 1])
def test_a_container_of_too_many_is_refused_before_it_is_made(count: int) -> None:
    with pytest.raises(wire.WireError):
        mtproto.read(struct.pack("<II", 0x73F1F8DC, count) + bytes(64))


def test_a_body_of_negative_length_is_refused() -> None:
    with pytest.raises(wire.WireError):
        mtproto.read(struct.pack("<IIqiii", 0x73F1F8DC, 1, 1, 1, -4, 0))


def test_an_id_of_the_api_is_unknown_here() -> None:
    with pytest.raises(wire.UnknownConstructor) as caught:
        mtproto.read(struct.pack("<I", 0xC4F9186B))
    assert caught.value.constructor_id == 0xC4F9186B


def test_strings_are_bytes() -> None:
    assert {p.type for shape in mtproto.shapes() for p in shape.params}.isdisjoint({"string"})
    assert len(mtproto.shapes()) == len(load("mtproto.tl"))
