"""Connections on the wire."""

from chappe.features.business.model import Connection
from chappe.ids import DcId
from chappe.tl import api


def render_connection(it: Connection, dc_id: DcId) -> api.BotBusinessConnection:
    """A connection as the bot sees it. `dc_id`: where the account is at home."""
    return api.BotBusinessConnection(
        disabled=it.parted,
        connection_id=it.id,
        user_id=it.user_id,
        dc_id=dc_id,
        date=it.at,
        rights=it.rights,
    )


def render_connected(it: Connection) -> api.ConnectedBot:
    """A connection as the account sees it."""
    return api.ConnectedBot(bot_id=it.bot_id, recipients=it.recipients, rights=it.rights)
