"""Polls: until layer 179 the question and the answers were plain text."""

from typing import Any

from chappe.tl import api
from chappe.tl.drift.frame import Fields, down, up


@down("poll", "question", until=178)
def plain_question(o: api.Poll) -> Fields:
    """Leave the entities of the question out."""
    return {"question": o.question.text}


@down("pollAnswer", "text", until=178)
def plain_answer(o: api.PollAnswer) -> Fields:
    """Leave the entities of an answer out."""
    return {"text": o.text.text}


def styled(text: str | api.TextWithEntities) -> api.TextWithEntities:
    """Return a text as it is now; shapes from 179 on have it so already."""
    return api.TextWithEntities(text=text, entities=[]) if isinstance(text, str) else text


@up("poll")
def styled_question(old: Any) -> Fields:
    """Read a plain question as one without entities."""
    return {"question": styled(old.question)}


@up("pollAnswer")
def styled_answer(old: Any) -> Fields:
    """Read a plain answer as one without entities."""
    return {"text": styled(old.text)}
