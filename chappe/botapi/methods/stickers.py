"""Stickers: sent, and sets of them made for people. https://core.telegram.org/bots/api#stickers

What has to be uploaded is uploaded in a transaction of its own before the set is touched, so that no file is waited
for while rows are held.
"""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.fileids import FileIds, FileName, Medium
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import input_user
from chappe.botapi.methods.files import (
    document,
    input_document,
    input_file,
    read_file,
)
from chappe.botapi.methods.peers import channel_named, done
from chappe.botapi.methods.sending import send_media
from chappe.botapi.reading import Uploaded, number_in
from chappe.botapi.shown.media import POINTS, show_file
from chappe.botapi.shown.scene import Json, name_sets, set_scene
from chappe.botapi.shown.stickers import show_set, show_stickers
from chappe.features.stickers import store
from chappe.features.stickers.actions import NO_MASK
from chappe.features.stickers.model import TGS, WEBM, WEBP
from chappe.tl import api

FORMATS = {"static": "image/png", "animated": TGS, "video": WEBM}
"""What a sticker is sent as, by the format that it is said to be of; what it is, its bytes say."""
SUFFIXES = {".tgs": TGS, ".webm": WEBM, ".png": "image/png"}
SIDE = 512
FIRST_MAX = 50
EMOJI_ASKED_MAX = 200
TYPES = {"regular", "mask", "custom_emoji"}
NAMED = {
    "PACK_SHORT_NAME_OCCUPIED": "sticker set name is already occupied",
    "PACK_SHORT_NAME_INVALID": "invalid sticker set name is specified",
    "PACK_TITLE_INVALID": "invalid sticker set title is specified",
    "USER_ID_INVALID": "user not found",
    "PEER_ID_INVALID": "user not found",
}


def _set(name: str) -> api.InputStickerSetShortName:
    return api.InputStickerSetShortName(short_name=name)


def _known(ask: Ask, file_id: str) -> api.InputDocument:
    """A sticker that is in a set.

    Raises: BotError.
    """
    name = FileIds(ask.viewer.user_id, ask.viewer.secret).read(file_id)
    if name is None or name.medium is not Medium.STICKER:
        raise bad("invalid sticker specified")
    return input_document(ask, name)


async def _upload(ask: Ask, user_id: int, media: "api.TypeInputMedia") -> api.Document:
    """Keep a file that nobody is sent, in a transaction of its own."""
    user: Any = input_user(ask, user_id)
    peer = api.InputPeerUser(user_id=user.user_id, access_hash=user.access_hash)

    async def keep(asked: Ask) -> Any:
        return await asked.tell(api.messages.UploadMedia(peer=peer, media=media))

    kept = await ask.run(keep, writes=True)
    found = getattr(kept, "document", None)
    if not isinstance(found, api.Document):
        raise bad("wrong file type")
    return found


async def _file(ask: Ask, user_id: int, said: Any, format_: str) -> api.InputDocument:
    """What is to become a sticker, or to show a set: here already, or uploaded now.

    Raises: BotError, RpcError.
    """
    mime = FORMATS.get(format_)
    if mime is None:
        raise bad("invalid sticker format specified")
    file = _any_file(ask, said)
    if isinstance(file, FileName):
        return input_document(ask, file)
    media: api.TypeInputMedia
    if isinstance(file, Uploaded):
        media = api.InputMediaUploadedDocument(
            file=input_file(file), mime_type=mime, attributes=[], force_file=True
        )
    elif format_ == "static":
        media = api.InputMediaDocumentExternal(url=file)
    else:
        raise bad("animated and video stickers can't be uploaded via HTTP URL")
    kept = await _upload(ask, user_id, media)
    return input_document(ask, FileName(Medium.DOCUMENT, kept.id, "", kept.dc_id))


def _any_file(ask: Ask, said: Any) -> Uploaded | FileName | str:
    """A file that was sent as a sticker or as a document is as good as one that comes along."""
    name = FileIds(ask.viewer.user_id, ask.viewer.secret).read(str(said or ""))
    if name is not None and name.medium is Medium.DOCUMENT:
        return name
    return read_file(ask, said, Medium.STICKER)


async def _item(ask: Ask, user_id: int, said: Json) -> api.InputStickerSetItem:
    """One InputSticker."""
    if not said["emoji_list"]:
        raise bad("sticker emoji list is empty")
    named = await _file(ask, user_id, said["sticker"], said["format"])
    mask = said.get("mask_position")
    words = said.get("keywords")
    return api.InputStickerSetItem(
        document=named,
        emoji="".join(said["emoji_list"]),
        mask_coords=None if mask is None else _mask(mask),
        keywords=_words(words) if words else None,
    )


def _mask(said: Json) -> api.MaskCoords:
    if said["point"] not in POINTS:
        raise bad("wrong point specified in the request")
    place = POINTS.index(said["point"])
    return api.MaskCoords(n=place, x=said["x_shift"], y=said["y_shift"], zoom=said["scale"])


