"""Photos, documents and what describes them."""

from typing import Any

from chappe.tl import api
from chappe.tl.drift.frame import Fields, down, up

SECONDS_MAX = 2**31 - 1


def whole_seconds(seconds: float) -> int:
    """Round a length that a client claimed; nonsense (endless, negative, no number) is 0."""
    return round(seconds) if 0 <= seconds <= SECONDS_MAX else 0


@down("documentAttributeVideo", "duration", until=159)
def video_in_whole_seconds(o: api.DocumentAttributeVideo) -> Fields:
    """Until layer 160 a video lasted whole seconds."""
    return {"duration": whole_seconds(o.duration)}


@up("documentAttributeVideo")
def video_in_seconds(old: Any) -> Fields:
    """Read whole seconds as seconds."""
    return {"duration": float(old.duration)}
