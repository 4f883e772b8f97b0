"""What is wrong in the content, shown to the editor as a compiler would show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: where it is, what is wrong, what was expected."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""

    def render(self, source_lines: Sequence[str]) -> str:
        """Return file:line:column, the message, a numbered snippet with a caret, and the hint."""
        parts = [f"{self.file}:{self.line}:{self.column}: {self.message}"]
        width = len(str(self.line + 1))
        for number in range(max(1, self.line - 1), min(len(source_lines), self.line + 1) + 1):
            parts.append(f"  {number:>{width}} | {source_lines[number - 1]}")
            if number == self.line:
                parts.append(f"  {'':>{width}} | {' ' * (self.column - 1)}^")
        if self.hint:
            parts.append(f"  {'':>{width}} = {self.hint}")
        return "\n".join(parts)


class ContentError(Exception):
    """The content has mistakes: all of them, rendered. Shown without a traceback."""

    def __init__(self, problems: Sequence[Problem], rendered: str) -> None:
        super().__init__(rendered)
        self.problems = tuple(problems)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint with the nearest known name, or what names there are when they are few."""
    names = sorted(set(known))
    found = get_close_matches(name, names, n=1, cutoff=0.5)
    if found:
        return f"the nearest name is {found[0]}"
    return f"expected one of: {', '.join(names)}" if 0 < len(names) <= 12 else ""
