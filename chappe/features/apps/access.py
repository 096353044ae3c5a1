"""Whether an application may sign people in."""

import hmac

from chappe.config import Profile
from chappe.db.database import Tx
from chappe.features.apps import store
from chappe.features.apps.model import API_ID_MAX, PUBLISHED, ApiId
from chappe.rpc.errors import RpcError


async def access_app(tx: Tx, profile: Profile, api_id: int, api_hash: str) -> None:
    """Let in registered applications; in profile dev, all.

    Errors: API_ID_INVALID (no such pair, or revoked), API_ID_PUBLISHED_FLOOD (the id of an open client,
    not registered here)
    """
    if not 0 < api_id <= API_ID_MAX:
        raise RpcError(400, "API_ID_INVALID")
    if profile is Profile.DEV:
        return
    app = await store.find(tx, ApiId(api_id))
    if app is None and api_id in PUBLISHED:
        raise RpcError(400, "API_ID_PUBLISHED_FLOOD")
    if app is None or app.revoked_at is not None:
        raise RpcError(400, "API_ID_INVALID")
    if not hmac.compare_digest(app.api_hash.encode(), api_hash.encode()):
        raise RpcError(400, "API_ID_INVALID")
