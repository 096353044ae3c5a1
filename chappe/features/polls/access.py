"""The road to a poll on a caller's behalf, and what a caller may answer."""

from collections.abc import Sequence

from chappe.features.channels.access import find_seat
from chappe.features.codes.phones import country_of
from chappe.features.messages.access import access_message, access_present
from chappe.features.messages.model import Message
from chappe.features.messages.payload import read_value
from chappe.features.polls import store
from chappe.features.polls.actions import poll_id_of
from chappe.features.polls.model import SUBSCRIBED_SECONDS, Poll
from chappe.features.users import store as users
from chappe.features.users.access import access_peer
from chappe.ids import ChannelId, channel_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api


async def access_poll(
    call: Call,
    named: "api.TypeInputPeer",
    message_id: int,
    *,
    error: str = "MESSAGE_ID_INVALID",
    look: bool = False,
) -> tuple[Message, Poll]:
    """The poll in a message that the caller has. `look`: nothing is changed.

    Errors: PEER_ID_INVALID (access_peer), CHAT_WRITE_FORBIDDEN (403, access_present), `error` (no such
            message, or no poll in it)
    """
    peer = await (access_peer if look else access_present)(call.tx, call.viewer, named)
    message = await access_message(call.tx, call.viewer, peer, message_id, error=error)
    return message, await poll_of(call, message, error=error)


async def poll_of(call: Call, message: Message, *, error: str = "MESSAGE_ID_INVALID") -> Poll:
    """The poll in a message.

    Errors: `error`, when there is none
    """
    poll_id = poll_id_of(message.body)
    poll = None if poll_id is None else await store.find(call.tx, poll_id)
    if poll is None:
        raise RpcError(400, error)
    return poll


async def check_may_vote(call: Call, message: Message, poll: Poll) -> None:
    """Whether a poll is for the caller: for those who had subscribed a day before it was posted, or whose
    number is of some countries.

    Errors: POLL_MEMBER_RESTRICTED, POLL_COUNTRY_RESTRICTED (406)
    """
    said = poll.read()
    if said.subscribers_only:
        channel_id, posted = _posted(message)
        seat = (
            None if channel_id is None else await find_seat(call.tx, call.user_id, channel_id)
        )
        came = posted - SUBSCRIBED_SECONDS
        if seat is None or not seat.mine.standing.inside or seat.mine.joined_at > came:
            raise RpcError(406, "POLL_MEMBER_RESTRICTED")
    if said.countries_iso2:
        me = await users.find(call.tx, call.user_id)
        country = None if me is None or not me.phone else country_of(me.phone)
        if country not in said.countries_iso2:
            raise RpcError(406, "POLL_COUNTRY_RESTRICTED")


def _posted(message: Message) -> tuple[ChannelId | None, int]:
    """The channel in which a message was posted first, and when."""
    header = read_value(message.body.forward)
    if isinstance(header, api.MessageFwdHeader) and isinstance(header.from_id, api.PeerChannel):
        return ChannelId(header.from_id.channel_id), header.date
    return channel_of(message.peer), message.body.at


def access_answers(poll: Poll, options: Sequence[bytes]) -> list[int]:
    """The places of the answers that a client chooses, each once.

    Errors: OPTION_INVALID, OPTIONS_TOO_MUCH
    """
    said = poll.read()
    places = {answer.option: place for place, answer in poll.living(said).items()}
    if len(options) > (len(places) if said.multiple_choice else 1):
        raise RpcError(400, "OPTIONS_TOO_MUCH")
    if not places.keys() >= set(options):
        raise RpcError(400, "OPTION_INVALID")
    return [places[each] for each in dict.fromkeys(options)]


def access_answer(poll: Poll, option: bytes) -> int:
    """The place of one answer.

    Errors: OPTION_INVALID
    """
    (place,) = access_answers(poll, [option])
    return place
