"""Marked text as a tree, whether it was HTML or Markdown."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Node:
    """A tag and what is in it."""

    tag: str
    said: dict[str, str] = field(default_factory=dict)
    inside: "list[Node | str]" = field(default_factory=list)

    def words(self) -> str:
        """All the text inside, without marks."""
        return "".join(
            each if isinstance(each, str) else "\n" if each.tag == "br" else each.words()
            for each in self.inside
        )
