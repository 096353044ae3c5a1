"""Who reacts to what, as bots that have asked for it hear it: in private chats, and as admins of groups.

https://core.telegram.org/bots/api#messagereactionupdated
"""

from collections import Counter
from collections.abc import Sequence

from chappe.features.bots.hearing import bots_in, ears_in
from chappe.features.messages import store as messages
from chappe.features.messages.audience import own_box
from chappe.features.messages.model import Message
from chappe.features.reactions import store as reactions
from chappe.features.reactions.actions import on_reacted
from chappe.features.reactions.masks import voice_of
from chappe.features.reactions.model import Reaction
from chappe.features.reactions.view import render_reaction
from chappe.ids import MessageId, UserId, is_bot, user_of, user_peer
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.peers import peer_on_wire


@on_reacted
async def hear(
    journal: Journal,
    user_id: UserId,
    message: Message,
    before: Sequence[Reaction],
    after: Sequence[Reaction],
) -> None:
    """Tell the bots; of posts of channels only how many there are: reactions to them bear no names."""
    bots = await bots_in(journal.tx, message.peer)
    if not bots or is_bot(user_id):
        return
    private = user_of(message.peer) is not None
    hearing, actor = bots, user_peer(user_id)
    if not private:
        ears = await ears_in(journal.tx, message.peer, bots)
        hearing = [ear.bot for ear in ears if ear.leads]
        actor = await voice_of(journal.tx, message.peer, user_id)
    if message.is_post:
        await _tell_counts(journal, message, hearing)
        return
    for bot in hearing:
        number = await _number(journal, message, bot)
        if number is None:
            continue
        update = api.UpdateBotMessageReaction(
            peer=peer_on_wire(user_peer(user_id) if private else message.peer),
            msg_id=number,
            date=journal.at,
            actor=peer_on_wire(actor),
            old_reactions=[render_reaction(each) for each in before],
            new_reactions=[render_reaction(each) for each in after],
            qts=0,
        )
        journal.overhear(update, [bot])


async def _tell_counts(journal: Journal, message: Message, bots: Sequence[UserId]) -> None:
    if not bots:
        return
    found = await reactions.find(journal.tx, [message.body_id])
    counts = Counter(each.reaction for each in found.get(message.body_id, ()))
    update = api.UpdateBotMessageReactions(
        peer=peer_on_wire(message.peer),
        msg_id=message.id,
        date=journal.at,
        reactions=[
            api.ReactionCount(reaction=render_reaction(reaction), count=count)
            for reaction, count in counts.most_common()
        ],
        qts=0,
    )
    journal.overhear(update, bots)


async def _number(journal: Journal, message: Message, bot: UserId) -> MessageId | None:
    """The message as the bot has it."""
    box = own_box(bot, message.peer)
    if box == message.box:
        return message.id
    return (await messages.find_copies(journal.tx, box, {message.body_id})).get(message.body_id)
