"""Rich messages inside bodies."""

from dataclasses import replace

from chappe.features.messages.model import Body, MediaKind
from chappe.features.messages.payload import write_value
from chappe.features.rich.model import Rich


def with_rich(body: Body, rich: Rich) -> Body:
    """A body that says this, and carries no medium."""
    return replace(
        body,
        text=rich.text,
        entities=rich.entities,
        media=write_value(rich.message),
        media_kind=MediaKind.RICH,
        file_id=None,
    )
