"""Profile photos on the wire."""

from collections.abc import Sequence
from typing import Any

from chappe.db.database import Tx
from chappe.features.files.view import fill, find_photos
from chappe.features.messages.model import Message
from chappe.features.messages.view import enriches
from chappe.features.photos import store
from chappe.features.photos.access import fallback_id
from chappe.features.photos.actions import photo_id_of
from chappe.features.users.full import completes
from chappe.features.users.model import User
from chappe.features.users.rules import Key
from chappe.features.users.sight import Sight, look
from chappe.features.users.view import render_user, render_users
from chappe.tl import api
from chappe.updates.viewer import Viewer


async def render_photo(tx: Tx, viewer: Viewer, photo_id: int | None) -> api.photos.Photo:
    """A photo of the viewer, with the viewer."""
    found = {} if photo_id is None else await find_photos(tx, viewer, [photo_id])
    photo = found.get(photo_id or 0) or api.PhotoEmpty(id=photo_id or 0)
    return api.photos.Photo(photo=photo, users=await render_users(tx, viewer, {viewer.user_id}))


async def render_photos(
    tx: Tx, viewer: Viewer, owner: User, page: "tuple[int, int, int | None]"
) -> "api.photos.TypePhotos":
    """A part of the photos of an account, the newest first. `page`: offset, limit, older than which."""
    offset, limit, before = page
    sight = await look(tx, viewer.user_id, {owner.id})
    users: list[api.TypeUser] = [render_user(viewer, sight, owner)]
    if not sight.allowed(owner, Key.PROFILE_PHOTO):
        only = fallback_id(sight, owner)
        found = {} if only is None else await find_photos(tx, viewer, [only])
        return api.photos.Photos(photos=list(found.values()), users=users)
    ids = await store.find_page(tx, owner.id, offset, limit, before=before)
    found = await find_photos(tx, viewer, ids)
    photos: list[api.TypePhoto] = [found[each] for each in ids if each in found]
    count = await store.count(tx, owner.id)
    if len(photos) >= count:
        return api.photos.Photos(photos=photos, users=users)
    return api.photos.PhotosSlice(count=count, photos=photos, users=users)


@completes
async def complete_user(
    tx: Tx, viewer: Viewer, sight: Sight, user: User, full: api.UserFull
) -> None:
    """The photos of an account: what it shows, what it shows to others, what the viewer chose."""
    mine = sight.between.mine_of(user.id)
    allowed = sight.allowed(user, Key.PROFILE_PHOTO)
    own = photo_id_of(user.photo) if allowed else None
    fallback = fallback_id(sight, user)
    if own is not None and user.id != viewer.user_id:
        fallback = None
    personal = photo_id_of(mine.photo)
    ids = [each for each in (own, fallback, personal) if each is not None]
    found = await find_photos(tx, viewer, ids) if ids else {}
    full.profile_photo = found.get(own or 0)
    full.fallback_photo = found.get(fallback or 0)
    full.personal_photo = found.get(personal or 0)


@enriches
async def fill_actions(
    tx: Tx,
    viewer: Viewer,
    messages: Sequence[Message],
    shown: "Sequence[api.TypeMessage]",
) -> None:
    """Put photos into the notices that speak of them."""
    notices: list[Any] = [
        each.action
        for each in shown
        if isinstance(each, api.MessageService)
        and isinstance(getattr(each.action, "photo", None), api.PhotoEmpty)
    ]
    if notices:
        await fill(tx, viewer, notices)


def suggestion(photo_id: int) -> api.MessageActionSuggestProfilePhoto:
    """The notice that somebody suggests a photo, as it is kept."""
    return api.MessageActionSuggestProfilePhoto(photo=api.PhotoEmpty(id=photo_id))
