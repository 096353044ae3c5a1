"""Getting updates. https://core.telegram.org/bots/api#getting-updates"""

from typing import Any
from urllib.parse import urlsplit

import msgspec

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.method import bot_method
from chappe.botapi.queue import store
from chappe.botapi.queue.model import Hook
from chappe.botapi.queue.polling import BY_HOOK, Wish
from chappe.botapi.reading import Uploaded
from chappe.botapi.schema import TYPES
from chappe.config import Profile
from chappe.features.files.model import UploadId, part_name
from chappe.fetch.guard import is_literal, is_public
from chappe.ids import UserId

KINDS = frozenset(field.name for field in TYPES["Update"].fields) - {"update_id"}
PORTS = {None, 443, 80, 88, 8443}
SECRET_CHARACTERS_MAX = 256
SECRET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
CONNECTIONS_MAX = 100
CERTIFICATE_BYTES_MAX = 3 << 20


@bot_method("getUpdates", alone=True)
async def get_updates(ask: Ask) -> list[msgspec.Raw]:
    """What the bot has not confirmed; what it has is gone for good before this is answered."""
    wish = Wish(
        offset=ask.get("offset", 0),
        limit=ask.get("limit", 100),
        seconds=ask.get("timeout", 0),
        allowed=_kinds(ask),
    )
    found = await ask.house.polling.poll(ask.bot_id, wish)
    return [msgspec.Raw(each.json) for each in found]


def _kinds(ask: Ask) -> frozenset[str] | None:
    """The kinds of updates that are wanted; unknown names are passed over."""
    said = ask.get("allowed_updates")
    return None if said is None else frozenset(said) & KINDS


@bot_method("setWebhook", alone=True)
async def set_webhook(ask: Ask) -> bool:
    """Have updates posted to an address; an empty one ends it."""
    url = ask.get("url", "")
    if not url:
        return await _end_hook(ask)
    _check_url(ask, url)
    hook = Hook(
        secret=_secret(ask.get("secret_token", "")),
        ip=_address(ask, ask.get("ip_address", "")),
        connections=min(max(ask.get("max_connections", 40), 1), CONNECTIONS_MAX),
        certificate=await _certificate(ask),
    )
    async with ask.house.database.transaction(write=True) as tx:
        await store.open_queue(tx, ask.bot_id, 0)
        await store.set_hook(tx, ask.bot_id, url, hook)
        kinds = _kinds(ask)
        if kinds is not None:
            await store.set_allowed(tx, ask.bot_id, kinds)
        if ask.get("drop_pending_updates", False):
            await store.drop(tx, ask.bot_id)
    ask.house.polling.end(ask.bot_id, BY_HOOK)
    ask.house.hooks_changed()
    return True


@bot_method("deleteWebhook", alone=True)
async def delete_webhook(ask: Ask) -> bool:
    """Have updates kept until they are asked for."""
    return await _end_hook(ask)


async def _end_hook(ask: Ask) -> bool:
    async with ask.house.database.transaction(write=True) as tx:
        await store.set_hook(tx, ask.bot_id, "", Hook())
        if ask.get("drop_pending_updates", False):
            await store.drop(tx, ask.bot_id)
    ask.house.hooks_changed()
    return True


def _check_url(ask: Ask, url: str) -> None:
    """Refuse what cannot be a webhook; in profile dev every address can."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise bad("bad webhook: invalid webhook URL specified") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad("bad webhook: invalid webhook URL specified")
    if ask.house.world.settings.profile is Profile.DEV:
        return
    if parts.scheme != "https":
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in PORTS:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if is_literal(parts.hostname):
        _address(ask, parts.hostname)


def _address(ask: Ask, said: str) -> str:
    """An address that the bot's server is at. Only in profile dev it may be of a network of our own."""
    if not said:
        return ""
    if not is_literal(said):
        raise bad("bad webhook: invalid IP address specified")
    if ask.house.world.settings.profile is not Profile.DEV and not is_public(said):
        raise bad(f"bad webhook: IP address {said} is reserved")
    return said


def _secret(said: str) -> str:
    if len(said) > SECRET_CHARACTERS_MAX:
        raise bad("secret token is too long")
    if not set(said) <= SECRET:
        raise bad("secret token contains unallowed characters")
    return said


async def _certificate(ask: Ask) -> bytes | None:
    """The certificate of the bot's own server, in PEM."""
    said = ask.get("certificate")
    if not isinstance(said, Uploaded):
        return None
    if said.size > CERTIFICATE_BYTES_MAX:
        raise bad("certificate size is too big")
    blobs = ask.house.world.blobs
    data, left = b"", said.size
    for part in range(said.parts):
        name = part_name(UserId(ask.bot_id), UploadId(said.upload_id), part)
        length = min(left, 512 << 10)
        data += await blobs.read(name, 0, length)
        left -= length
    if b"BEGIN CERTIFICATE" not in data or not data.isascii():
        raise bad("bad webhook: certificate in PEM is expected")
    return data


@bot_method("getWebhookInfo")
async def get_webhook_info(ask: Ask) -> Any:
    """Where updates are posted, and how well."""
    queue = (await store.find(ask.tx, [ask.bot_id])).get(ask.bot_id)
    shown: dict[str, Any] = {
        "url": "" if queue is None else queue.url,
        "has_custom_certificate": queue is not None and queue.hook.certificate is not None,
        "pending_update_count": await store.count(ask.tx, ask.bot_id),
    }
    if queue is None:
        return shown
    if queue.allowed is not None:
        shown["allowed_updates"] = sorted(queue.allowed)
    if queue.url:
        shown["max_connections"] = queue.hook.connections
        if queue.hook.ip:
            shown["ip_address"] = queue.hook.ip
    if queue.failed_at and queue.url:
        shown["last_error_date"] = queue.failed_at
        shown["last_error_message"] = queue.failed_why
    return shown
