"""Users, chats and channels."""

from chappe.tl import api
from chappe.tl.drift.frame import Fields, down


@down("user", "stories_max_id", until=217)
@down("channel", "stories_max_id", until=217)
def newest_story(o: api.User | api.Channel) -> Fields:
    """Until layer 218 the newest story was its id alone; a live one without id is left out."""
    return {"stories_max_id": o.stories_max_id.max_id if o.stories_max_id else None}
