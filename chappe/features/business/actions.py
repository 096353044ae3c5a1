"""Connecting a bot, changing what it may, parting."""

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from chappe.features.business import store
from chappe.features.business.model import Connection
from chappe.features.business.view import render_connection
from chappe.features.users.actions import takes_leave
from chappe.ids import DcId, PeerId, UserId
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal

if TYPE_CHECKING:
    from chappe.features.users.model import User

NAME_BYTES = 18


def tell(journal: Journal, it: Connection, dc_id: DcId) -> None:
    """Let the bot know of a connection as it is now."""
    connection = render_connection(it, dc_id)
    journal.tell(api.UpdateBotBusinessConnect(connection=connection, qts=0), [it.bot_id])


async def connect(
    journal: Journal,
    user: "User",
    bot_id: UserId,
    recipients: api.BusinessBotRecipients,
    rights: api.BusinessBotRights,
) -> None:
    """Connect a bot, or change how it is connected. An account has one: another one is parted from it."""
    tx = journal.tx
    before = None
    for each in await store.find_of(tx, user.id):
        if each.bot_id == bot_id:
            before = each
        elif not each.parted:
            await _part(journal, user, each)
    new = before is None or before.parted
    it = Connection(
        secrets.token_urlsafe(NAME_BYTES) if before is None else before.id,
        user.id,
        bot_id,
        journal.at if new or before is None else before.at,
        False,
        recipients,
        rights,
    )
    await store.put(tx, it)
    await store.forget_paused(tx, user.id)
    tell(journal, it, user.dc_id)


async def disconnect(journal: Journal, user: "User", bot_id: UserId) -> None:
    """Part an account from a bot; nothing happens when they are not connected."""
    it = (await store.find_live(journal.tx, [user.id])).get(user.id)
    if it is not None and it.bot_id == bot_id:
        await _part(journal, user, it)
        await store.forget_paused(journal.tx, user.id)


@takes_leave
async def forget(journal: Journal, user: "User") -> None:
    """An account is gone: nobody acts for it any more, and its bot is told."""
    for it in (await store.find_live(journal.tx, [user.id])).values():
        await _part(journal, user, it)
    await store.forget_paused(journal.tx, user.id)


async def _part(journal: Journal, user: "User", it: Connection) -> None:
    it = replace(it, parted=True)
    await store.put(journal.tx, it)
    tell(journal, it, user.dc_id)


async def leave_out(journal: Journal, user: "User", peer: PeerId) -> None:
    """Keep a chat from the bot for good.

    Errors: BOT_NOT_CONNECTED_YET, BOT_ALREADY_DISABLED
    """
    it = (await store.find_live(journal.tx, [user.id])).get(user.id)
    if it is None:
        raise RpcError(400, "BOT_NOT_CONNECTED_YET")
    said = it.recipients
    named, spared = list(said.users or ()), list(said.exclude_users or ())
    kept = named if said.exclude_selected else spared
    if peer in kept:
        raise RpcError(400, "BOT_ALREADY_DISABLED")
    if not said.exclude_selected and peer in named:
        named.remove(peer)
    kept.append(peer)
    recipients = api.BusinessBotRecipients(
        existing_chats=said.existing_chats,
        new_chats=said.new_chats,
        contacts=said.contacts,
        non_contacts=said.non_contacts,
        exclude_selected=said.exclude_selected,
        users=named or None,
        exclude_users=spared or None,
    )
    await store.put(journal.tx, replace(it, recipients=recipients))
    await store.set_paused(journal.tx, user.id, peer, paused=False)
