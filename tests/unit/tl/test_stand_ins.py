"""Addresses of one kind in the place of another, as libraries send them."""

import pytest

from chappe.tl import api, layers
from chappe.tl.wire import UnknownConstructor

USER = api.InputUser(user_id=7, access_hash=8)
PEER = api.InputPeerUser(user_id=7, access_hash=8)
CHANNEL = api.InputChannel(channel_id=7, access_hash=8)
CHANNEL_PEER = api.InputPeerChannel(channel_id=7, access_hash=8)


def swapped(request: object, meant: object, sent: object) -> object:
    """What is read when `sent` stands where `meant` was written."""
    raw = layers.write(request)
    return layers.read_request(raw.replace(layers.write(meant), layers.write(sent)))


def test_a_peer_stands_for_a_user_and_for_a_channel() -> None:
    create = api.messages.CreateChat(users=[USER], title="x")
    assert swapped(create, USER, PEER).users == [USER]
    full = api.channels.GetFullChannel(channel=CHANNEL)
    assert swapped(full, CHANNEL, CHANNEL_PEER).channel == CHANNEL


def test_a_user_and_a_channel_stand_for_a_peer() -> None:
    for meant, sent in ((PEER, USER), (CHANNEL_PEER, CHANNEL)):
        typing = api.messages.SetTyping(peer=meant, action=api.SendMessageTypingAction())
        assert swapped(typing, meant, sent).peer == meant


def test_a_channel_stands_for_no_user() -> None:
    create = api.messages.CreateChat(users=[USER], title="x")
    with pytest.raises(UnknownConstructor):
        swapped(create, USER, CHANNEL_PEER)
