"""Whether a built site carries the working draft beside the editions, and what is said of it."""

from enum import Enum

from generator.editions.differences import differences
from generator.editions.frozen import FrozenEdition


class Draft(Enum):
    """When the working draft stands in a site that has an edition to read."""

    LEFT_OUT = "left out"
    """Published sites: nobody signed it."""
    IF_CHANGED = "if it differs from the last edition"
    ALWAYS = "always"
    """The preview: the editor finds it in its place before the first change too."""

    def shown(self, *, changed: bool) -> bool:
        return self is Draft.ALWAYS or (self is Draft.IF_CHANGED and changed)


def draft_line(draft: Draft, last: str, *, changed: bool) -> str:
    """Say what became of the working draft."""
    if draft.shown(changed=changed):
        return f"working draft: at bozza/, {'differs from' if changed else 'the same as'} edition {last}"
    if changed:
        return (
            f"working draft: differs from edition {last} and is not in the site; "
            "`freeze` makes an edition of it, `--with-draft` shows it as a draft"
        )
    return f"working draft: the same as edition {last}, left out"


def is_changed(last: FrozenEdition, draft: FrozenEdition) -> bool:
    """Tell whether the draft's data differ from an edition's; the name and a later schema do not count."""
    return bool(differences(last.data, draft.data))
