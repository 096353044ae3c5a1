"""Notifications of a forum's topics: the room that knows topics keeps them, and says so here."""

from collections.abc import Awaitable, Callable

from chappe.ids import UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal

Settings = Callable[
    [Call, api.InputNotifyForumTopic, "api.InputPeerNotifySettings | None"],
    Awaitable[api.PeerNotifySettings],
]
"""How the caller is notified of a topic, or (when something is said) from now on."""
_knowing: list[Settings] = []
Forgets = Callable[[Journal, UserId], Awaitable[None]]
_forgetting: list[Forgets] = []


def knows_topics(settings: Settings) -> Settings:
    """The decorated function keeps the settings of topics."""
    assert not _knowing, "settings of topics are kept in two places"
    _knowing.append(settings)
    return settings


async def topic_settings(
    call: Call, named: api.InputNotifyForumTopic, said: api.InputPeerNotifySettings | None
) -> api.PeerNotifySettings:
    """How the caller is notified of a topic; `said`: from now on.

    Errors: those of the room of topics; MSG_ID_INVALID, when there is none
    """
    for settings in _knowing:
        return await settings(call, named, said)
    raise RpcError(400, "MSG_ID_INVALID")


def forgets_topics(forget: Forgets) -> Forgets:
    """The decorated function sets all topics of an account back to how they are at first."""
    if forget not in _forgetting:
        _forgetting.append(forget)
    return forget


async def reset_topics(journal: Journal, owner: UserId) -> None:
    """All topics of an account are as at first."""
    for forget in _forgetting:
        await forget(journal, owner)
