"""A spelling where it was found."""

from __future__ import annotations

from typing import Literal, NamedTuple


class SpellingHit(NamedTuple):
    """A spelling found in a text, and what it means; `ambiguous` if that cannot be decided."""

    start: int
    end: int
    entities: tuple[str, ...]
    kind: Literal["name", "metonym", "compound", "ambiguous"]
    gloss: tuple[int, int] | None = None

    def decided_as(self, entity: str) -> SpellingHit:
        """The hit with the entity that an override names."""
        if self.kind == "metonym" and entity in self.entities:
            return self
        return self._replace(entities=(entity,), kind="name")
