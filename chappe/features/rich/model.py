"""What is known of a prepared rich message."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chappe.tl import api


@dataclass(frozen=True, slots=True)
class Rich:
    """A rich message as it is kept and shown. `text`, `entities`: its words, as `text` keeps those of others."""

    message: "api.RichMessage"
    text: str
    entities: bytes | None