def _words(said: Sequence[str]) -> str:
    return ",".join(each.replace(",", " ") for each in said)


# -- messages and files -----------------------------------------------------------------


@bot_method("sendSticker", writes=True)
async def send_sticker(ask: Ask) -> Json:
    """Send a sticker."""
    return await send_media(ask, _media(ask))


def _media(ask: Ask) -> "api.TypeInputMedia":
    file = read_file(ask, ask.params["sticker"], Medium.STICKER)
    if not isinstance(file, Uploaded):
        return document(ask, ask.params["sticker"], Medium.STICKER, {})
    mime = SUFFIXES.get(PurePosixPath(file.name.lower()).suffix, WEBP)
    none, alt = api.InputStickerSetEmpty(), ask.get("emoji", "")
    attributes: list[api.TypeDocumentAttribute] = [
        api.DocumentAttributeSticker(alt=alt, stickerset=none)
    ]
    if mime in {TGS, WEBM}:  # of a picture it is seen
        attributes.append(api.DocumentAttributeImageSize(w=SIDE, h=SIDE))
    if file.name:
        attributes.append(api.DocumentAttributeFilename(file_name=file.name))
    return api.InputMediaUploadedDocument(
        file=input_file(file), mime_type=mime, attributes=attributes
    )


@bot_method("uploadStickerFile", alone=True, words=NAMED)
async def upload_sticker_file(ask: Ask) -> Json:
    """Keep a file that is to become a sticker."""
    mime = FORMATS.get(ask.params["sticker_format"])
    if mime is None:
        raise bad("invalid sticker format specified")
    file = read_file(ask, ask.params["sticker"], Medium.STICKER)
    if not isinstance(file, Uploaded):
        raise bad("sticker file must be uploaded")
    media = api.InputMediaUploadedDocument(
        file=input_file(file),
        mime_type=mime,
        attributes=[
            api.DocumentAttributeSticker(alt="", stickerset=api.InputStickerSetEmpty())
        ],
    )
    kept = await _upload(ask, ask.params["user_id"], media)
    scene = await _scene(ask)
    return show_file(scene, FileName(Medium.STICKER, kept.id, "", kept.dc_id), kept.size)


async def _scene(ask: Ask) -> Any:
    async with ask.reading() as tx:
        return await set_scene(tx, ask.viewer, [], deep=False)


@bot_method("getCustomEmojiStickers")
async def get_custom_emoji_stickers(ask: Ask) -> list[Json]:
    """Custom emoji by their numbers; those that are none are left out."""
    said = ask.params["custom_emoji_ids"]
    if len(said) > EMOJI_ASKED_MAX:
        raise bad("too many custom emoji identifiers specified")
    numbers = [number for each in said if (number := number_in(each)) is not None]
    if len(numbers) < len(said):
        raise bad("invalid custom emoji identifier specified")
    request = api.messages.GetCustomEmojiDocuments(document_id=numbers)
    found = await ask.tell(request)
    scene = await set_scene(ask.tx, ask.viewer, found, deep=False)
    return show_stickers(scene, found)


# -- sets -------------------------------------------------------------------------------


@bot_method("getStickerSet")
async def get_sticker_set(ask: Ask) -> Json:
    """A set by its name."""
    found: Any = await ask.tell(
        api.messages.GetStickerSet(stickerset=_set(ask.params["name"]), hash=0)
    )
    scene = await set_scene(ask.tx, ask.viewer, [], deep=False)
    await name_sets(ask.tx, scene, found.documents)
    kept = (await store.find_many(ask.tx, [found.set.id]))[found.set.id]
    return show_set(scene, found, kept.thumb_id)


@bot_method("createNewStickerSet", alone=True, words=NAMED)
async def create_new_sticker_set(ask: Ask) -> bool:
    """Make a set that some person owns."""
    kind = ask.get("sticker_type", "regular")
    if kind not in TYPES:
        raise bad("unsupported sticker type specified")
    said, user_id = ask.params["stickers"], ask.params["user_id"]
    if not said:
        raise bad("can't create sticker set without stickers")
    if len(said) > FIRST_MAX:
        raise bad("too many stickers specified")
    items: list[api.TypeInputStickerSetItem] = [
        await _item(ask, user_id, each) for each in said
    ]
    request = api.stickers.CreateStickerSet(
        user_id=input_user(ask, user_id),
        title=ask.params["title"],
        short_name=ask.params["name"],
        stickers=items,
        masks=kind == "mask",
        emojis=kind == "custom_emoji",
        text_color=kind == "custom_emoji" and ask.get("needs_repainting", False),
    )
    return await _run(ask, request)


async def _run(ask: Ask, request: Any) -> bool:
    async def tell(asked: Ask) -> bool:
        return await done(asked, request)

    return bool(await ask.run(tell, writes=True))


@bot_method("addStickerToSet", alone=True, words=NAMED)
async def add_sticker_to_set(ask: Ask) -> bool:
    """Put one more sticker into a set."""
    item = await _item(ask, ask.params["user_id"], ask.params["sticker"])
    name = _set(ask.params["name"])
    return await _run(ask, api.stickers.AddStickerToSet(stickerset=name, sticker=item))


