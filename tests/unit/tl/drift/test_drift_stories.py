"""Stories at the layers where only users had them."""

from typing import Any

import pytest
from old_client import asks, gets, make, reads

from chappe.tl import api

USER, CHANNEL = api.PeerUser(user_id=1), api.PeerChannel(channel_id=2)
STORY = api.StoryItemDeleted(id=4)
PEER = api.InputPeerUser(user_id=7, access_hash=8)
LISTED: dict[str, Any] = {"users": [], "chats": [], "date": 1, "seq": 0}


@pytest.mark.parametrize(
    "kind",
    [
        lambda peer: api.UpdateStory(peer=peer, story=STORY),
        lambda peer: api.UpdateReadStories(peer=peer, max_id=4),
        lambda peer: api.UpdateSentStoryReaction(
            peer=peer, story_id=4, reaction=api.ReactionEmpty()
        ),
    ],
)
def test_an_update_was_of_a_user(kind: Any) -> None:
    updates = api.Updates(updates=[kind(USER), kind(CHANNEL)], **LISTED)
    assert [update.user_id for update in reads(162, updates).updates] == [1]


def test_the_story_of_a_page_was_a_users() -> None:
    assert reads(162, api.WebPageAttributeStory(peer=USER, id=4)).user_id == 1


def test_all_stories_were_of_users() -> None:
    stories = [
        api.PeerStories(peer=USER, max_read_id=3, stories=[STORY]),
        api.PeerStories(peer=CHANNEL, stories=[STORY]),
    ]
    everything = api.stories.AllStories(
        count=2,
        state="s",
        peer_stories=stories,
        chats=[],
        users=[],
        stealth_mode=api.StoriesStealthMode(),
    )
    read = reads(162, everything).user_stories
    assert [(s.user_id, s.max_read_id, s.stories) for s in read] == [(1, 3, [STORY])]
    assert len(reads(164, everything).peer_stories) == 2


def user(layer: int) -> Any:
    return make(layer, "inputUser", user_id=7, access_hash=8)


def test_a_user_was_asked_for_by_an_older_name() -> None:
    asked = asks(160, "stories.getUserStories", user_id=user(160))
    assert asked == api.stories.GetPeerStories(peer=PEER)
    found = api.PeerStories(peer=USER, stories=[STORY])
    result = api.stories.PeerStories(stories=found, chats=[], users=[])
    assert gets(160, asked, result).stories.user_id == 1
    hidden = asks(160, "contacts.toggleStoriesHidden", id=user(160), hidden=True)
    assert hidden == api.stories.TogglePeerStoriesHidden(peer=PEER, hidden=True)
    assert asks(160, "stories.getAllReadUserStories") == api.stories.GetAllReadPeerStories()
    newest = asks(160, "users.getStoriesMaxIDs", id=[user(160)])
    assert newest == api.stories.GetPeerMaxIDs(id=[PEER])
    known = [api.RecentStory(max_id=5), api.RecentStory(live=True)]
    assert gets(160, newest, known) == [5, 0]
    assert gets(198, api.stories.GetPeerMaxIDs, known) == [5, 0]
    assert gets(218, api.stories.GetPeerMaxIDs, known) == known


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("exportStoryLink", {"id": 1}),
        ("getPinnedStories", {"offset_id": 0, "limit": 1}),
        ("getStoriesByID", {"id": [1]}),
        ("incrementStoryViews", {"id": [1]}),
        ("readStories", {"max_id": 1}),
        ("sendReaction", {"story_id": 1, "reaction": api.ReactionEmpty()}),
    ],
)
def test_what_was_asked_of_a_user_is_asked_of_a_peer(name: str, fields: Any) -> None:
    asked = asks(162, f"stories.{name}", user_id=user(162), **fields)
    assert asked.peer == PEER
    assert {key: getattr(asked, key) for key in fields} == fields


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("canSendStory", {}),
        ("deleteStories", {"id": [1]}),
        ("editStory", {"id": 1, "caption": "c", "entities": []}),
        ("getStoriesArchive", {"offset_id": 0, "limit": 1}),
        ("getStoriesViews", {"id": [1]}),
        ("getStoryViewsList", {"id": 1, "offset": "o", "limit": 1}),
        ("togglePinned", {"id": [1], "pinned": True}),
    ],
)
def test_where_nobody_was_named_one_meant_oneself(name: str, fields: Any) -> None:
    asked = asks(162, f"stories.{name}", **fields)
    assert asked.peer == api.InputPeerSelf()
    assert {key: getattr(asked, key) for key in fields} == fields


def test_a_story_of_a_channel_names_it() -> None:
    peer = make(198, "inputPeerChannel", channel_id=5, access_hash=6)
    assert asks(198, "stories.canSendStory", peer=peer).peer == peer


def test_one_could_send_or_not() -> None:
    for left, can in ((0, False), (2, True)):
        result = api.stories.CanSendStoryCount(count_remains=left)
        assert gets(198, api.stories.CanSendStory, result) is can
