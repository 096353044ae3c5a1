"""Photos, documents and what describes them."""

from typing import Any

from chappe.tl import api
from chappe.tl.drift.frame import Fields, down, up


@down("documentAttributeVideo", "duration", until=159)
def video_in_whole_seconds(o: api.DocumentAttributeVideo) -> Fields:
    """Until layer 160 a video lasted whole seconds."""
    return {"duration": round(o.duration)}


@up("documentAttributeVideo")
def video_in_seconds(old: Any) -> Fields:
    """Read whole seconds as seconds."""
    return {"duration": float(old.duration)}
