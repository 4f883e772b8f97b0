"""What built pages leave open until an edition is put in its place: its status, and where it is.

Status is known only then, so that a recall changes every page and rebuilds none.
"""

import re
from collections.abc import Mapping
from typing import Any

from generator.pages.site_data import SITE_ROOT

STATUS = "~status~"
"""Stands for the status word, in attributes."""

FRAGMENT = r"<!--status:([a-z]+(?:-[0-9.]+)?)-->"
"""Comments such as ``<!--status:state-->``, in whose place HTML comes, or ``entry-2026.1``."""

_FRAGMENT = re.compile(FRAGMENT)
_CALCULATOR = re.compile(
    r"<(?P<element>[a-z]+-[a-z-]+)\b[^>]*\bdata-runtime=.*?</(?P=element)>"
    r"|<!--calculator-->.*?<!--/calculator-->",
    re.DOTALL,
)
"""An element that starts the runtime, or whatever else computes and stands between these two comments."""
_PREFETCHED = re.compile(r'<link rel="(?:next|prev)"[^>]*>')
"""Firefox fetches the next page ahead, which the policy refuses."""
_OUTDATED = 'data-md-component="outdated" hidden'
_TOPIC = re.compile(r'(<div class="md-header__topic">\s*<span class="md-ellipsis">.*?</span>)', re.DOTALL)


def fragment(name: str) -> str:
    """Return the mark of a fragment."""
    return f"<!--status:{name}-->"


def marked_settings(extra: Mapping[str, Any]) -> dict[str, Any]:
    """Return MkDocs' extra settings with marks where the status will stand."""
    edition = {**extra["edition"], "status": STATUS, "status_label": fragment("state"), "effective": None}
    # Material then makes room for the outdated banner; its own script, which would fetch, stays out.
    return {"edition": edition, "version": {"provider": "register"}, "marked": True}


def filled(page: str, to_root: str, status: str, fragments: Mapping[str, str], selector: str) -> str:
    """Return a page with everything filled in. A withdrawn edition loses its calculators here.

    The selector stands in Material's header, and once more where page-tools.js finds it: instant navigation
    leaves the header as it was on the page before.
    """
    made = {**fragments, "versions": f"<template data-versions>{selector}</template>" if selector else ""}

    if "calculator" in fragments:
        page = _CALCULATOR.sub(lambda _: fragments["calculator"], page)
    page = _rooted(_PREFETCHED.sub("", page), to_root or "./").replace(STATUS, status)
    page = _FRAGMENT.sub(lambda match: made.get(match[1], ""), page)
    if fragments.get("outdated"):
        page = page.replace(_OUTDATED, 'data-md-component="outdated"', 1)
    return _TOPIC.sub(lambda match: match[1] + selector, page, count=1)


def _rooted(page: str, to_root: str) -> str:
    """Put the way to the site's top in the place of its marks and of the steps up that stand before them.

    By hand: a pattern that begins with steps that may be missing is tried at every character.
    """
    *parts, last = page.split(SITE_ROOT)
    return "".join(f"{_without_steps(part)}{to_root}" for part in parts) + last


def _without_steps(part: str) -> str:
    part = part if part.endswith("../") else part.removesuffix("./")
    while part.endswith("../"):
        part = part[:-3]
    return part
