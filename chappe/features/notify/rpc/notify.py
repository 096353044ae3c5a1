"""`account.*`: notifications."""

from chappe.features.notify import store
from chappe.features.notify.actions import change_settings, find_settings, reset_settings
from chappe.features.notify.model import Scope, Subject
from chappe.features.notify.topics import topic_settings
from chappe.features.notify.view import render_settings
from chappe.features.users.access import access_peer
from chappe.ids import channel_of, chat_of, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import method
from chappe.tl import api
from chappe.updates.render import render_container

EXCEPTIONS_MAX = 1000
SOUNDS = ("ios_sound", "android_sound", "other_sound")
STORIES = (
    *("stories_muted", "stories_hide_sender"),
    *("stories_ios_sound", "stories_android_sound", "stories_other_sound"),
)


async def _access_subject(call: Call, named: "api.TypeInputNotifyPeer") -> Subject:
    match named:
        case api.InputNotifyUsers():
            return Subject(Scope.USERS)
        case api.InputNotifyChats():
            return Subject(Scope.CHATS)
        case api.InputNotifyBroadcasts():
            return Subject(Scope.BROADCASTS)
        case api.InputNotifyPeer():
            return Subject(
                Scope.PEER, await access_peer(call.tx, call.viewer, named.peer, reading=True)
            )
        case _:
            raise RpcError(400, "PEER_ID_INVALID")


@method("account.getNotifySettings")
async def get_settings(call: Call, q: api.account.GetNotifySettings) -> api.PeerNotifySettings:
    """Return how the caller is notified of a chat, or of a kind of chats.

    Wire:   https://core.telegram.org/method/account.getNotifySettings
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, MSG_ID_INVALID (no topic)
    """
    if isinstance(q.peer, api.InputNotifyForumTopic):
        return await topic_settings(call, q.peer, None)
    subject = await _access_subject(call, q.peer)
    if subject.scope is Scope.PEER:
        return (await find_settings(call.tx, call.user_id, [subject.peer]))[subject.peer]
    scopes = await store.find_scopes(call.tx, call.user_id)
    return scopes.get(subject.scope) or api.PeerNotifySettings(
        show_previews=True, silent=False, mute_until=0
    )


@method("account.updateNotifySettings", writes=True)
async def update_settings(call: Call, q: api.account.UpdateNotifySettings) -> bool:
    """Say how the caller is notified of a chat, or of a kind of chats.

    Wire:   https://core.telegram.org/method/account.updateNotifySettings
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, MSG_ID_INVALID (no topic), SETTINGS_INVALID
    """
    if isinstance(q.peer, api.InputNotifyForumTopic):
        await topic_settings(call, q.peer, q.settings)
        return True
    subject = await _access_subject(call, q.peer)
    await change_settings(call.journal, call.user_id, subject, q.settings)
    return True


@method("account.resetNotifySettings", writes=True)
async def reset(call: Call, q: api.account.ResetNotifySettings) -> bool:
    """Set all notifications back to how they are at first.

    Wire: https://core.telegram.org/method/account.resetNotifySettings
    """
    await reset_settings(call.journal, call.user_id)
    return True


@method("account.getNotifyExceptions")
async def get_exceptions(call: Call, q: api.account.GetNotifyExceptions) -> "api.TypeUpdates":
    """Return the chats of which the caller is notified otherwise than of others of their kind.

    Wire:   https://core.telegram.org/method/account.getNotifyExceptions
    Errors: PEER_ID_INVALID (or a topic: it is an exception itself), CHANNEL_INVALID
    """
    wanted = None if q.peer is None else await _access_subject(call, q.peer)
    kept = await store.find_all(call.tx, call.user_id, EXCEPTIONS_MAX)
    shown: list[api.TypeUpdate] = [
        render_settings(subject, settings)
        for subject, settings in kept
        if subject.scope is Scope.PEER
        and _matches(subject, wanted)
        and _differs(settings, sound=q.compare_sound, stories=q.compare_stories)
    ]
    return await render_container(call.tx, call.viewer, shown, int(call.now))


def _matches(subject: Subject, wanted: Subject | None) -> bool:
    if wanted is None:
        return True
    kinds = {Scope.USERS: user_of, Scope.CHATS: chat_of, Scope.BROADCASTS: channel_of}
    kind = kinds.get(wanted.scope)
    return subject == wanted if kind is None else kind(subject.peer) is not None


def _differs(settings: api.PeerNotifySettings, *, sound: bool, stories: bool) -> bool:
    """Whether there is something else than what the client does not want to compare."""
    fields = {"show_previews", "silent", "mute_until"}
    fields |= set(SOUNDS) if sound else set()
    fields |= set(STORIES) if stories else set()
    return any(getattr(settings, name) is not None for name in fields)
