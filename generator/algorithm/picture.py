"""The algorithm as one SVG, drawn at build time: left to right by line of therapy; top to bottom for a phone.

Every node is a link to its rule and every chip a link to its regimen, in reading order, so that the keyboard
goes through the picture as the eye does. Looks are classes of algorithm.css; nothing here is a style.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

from generator.algorithm.outline import Branch, Chip, Group, Outline
from generator.locale import words

XMLNS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
"""Links are ``xlink:href``: Material's instant navigation rewrites every ``href``, and cannot an SVG's."""
LINE, PAD, GAP = 16, 9, 12
LETTER, BOLD_LETTER, CAPITAL, SMALL_LETTER = 7.1, 8.8, 10.5, 6.4
"""Width of an average letter, plain, bold, bold capital and small, on the safe side of system fonts."""
CHIP_HEIGHT, CHIP_GAP, DOT = 28, 8, 9


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the columns stand: left edge and width of the lines, the nodes and the regimens.

    ``stacked``: for a phone; a group's lines above its nodes, a node's regimens below it.
    """

    width: int
    lines: tuple[int, int]
    nodes: tuple[int, int]
    chips: tuple[int, int]
    stacked: bool


WIDE = Sheet(1040, (0, 170), (220, 380), (640, 400), stacked=False)
TALL = Sheet(340, (0, 340), (16, 324), (28, 312), stacked=True)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A piece of the picture and the height it takes."""

    svg: str
    height: int


Href = Callable[[str], str]


def picture(outline: Outline, sheet: Sheet, lang: str, node_href: Href, regimen_href: Href) -> str:
    """Return the whole picture as SVG without blank lines."""
    t = words(lang)
    y, parts = 4, []
    for group in outline.groups:
        drawn = _group(group, sheet, lang, y, node_href, regimen_href)
        parts.append(drawn.svg)
        y += drawn.height + 2 * GAP
    parts.append(f'<text class="alg__heading" x="0" y="{y + LINE}">{escape(t["algorithm_asides"])}</text>')
    y += LINE + GAP
    for branch in outline.asides:
        drawn = _branch(branch, sheet, lang, y, node_href, regimen_href)
        parts.append(drawn.svg)
        y += drawn.height + GAP
    label = escape(t["algorithm_picture_label"])
    look = "tall" if sheet.stacked else "wide"
    return (
        f'<svg class="alg alg--{look}" role="group" aria-label="{label}" viewBox="0 0 {sheet.width} {y}" '
        f'width="{sheet.width}" height="{y}" {XMLNS}>' + "".join(parts) + "</svg>"
    )


def _group(group: Group, sheet: Sheet, lang: str, top: int, node_href: Href, regimen_href: Href) -> Drawn:
    x, width = sheet.lines
    label = _wrapped(group.label[0].upper() + group.label[1:], width - 2 * PAD, BOLD_LETTER)
    height = len(label) * LINE + 2 * PAD
    y = top + (height + GAP if sheet.stacked else 0)
    starts, inner = [], []
    for branch in group.branches:
        drawn = _branch(branch, sheet, lang, y, node_href, regimen_href)
        starts.append((y, branch.node))
        inner.append(drawn.svg)
        y += drawn.height + GAP
    for name, title in group.open_ends:
        drawn = _open_end(name, title, sheet, lang, y, node_href)
        starts.append((y, name))
        inner.append(drawn.svg)
        y += drawn.height + GAP
    edges = "".join(_edge(sheet, top, height, start, target) for start, target in starts)
    box = (
        f'<g class="alg__lines"><rect x="{x + 1}" y="{top}" width="{width - 2}" height="{height}" rx="4"/>'
        f"{_text(label, x + PAD, top + PAD, 'alg__strong')}</g>"
    )
    return Drawn(
        f'<g class="alg__group" data-group="{escape(group.key)}">{edges}{box}{"".join(inner)}</g>',
        max(height, y - top - GAP),
    )


def _edge(sheet: Sheet, top: int, height: int, start: int, target: str) -> str:
    """Return the line from a group to one of its nodes."""
    if sheet.stacked:
        return _line(target, f"M8 {top + height}V{start + 17}H{sheet.nodes[0]}")
    left, right = sum(sheet.lines), sheet.nodes[0]
    middle = (left + right) // 2
    return _line(target, f"M{left} {top + 17}H{middle}V{start + 17}H{right}")


def _line(target: str, path: str) -> str:
    return f'<path class="alg__edge" data-edge="{escape(target)}" d="{path}"/>'


def _branch(branch: Branch, sheet: Sheet, lang: str, top: int, node_href: Href, regimen_href: Href) -> Drawn:
    x, width = sheet.nodes
    name = "" if branch.aside else branch.node
    indent = 52 if name else 0
    shown = [branch.title] if branch.aside else list(branch.conditions)
    lines = [line for text in shown for line in _wrapped(text, width - 2 * PAD - indent, LETTER)]
    height = max(len(lines) * LINE + 2 * PAD, 34)
    parts = [f'<rect x="{x}" y="{top}" width="{width}" height="{height}" rx="4"/>']
    if name:
        parts.append(f'<text class="alg__id" x="{x + PAD}" y="{top + PAD + 12}">{escape(name)}</text>')
    parts.append(_text(lines, x + PAD + indent, top + PAD))
    label = escape(f"{branch.node}: {'; '.join(shown)}" if name else branch.title)
    node = (
        f'<a class="alg__node" xlink:href="{escape(node_href(branch.node))}" aria-label="{label}" '
        f'data-node="{escape(branch.node)}">{"".join(parts)}</a>'
    )
    chip_top = top + height + 8 if sheet.stacked else top
    chips, chips_height = _chips(branch.chips, sheet, lang, chip_top, regimen_href)
    link = ""
    if branch.chips and not sheet.stacked:
        link = _line(branch.node, f"M{x + width} {top + 17}H{sheet.chips[0]}")
    total = height + 8 + chips_height if sheet.stacked and branch.chips else max(height, chips_height)
    return Drawn(f'<g class="alg__branch" data-branch="{escape(branch.node)}">{link}{node}{chips}</g>', total)


def _chips(chips: Iterable[Chip], sheet: Sheet, lang: str, top: int, href: Href) -> tuple[str, int]:
    x0, width = sheet.chips
    x, y, parts, height = x0, top, [], 0
    for chip in chips:
        wide = min(_chip_width(chip, lang), width)
        if x > x0 and x + wide > x0 + width:
            x, y = x0, y + CHIP_HEIGHT + CHIP_GAP
        parts.append(_chip(chip, x, y, wide, lang, href))
        x += wide + CHIP_GAP
        height = y + CHIP_HEIGHT - top
    return "".join(parts), height


def _chip_mark(chip: Chip, lang: str) -> str:
    t = words(lang)
    return (
        t["algorithm_chip_blocked"]
        if chip.blocked
        else t["algorithm_chip_condition"]
        if chip.condition
        else ""
    )


def _chip_width(chip: Chip, lang: str) -> int:
    mark = _chip_mark(chip, lang)
    return int(
        2 * PAD
        + len(chip.hues) * (DOT + 3)
        + 4
        + sum(CAPITAL if letter.isupper() or letter.isdigit() else BOLD_LETTER for letter in chip.acronym)
        + (len(mark) * SMALL_LETTER + 8 if mark else 0)
    )


def _chip(chip: Chip, x: int, y: int, width: int, lang: str, href: Href) -> str:
    dots, left = [], x + PAD
    for hue in chip.hues:
        dots.append(
            f'<rect class="alg__dot hue-{hue}" x="{left}" y="{y + 10}" width="{DOT}" height="{DOT}" rx="2"/>'
        )
        left += DOT + 3
    mark = _chip_mark(chip, lang)
    extra = ""
    if mark:
        end = x + width - PAD
        extra = f'<text class="alg__mark" x="{end}" y="{y + 18}" text-anchor="end">{escape(mark)}</text>'
    label = "; ".join(
        part
        for part in (f"{chip.acronym}, {chip.name}", chip.condition, mark if chip.blocked else None)
        if part
    )
    state = " alg__chip--blocked" if chip.blocked else " alg__chip--if" if chip.condition else ""
    name = f'<text class="alg__strong" x="{left + 3}" y="{y + 19}">{escape(chip.acronym)}</text>'
    return (
        f'<a class="alg__chip{state}" xlink:href="{escape(href(chip.regimen))}" aria-label="{escape(label)}" '
        f'data-regimen="{escape(chip.regimen)}"><title>{escape(label)}</title>'
        f'<rect x="{x}" y="{y}" width="{width}" height="{CHIP_HEIGHT}" rx="14"/>'
        f"{''.join(dots)}{name}{extra}</a>"
    )


def _open_end(name: str, title: str, sheet: Sheet, lang: str, top: int, href: Href) -> Drawn:
    """Return a path that ends open: a state that the document does not cover."""
    x, width = sheet.nodes
    head = words(lang)["algorithm_open_end"].format(name=name)
    lines = [head, *_wrapped(title, width - 2 * PAD, LETTER)]
    height = len(lines) * LINE + 2 * PAD
    label = escape(f"{head}: {title}")
    return Drawn(
        f'<a class="alg__open" xlink:href="{escape(href(name))}" aria-label="{label}" data-open="{name}">'
        f'<rect x="{x}" y="{top}" width="{width}" height="{height}" rx="4"/>'
        f"{_text(lines, x + PAD, top + PAD)}</a>",
        height,
    )


def _text(lines: Iterable[str], x: float, top: int, look: str = "") -> str:
    attribute = f' class="{look}"' if look else ""
    return "".join(
        f'<text{attribute} x="{x}" y="{top + 12 + number * LINE}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )


def _wrapped(text: str, width: float, letter: float) -> list[str]:
    return list(_wrap(text, max(8, int(width / letter))))


def _wrap(text: str, columns: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > columns:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line
