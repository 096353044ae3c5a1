"""Settings of notifications: until layer 140 a sound was a string."""

from typing import Any

from chappe.tl import api
from chappe.tl.drift.frame import Fields, down, down_to, up

DEFAULT = "default"


def name_of(sound: Any) -> str | None:
    """Return a sound as the string that it was; a ringtone is the default one."""
    match sound:
        case None:
            return None
        case api.NotificationSoundNone():
            return ""
        case api.NotificationSoundLocal():
            return str(sound.data)
    return DEFAULT


def sound_of(name: str | None) -> Any:
    """Return the sound that a string meant."""
    if name is None:
        return None
    if name == "":
        return api.NotificationSoundNone()
    if name == DEFAULT:
        return api.NotificationSoundDefault()
    return api.NotificationSoundLocal(title=name, data=name)


@down("peerNotifySettings", "sound", since=80, until=139)
def one_sound(o: api.PeerNotifySettings) -> Fields:
    """Until layer 140 there was one sound for all systems."""
    return {"sound": name_of(o.other_sound or o.android_sound or o.ios_sound)}


@down("peerNotifySettings", "sound", until=79)
def some_sound(o: api.PeerNotifySettings) -> Fields:
    """Until layer 80 a sound was always named."""
    sound = one_sound(o)["sound"]
    return {"sound": DEFAULT if sound is None else sound}


@up("inputPeerNotifySettings")
def chosen_sound(before: Any) -> Fields:
    """Read the name of a sound, where the shape has a name."""
    if before.sound is None or isinstance(before.sound, str):
        return {"sound": sound_of(before.sound)}
    return {}


@down_to("notifyForumTopic", until=147)
def no_topic(o: api.NotifyForumTopic) -> None:
    """Until layer 148 there were no topics; settings of the whole chat would be wrong."""
