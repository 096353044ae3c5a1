"""Photos of groups: chosen, shown beside the name, downloaded."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.chats import store
from chappe.features.chats.access import Seat, access_chat, check_may
from chappe.features.chats.actions import say, take_seat
from chappe.features.files.access import access_photo, finds_peer_photo
from chappe.features.files.actions import keep_file
from chappe.features.files.model import NewFile
from chappe.features.files.view import profile_photo
from chappe.features.messages.payload import read_value, write_value
from chappe.features.photos.actions import prepare
from chappe.features.users.access import named_peer
from chappe.ids import chat_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal

if TYPE_CHECKING:
    from chappe.tl.build import TLObject


@dataclass(frozen=True, slots=True)
class Chosen:
    """A photo for a group, None: none. `new`: when it has no rows yet."""

    photo: api.Photo | None
    new: NewFile | None = None

    @property
    def id(self) -> int | None:
        """Of the photo."""
        return None if self.photo is None else self.photo.id

    @property
    def action(self) -> "TLObject":
        """What is said of it in the group; the photo is filled in when it is shown."""
        if self.photo is None:
            return api.MessageActionChatDeletePhoto()
        return api.MessageActionChatEditPhoto(photo=api.PhotoEmpty(id=self.photo.id))

    @property
    def beside(self) -> bytes | None:
        """The photo as it stands beside a name."""
        if self.photo is None:
            return None
        shown = profile_photo(self.photo)
        return write_value(
            api.ChatPhoto(
                has_video=shown.has_video,
                photo_id=shown.photo_id,
                stripped_thumb=shown.stripped_thumb,
                dc_id=shown.dc_id,
            )
        )


def photo_beside(kept: bytes | None) -> "api.TypeChatPhoto":
    """The photo beside a name, as clients see it."""
    photo: api.TypeChatPhoto = api.ChatPhotoEmpty() if kept is None else read_value(kept)
    return photo


async def choose(call: Call, said: "api.TypeInputChatPhoto") -> Chosen:
    """The photo that a client has chosen for a group. Before the call's first statement.

    Errors: PHOTO_FILE_MISSING, PHOTO_INVALID (not one that it may name), FILE_REFERENCE_EMPTY / INVALID /
            EXPIRED; VIDEO_FILE_INVALID, EMOJI_MARKUP_INVALID, FILE_PARTS_INVALID, IMAGE_PROCESS_FAILED,
            PHOTO_CROP_SIZE_SMALL, PHOTO_EXT_INVALID (prepare)
    """
    match said:
        case api.InputChatUploadedPhoto():
            new = await prepare(call, said.file, said.video, said.video_emoji_markup)
            if new is None:
                raise RpcError(400, "PHOTO_FILE_MISSING")
            assert isinstance(new.shown, api.Photo)
            return Chosen(new.shown, new)
        case api.InputChatPhoto():
            try:
                return Chosen(await access_photo(call.tx, call, said.id))
            except RpcError as error:
                name = "PHOTO_INVALID" if error.name == "MEDIA_EMPTY" else error.name
                raise RpcError(error.code, name) from error
        case _:
            return Chosen(None)


async def set_photo(journal: Journal, seat: Seat, chosen: Chosen) -> None:
    """Give a group another photo, or none.

    Errors: CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED
    """
    seat = await take_seat(journal, seat)
    check_may(seat, "change_info")
    if chosen.id == seat.chat.photo_id:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    if chosen.new is not None:
        await keep_file(journal.tx, chosen.new)
    await store.set_photo(journal.tx, seat.chat.id, chosen.id, chosen.beside)
    await say(journal, seat.member.user_id, seat.chat.id, chosen.action)


@finds_peer_photo
async def find_chat_photo(
    tx: Tx, call: Call, peer: "api.TypeInputPeer", photo_id: int
) -> int | None:
    """The photo of a basic group, for those who are or were in it.

    Errors: PEER_ID_INVALID, CHANNEL_INVALID (named_peer), CHAT_ID_INVALID
    """
    chat_id = chat_of(named_peer(call.viewer, peer))
    if chat_id is None:
        return None
    chat = (await access_chat(tx, call.user_id, chat_id)).chat
    return chat.photo_id if photo_id in {0, chat.photo_id} else None
