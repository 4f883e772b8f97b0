"""What a person asked for that would lose or alter an edition, or cannot be done."""


class EditionRefused(Exception):
    """The reason is shown without a traceback; nothing was changed."""
