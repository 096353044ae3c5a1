"""Facts become updates, for one viewer: the one renderer of push and difference, so that they agree.

The rooms say how their facts are shown (`renders`) and how peers are (`renders_peers`); here facts are
gathered by kind, so that a hundred messages cost one query, and put back into their order.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from chappe.db.database import Tx
from chappe.ids import BoxId, MessageId, PeerId, channel_of, is_bot
from chappe.tl import api
from chappe.updates.facts import Fact
from chappe.updates.horizon import messages_of, out_of_sight
from chappe.updates.log import Logged
from chappe.updates.peers import peers_in
from chappe.updates.viewer import Viewer

if TYPE_CHECKING:
    from chappe.tl.build import TLObject

Updates = list["api.TypeUpdate"]
Renderer = Callable[[Tx, Viewer, Sequence[Logged]], Awaitable[list[Updates]]]
"""What some facts of one kind in one box look like to a viewer, as many lists as there were facts; an empty one when
there is nothing left to show (the message is gone again)."""
Peers = tuple[list["api.TypeUser"], list["api.TypeChat"]]
PeerRenderer = Callable[[Tx, Viewer, Collection[PeerId]], Awaitable[Peers]]
Shortener = Callable[[Viewer, Logged], "api.TypeUpdates | None"]

RENDERERS: dict[type[Fact], Renderer] = {}
SHORTENERS: dict[type[Fact], Shortener] = {}
_peer_renderers: list[PeerRenderer] = []
F = TypeVar("F", bound=Callable[..., object])


def renders(kind: type[Fact]) -> Callable[[Renderer], Renderer]:
    """The decorated function shows facts of this kind."""

    def enter(renderer: Renderer) -> Renderer:
        assert kind not in RENDERERS, f"{kind.__name__} has two renderers"
        RENDERERS[kind] = renderer
        return renderer

    return enter


def shortens(kind: type[Fact]) -> Callable[[Shortener], Shortener]:
    """The decorated function shows a fact of this kind, when it stands alone, without reading rows and
    without peers (updateShortMessage); None when it cannot."""

    def enter(shortener: Shortener) -> Shortener:
        SHORTENERS[kind] = shortener
        return shortener

    return enter


def renders_peers(renderer: PeerRenderer) -> PeerRenderer:
    """The decorated function shows those of the given peers that it knows about."""
    if renderer not in _peer_renderers:
        _peer_renderers.append(renderer)
    return renderer


Ears = Callable[[Tx, Viewer, Sequence[Logged]], Awaitable[set[int]]]
"""The places of those of some facts that a bot does not hear: what is said to others in a group."""
_ears: list[Ears] = []


def listens(ears: Ears) -> Ears:
    """The decorated function knows what bots hear of what is said in channels."""
    if ears not in _ears:
        _ears.append(ears)
    return ears


async def render(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """What each fact looks like; of messages that the viewer does not see it hears that they are not there."""
    places: dict[tuple[type[Fact], BoxId], list[int]] = {}
    shown: list[Updates] = [[] for _ in entries]
    hidden = await out_of_sight(tx, viewer, entries)
    for place in hidden:
        shown[place] = _unseen(entries[place], messages_of(entries[place].fact))
    unheard = await _unheard(tx, viewer, entries) - hidden
    for place in unheard:
        shown[place] = _unseen(entries[place], ())
    for place, entry in enumerate(entries):
        if place not in hidden and place not in unheard:
            places.setdefault((type(entry.fact), entry.box), []).append(place)
    for (kind, _), where in places.items():
        rendered = await RENDERERS[kind](tx, viewer, [entries[place] for place in where])
        for place, updates in zip(where, rendered, strict=True):
            shown[place] = [in_box(entries[place].box, update) for update in updates]
    return shown


async def _unheard(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> set[int]:
    """The places of what a bot does not hear."""
    if not is_bot(viewer.user_id):
        return set()
    return {place for ears in _ears for place in await ears(tx, viewer, entries)}


def _unseen(entry: Logged, ids: Sequence[MessageId]) -> Updates:
    """What somebody is told of messages that it does not see, or that are not for it: enough to count the
    channel's pts on."""
    count = entry.fact.pts_count
    if not count:
        return []
    gone = api.UpdateDeleteMessages(messages=list(ids), pts=entry.pts, pts_count=count)
    return [in_box(entry.box, gone)]


def in_box(box: BoxId, update: "api.TypeUpdate") -> "api.TypeUpdate":
    """An update of messages in the form that it has for its box: those of channels have forms of their own."""
    channel_id = channel_of(PeerId(box))
    if channel_id is None:
        return update
    form = CHANNEL_FORMS.get(type(update))
    if form is None:
        return update
    fields = {name: getattr(update, name) for name in update.FIELDS if name in form.FIELDS}
    if "channel_id" in form.FIELDS:
        fields["channel_id"] = channel_id
    made: api.TypeUpdate = form(**fields)
    return made


CHANNEL_FORMS: dict[type["TLObject"], Any] = {
    api.UpdateNewMessage: api.UpdateNewChannelMessage,
    api.UpdateEditMessage: api.UpdateEditChannelMessage,
    api.UpdateDeleteMessages: api.UpdateDeleteChannelMessages,
    api.UpdatePinnedMessages: api.UpdatePinnedChannelMessages,
    api.UpdateWebPage: api.UpdateChannelWebPage,
    api.UpdateReadMessagesContents: api.UpdateChannelReadMessagesContents,
}
"""Updates of messages, and the same in a channel."""


async def render_peers(tx: Tx, viewer: Viewer, peers: Collection[PeerId]) -> Peers:
    """The users and chats of some peers, each once."""
    users: list[api.TypeUser] = []
    chats: list[api.TypeChat] = []
    for renderer in _peer_renderers:
        more_users, more_chats = await renderer(tx, viewer, peers)
        users += more_users
        chats += more_chats
    return users, chats


async def render_peers_of(
    tx: Tx, viewer: Viewer, objects: "Sequence[TLObject]", *also: PeerId
) -> Peers:
    """The users and chats that some objects speak of."""
    return await render_peers(tx, viewer, peers_in(objects) | set(also))


async def render_container(
    tx: Tx, viewer: Viewer, updates: Updates, at: int
) -> "api.TypeUpdates":
    """Updates with all that they speak of, as they are pushed or answered."""
    users, chats = await render_peers_of(tx, viewer, updates)
    return api.Updates(updates=updates, users=users, chats=chats, date=at, seq=0)


async def render_own(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> "api.TypeUpdates":
    """The facts of a viewer's own box, or of a channel, that a call brought about, as the call's answer."""
    own = [entry for entry in entries if entry.box < 0 or entry.box == BoxId(viewer.user_id)]
    shown = await render(tx, viewer, own)
    return await render_container(
        tx, viewer, [each for updates in shown for each in updates], int(viewer.now)
    )
