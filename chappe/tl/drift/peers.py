"""Users, chats and channels."""

from typing import Any

from chappe.tl import api
from chappe.tl.drift.frame import Fields, down, up

# The shapes of users (160..217) and channels (164..217) with a number, but for those of 166.
_NUMBERED = (
    *(0xABB5F120, 0x215C4438, 0x83314FCA, 0x4B46C37E, 0x020B1422),
    *(0x94F592DB, 0x8E87CCD8, 0x0AADFC8F, 0xFE4478BD, 0xE00998B7, 0x7482147E, 0xFE685355),
)


@down("user", "stories_max_id", until=217)
@down("channel", "stories_max_id", until=217)
def newest_story(o: api.User | api.Channel) -> Fields:
    """Until layer 218 the newest story was its id alone; a live one without id is left out."""
    return {"stories_max_id": o.stories_max_id.max_id if o.stories_max_id else None}


def _story(old: Any) -> Fields:
    """Read the id of the newest story as a story."""
    known = old.stories_max_id
    return {"stories_max_id": None if known is None else api.RecentStory(max_id=known)}


for _id in _NUMBERED:
    up(_id)(_story)
