"""What all methods that send have in common: the extras that a client may ask for."""

from chappe.features.messages.model import BodyMark
from chappe.features.users.access import named_peer
from chappe.ids import PeerId, UserId, channel_of, is_bot, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

MediaWishes = api.messages.SendMedia | api.messages.SendMultiMedia
Wishes = api.messages.SendMessage | MediaWishes | api.messages.ForwardMessages


def check_wishes(call: Call, q: Wishes) -> None:
    """Refuse what nobody has here.

    Errors: PREMIUM_ACCOUNT_REQUIRED (quick replies), SEND_AS_PEER_INVALID, SUGGESTED_POST_PEER_INVALID,
            EFFECT_ID_INVALID (there are no effects here), SCHEDULE_BOT_NOT_ALLOWED
    """
    if q.schedule_date is not None and is_bot(call.user_id):
        raise RpcError(400, "SCHEDULE_BOT_NOT_ALLOWED")
    if q.effect:
        raise RpcError(400, "EFFECT_ID_INVALID")
    if q.quick_reply_shortcut is not None:
        raise RpcError(403, "PREMIUM_ACCOUNT_REQUIRED")
    spoken_by(call, q.send_as)
    if getattr(q, "suggested_post", None) is not None:
        raise RpcError(400, "SUGGESTED_POST_PEER_INVALID")


def spoken_by(call: Call, named: "api.TypeInputPeer | None") -> tuple[PeerId, UserId | None]:
    """As whom something is to be said (`Body.from_id`), and the account behind it (`Body.author_id`) when that
    was chosen; `voiced` says whether it may be so.

    Errors: SEND_AS_PEER_INVALID
    """
    me = user_peer(call.user_id)
    if named is None:
        return me, None
    try:
        voice = named_peer(call.viewer, named)
    except RpcError as error:
        raise RpcError(400, "SEND_AS_PEER_INVALID") from error
    if voice != me and channel_of(voice) is None:
        raise RpcError(400, "SEND_AS_PEER_INVALID")
    return voice, call.user_id


def check_random_ids(random_ids: list[int]) -> None:
    """Refuse messages without names of their own.

    Errors: RANDOM_ID_EMPTY, RANDOM_ID_DUPLICATE
    """
    if not all(random_ids):
        raise RpcError(400, "RANDOM_ID_EMPTY")
    if len(set(random_ids)) < len(random_ids):
        raise RpcError(500, "RANDOM_ID_DUPLICATE")


def marks_of(q: Wishes) -> BodyMark:
    """The marks that a client may set."""
    marks = BodyMark(0)
    if q.silent:
        marks |= BodyMark.SILENT
    if q.noforwards:
        marks |= BodyMark.NOFORWARDS
    if getattr(q, "invert_media", False):
        marks |= BodyMark.INVERT_MEDIA
    return marks