@bot_method("replaceStickerInSet", alone=True, words=NAMED)
async def replace_sticker_in_set(ask: Ask) -> bool:
    """Put a new sticker into the place of one."""
    old = _known(ask, ask.params["old_sticker"])
    item = await _item(ask, ask.params["user_id"], ask.params["sticker"])
    return await _run(ask, api.stickers.ReplaceSticker(sticker=old, new_sticker=item))


@bot_method("setStickerPositionInSet", writes=True)
async def set_sticker_position_in_set(ask: Ask) -> bool:
    """Put a sticker to another place."""
    position = ask.params["position"]
    if not 0 <= position < 1 << 31:
        raise bad("wrong sticker position specified")
    sticker = _known(ask, ask.params["sticker"])
    return await done(
        ask, api.stickers.ChangeStickerPosition(sticker=sticker, position=position)
    )


@bot_method("deleteStickerFromSet", writes=True)
async def delete_sticker_from_set(ask: Ask) -> bool:
    """Take a sticker out of its set."""
    sticker = _known(ask, ask.params["sticker"])
    return await done(ask, api.stickers.RemoveStickerFromSet(sticker=sticker))


async def _change(ask: Ask, **what: Any) -> bool:
    sticker = _known(ask, ask.params["sticker"])
    return await done(ask, api.stickers.ChangeSticker(sticker=sticker, **what))


@bot_method("setStickerEmojiList", writes=True)
async def set_sticker_emoji_list(ask: Ask) -> bool:
    """Let a sticker stand for other emoji."""
    return await _change(ask, emoji="".join(ask.params["emoji_list"]))


@bot_method("setStickerKeywords", writes=True)
async def set_sticker_keywords(ask: Ask) -> bool:
    """Let a sticker be found by other words, or by none."""
    return await _change(ask, keywords=_words(ask.get("keywords") or []))


@bot_method("setStickerMaskPosition", writes=True)
async def set_sticker_mask_position(ask: Ask) -> bool:
    """Let a mask sit elsewhere on a face, or nowhere."""
    said = ask.get("mask_position")
    nowhere = api.MaskCoords(n=NO_MASK, x=0.0, y=0.0, zoom=0.0)
    return await _change(ask, mask_coords=nowhere if said is None else _mask(said))


@bot_method("setStickerSetTitle", writes=True, words=NAMED)
async def set_sticker_set_title(ask: Ask) -> bool:
    """Call a set otherwise."""
    name, title = _set(ask.params["name"]), ask.params["title"]
    return await done(ask, api.stickers.RenameStickerSet(stickerset=name, title=title))


@bot_method("setStickerSetThumbnail", alone=True, words=NAMED)
async def set_sticker_set_thumbnail(ask: Ask) -> bool:
    """Show a set by a picture, or by its first sticker."""
    said, format_, user_id = ask.get("thumbnail"), ask.params["format"], ask.params["user_id"]
    if format_ not in FORMATS:
        raise bad("invalid sticker format specified")
    thumb = None if said is None else await _file(ask, user_id, said, format_)
    name = _set(ask.params["name"])
    return await _run(ask, api.stickers.SetStickerSetThumb(stickerset=name, thumb=thumb))


@bot_method("setCustomEmojiStickerSetThumbnail", writes=True)
async def set_custom_emoji_sticker_set_thumbnail(ask: Ask) -> bool:
    """Show a set of custom emoji by one of them, or by the first."""
    number, name = number_in(ask.get("custom_emoji_id") or "0"), _set(ask.params["name"])
    if number is None:
        raise bad("invalid custom emoji identifier specified")
    return await done(
        ask, api.stickers.SetStickerSetThumb(stickerset=name, thumb_document_id=number)
    )


@bot_method("deleteStickerSet", writes=True)
async def delete_sticker_set(ask: Ask) -> bool:
    """Delete a set."""
    return await done(ask, api.stickers.DeleteStickerSet(stickerset=_set(ask.params["name"])))


# -- groups -----------------------------------------------------------------------------

CHOSEN = {
    "CHAT_ADMIN_REQUIRED": "not enough rights to change the group sticker set",
    "CHAT_NOT_MODIFIED": "group sticker set is not modified",
}


@bot_method("setChatStickerSet", writes=True, words=CHOSEN)
async def set_chat_sticker_set(ask: Ask) -> bool:
    """Choose the stickers of a supergroup."""
    channel = await channel_named(ask)
    name = _set(ask.params["sticker_set_name"])
    return await done(ask, api.channels.SetStickers(channel=channel, stickerset=name))


@bot_method("deleteChatStickerSet", writes=True, words=CHOSEN)
async def delete_chat_sticker_set(ask: Ask) -> bool:
    """Take the stickers of a supergroup away."""
    channel, none = await channel_named(ask), api.InputStickerSetEmpty()
    return await done(ask, api.channels.SetStickers(channel=channel, stickerset=none))
