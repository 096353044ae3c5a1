"""`channels.*`: the sets of supergroups."""

from chappe.db.database import Tx
from chappe.features.channels import events
from chappe.features.channels.access import Seat, access_seat, check_may, find_seat, take_seat
from chappe.features.channels.actions import tell
from chappe.features.channels.events import Event
from chappe.features.chats.full import Full, completes_group
from chappe.features.stickers import shelves, store
from chappe.features.stickers.access import access_set
from chappe.features.stickers.model import SetKind, StickerSet
from chappe.features.stickers.view import render_sets
from chappe.ids import PeerId, channel_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.viewer import Viewer

RIGHT = "change_info"


@method("channels.setStickers", who=Who.SIGNED_IN, writes=True)
async def set_stickers(call: Call, q: api.channels.SetStickers) -> bool:
    """Choose the stickers of a supergroup of any size, or none.

    Wire:   https://core.telegram.org/method/channels.setStickers
    Errors: CHANNEL_INVALID, CHANNEL_PRIVATE (406; access_seat), CHAT_ID_INVALID (not a supergroup),
            CHAT_ADMIN_REQUIRED, STICKERSET_INVALID (none, or not of stickers), CHAT_NOT_MODIFIED
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    await _choose(call, seat, q.stickerset, SetKind.STICKERS)
    return True


@method("channels.setEmojiStickers", who=Who.USER, writes=True)
async def set_emoji_stickers(call: Call, q: api.channels.SetEmojiStickers) -> bool:
    """Choose the custom emoji of a supergroup, or none.

    Wire:   https://core.telegram.org/method/channels.setEmojiStickers (since 174)
    Errors: as channels.setStickers
    """
    seat = await access_seat(call.tx, call.viewer, q.channel)
    await _choose(call, seat, q.stickerset, SetKind.EMOJI)
    return True


async def _choose(
    call: Call, seat: Seat, named: "api.TypeInputStickerSet", kind: SetKind
) -> None:
    if seat.channel.broadcast:
        raise RpcError(400, "CHAT_ID_INVALID")
    check_may(seat, RIGHT)
    wanted = None
    if not isinstance(named, api.InputStickerSetEmpty):
        wanted = await access_set(call.tx, named)
        if wanted.kind is not kind:
            raise RpcError(400, "STICKERSET_INVALID")
    seat = await take_seat(call.journal, seat)
    check_may(seat, RIGHT)
    emojis, channel = kind is SetKind.EMOJI, seat.channel
    before = (await shelves.find_group(call.tx, channel.id)).get(emojis)
    after = None if wanted is None else wanted.id
    if before == after:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    await shelves.choose(call.tx, channel.id, after, emojis=emojis)
    known = await store.find_many(call.tx, [] if before is None else [before])
    make = (
        api.ChannelAdminLogEventActionChangeEmojiStickerSet
        if emojis
        else api.ChannelAdminLogEventActionChangeStickerSet
    )
    action = make(prev_stickerset=_named(known.get(before or 0)), new_stickerset=_named(wanted))
    await events.note(call.journal, channel, call.user_id, Event.INFO, action)
    await tell(call.journal, channel.id, [call.user_id], 0)


def _named(of: StickerSet | None) -> "api.TypeInputStickerSet":
    return api.InputStickerSetEmpty() if of is None else of.named


@completes_group
async def add_stickers(tx: Tx, viewer: Viewer, peer: PeerId, full: Full) -> None:
    """The sets of a supergroup, and whether the caller may choose others."""
    channel_id = channel_of(peer)
    if channel_id is None or not isinstance(full, api.ChannelFull):
        return
    seat = await find_seat(tx, viewer.user_id, channel_id)
    if seat is None or seat.channel.broadcast:
        return
    full.can_set_stickers = seat.may(RIGHT)
    chosen = await shelves.find_group(tx, channel_id)
    found = await store.find_many(tx, list(chosen.values()))
    shown = {each.id: each for each in await render_sets(tx, viewer, list(found.values()))}
    full.stickerset = shown.get(chosen.get(False, 0))
    full.emojiset = shown.get(chosen.get(True, 0))
