"""Stories. Until layer 164 only users had them, and one's own were meant where none was named."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import recast, renamed, up_from, user_as_peer, user_of
from chappe.tl.drift.frame import Fields, down, down_result, down_to, old, up


def _of_a_user(name: str, id_: int) -> None:
    @down_to(name, until=163)
    def of_a_user(o: Any) -> TLObject | None:
        user = user_of(o.peer)
        return None if user is None else recast(id_, o, user_id=user)


_of_a_user("updateReadStories", 0xFEB5345A)
_of_a_user("updateSentStoryReaction", 0xE3A73D20)
_of_a_user("updateStory", 0x205A4133)
_of_a_user("webPageAttributeStory", 0x939A4671)


def user_stories(o: api.PeerStories) -> TLObject | None:
    """Return the stories of a user in the older shape; None for those of a channel."""
    user = user_of(o.peer)
    return None if user is None else recast(0x8611A200, o, user_id=user)


@down("stories.allStories", "user_stories", until=163)
def stories_of_users(o: api.stories.AllStories) -> Fields:
    """Leave the stories of channels out."""
    found = [user_stories(stories) for stories in o.peer_stories]
    return {"user_stories": [stories for stories in found if stories is not None]}


_OF_A_USER = (
    "stories.exportStoryLink",
    "stories.getPinnedStories",
    "stories.getStoriesByID",
    "stories.incrementStoryViews",
    "stories.readStories",
    "stories.sendReaction",
)
_OF_ONESELF = (
    "stories.canSendStory",
    "stories.deleteStories",
    "stories.editStory",
    "stories.getStoriesArchive",
    "stories.getStoriesViews",
    "stories.sendStory",
    "stories.togglePinned",
)


def _named(before: Any) -> Fields:
    return {"peer": user_as_peer(before.user_id)}


def _oneself(before: Any) -> Fields:
    return {} if "peer" in before.FIELDS else {"peer": api.InputPeerSelf()}


for _name in _OF_A_USER:
    up_from(_name, "user_id")(_named)
for _name in _OF_ONESELF:
    up(_name)(_oneself)


@up("stories.getStoryViewsList")
def viewers(before: Any) -> Fields:
    """At layer 160 a list went on behind a date and an id; only its beginning can be asked."""
    offset = getattr(before, "offset", "")
    return {**_oneself(before), "offset": offset}


@up("contacts.toggleStoriesHidden")
def hidden_stories(before: Any) -> TLObject:
    """Until layer 164: `stories.togglePeerStoriesHidden`."""
    return renamed(before, api.stories.TogglePeerStoriesHidden, peer=user_as_peer(before.id))


@up("stories.getAllReadUserStories")
def all_read(before: Any) -> TLObject:
    """Until layer 164: `stories.getAllReadPeerStories`."""
    return api.stories.GetAllReadPeerStories()


@up("stories.getUserStories")
def stories_of(before: Any) -> TLObject:
    """Until layer 164: `stories.getPeerStories`."""
    return api.stories.GetPeerStories(peer=user_as_peer(before.user_id))


@down_result("stories.getUserStories", until=163)
def as_user_stories(result: api.stories.PeerStories) -> TLObject:
    """A user was asked for, and is answered."""
    return old(0x37A6FF5F, stories=user_stories(result.stories), users=result.users)


@up("users.getStoriesMaxIDs")
def newest_of(before: Any) -> TLObject:
    """Until layer 164: `stories.getPeerMaxIDs`."""
    return api.stories.GetPeerMaxIDs(id=[user_as_peer(user) for user in before.id])


@down_result("stories.getPeerMaxIDs", until=217)
@down_result("users.getStoriesMaxIDs", until=163)
def newest_ids(result: list[api.RecentStory]) -> list[int]:
    """Until layer 218 the newest story was its id alone, 0 where there is none."""
    return [story.max_id or 0 for story in result]


@down_result("stories.canSendStory", until=202)
def can_send(result: api.stories.CanSendStoryCount) -> bool:
    """Until layer 203 nobody was told how many stories he may still send."""
    return result.count_remains > 0
