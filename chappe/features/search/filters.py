"""The kinds of messages that a client can ask for."""

from dataclasses import dataclass

from chappe.features.messages.model import CopyMark
from chappe.features.messages.words import Trait
from chappe.tl import api

SHARED_MEDIA = frozenset(
    {
        *(Trait.PHOTO, Trait.VIDEO, Trait.PHOTO_OR_VIDEO, Trait.DOCUMENT, Trait.GIF),
        *(Trait.VOICE, Trait.MUSIC, Trait.ROUND_VIDEO, Trait.ROUND_OR_VOICE),
    }
)


@dataclass(frozen=True, slots=True)
class Filter:
    """`trait`: of the body; `marked`: of the copy. Neither: everything."""

    trait: Trait | None = None
    marked: CopyMark | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return self.trait is None and self.marked is None


_TRAITS: "dict[type[api.TypeMessagesFilter], Trait]" = {
    api.InputMessagesFilterPhotos: Trait.PHOTO,
    api.InputMessagesFilterVideo: Trait.VIDEO,
    api.InputMessagesFilterPhotoVideo: Trait.PHOTO_OR_VIDEO,
    api.InputMessagesFilterDocument: Trait.DOCUMENT,
    api.InputMessagesFilterUrl: Trait.LINK,
    api.InputMessagesFilterGif: Trait.GIF,
    api.InputMessagesFilterVoice: Trait.VOICE,
    api.InputMessagesFilterMusic: Trait.MUSIC,
    api.InputMessagesFilterRoundVideo: Trait.ROUND_VIDEO,
    api.InputMessagesFilterRoundVoice: Trait.ROUND_OR_VOICE,
    api.InputMessagesFilterGeo: Trait.GEO,
    api.InputMessagesFilterContacts: Trait.CONTACT,
    api.InputMessagesFilterPoll: Trait.POLL,
    api.InputMessagesFilterChatPhotos: Trait.CHAT_PHOTO,
}


def filter_of(asked: "api.TypeMessagesFilter") -> Filter:
    """What a filter of the wire means."""
    match asked:
        case api.InputMessagesFilterEmpty():
            return Filter()
        case api.InputMessagesFilterPinned():
            return Filter(marked=CopyMark.PINNED)
        case api.InputMessagesFilterMyMentions():
            return Filter(marked=CopyMark.MENTIONED)
        case api.InputMessagesFilterPhoneCalls():
            return Filter(trait=Trait.MISSED_CALL if asked.missed else Trait.PHONE_CALL)
        case _:
            return Filter(trait=_TRAITS[type(asked)])
