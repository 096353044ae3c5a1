"""Sounds of notifications at older layers."""

import pytest
from old_client import asks, make, reads

from chappe.tl import api
from chappe.tl.drift.notify import sound_of

LOCAL = api.NotificationSoundLocal(title="ding.ogg", data="ding.ogg")
SOUNDS = [
    (api.NotificationSoundDefault(), "default"),
    (api.NotificationSoundNone(), ""),
    (LOCAL, "ding.ogg"),
]


@pytest.mark.parametrize(("sound", "name"), SOUNDS)
def test_a_sound_was_its_name(sound: object, name: str) -> None:
    settings = api.PeerNotifySettings(other_sound=sound)  # type: ignore[arg-type]  # any sound
    assert reads(133, settings).sound == name
    assert reads(140, settings).other_sound == sound
    assert sound_of(name) == sound
    peer = make(133, "inputNotifyUsers")
    sent = make(133, "inputPeerNotifySettings", silent=True, sound=name)
    asked = asks(133, "account.updateNotifySettings", peer=peer, settings=sent)
    assert (asked.settings.sound, asked.settings.silent) == (sound, True)


def test_a_ringtone_is_the_default_and_no_sound_is_no_change() -> None:
    ringtone = api.PeerNotifySettings(ios_sound=api.NotificationSoundRingtone(id=1))
    assert reads(133, ringtone).sound == "default"
    assert reads(133, api.PeerNotifySettings()).sound is None
    assert reads(57, api.PeerNotifySettings()).sound == "default"
    peer = make(133, "inputNotifyUsers")
    sent = make(133, "inputPeerNotifySettings", silent=True)
    asked = asks(133, "account.updateNotifySettings", peer=peer, settings=sent)
    assert asked.settings.sound is None


def test_newer_settings_name_a_sound_already() -> None:
    sent = make(158, "inputPeerNotifySettings", sound=LOCAL)
    asked = asks(
        158, "account.updateNotifySettings", peer=make(158, "inputNotifyUsers"), settings=sent
    )
    assert asked.settings.sound == LOCAL


def test_settings_of_a_topic_are_not_those_of_all_chats() -> None:
    topic = api.NotifyForumTopic(peer=api.PeerChannel(channel_id=1), top_msg_id=2)
    changed = api.UpdateNotifySettings(peer=topic, notify_settings=api.PeerNotifySettings())
    listed = api.Updates(updates=[changed], users=[], chats=[], date=1, seq=0)
    assert reads(147, listed).updates == []
    assert reads(148, listed).updates[0].peer == topic
