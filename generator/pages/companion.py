"""The pages of the companion documents, their list, and where a regimen or a drug is spoken of in them."""

from collections.abc import Iterator
from typing import Any

from calculators.registry import CALCULATORS
from generator.companion_records import Companion, Moment, Section, Timeline, Track
from generator.content import Content
from generator.locale import words
from generator.pages.page import Page
from generator.pages.site_data import SiteData
from generator.pathway_picture import pathway_figure
from generator.records import Discrepancy
from generator.timeline_picture import days_of, timeline_figure


def in_order(content: Content) -> list[Companion]:
    """Return the companion pages in the order that their records state."""
    return sorted(content.companion.values(), key=lambda page: (page.order, page.id))


def companion_index(site: SiteData) -> Page:
    data = {"companions": in_order(site.content)}
    return Page("companion/index.md", "companions.md.j2", words(site.lang)["nav_companion"], data)


def companion_pages(site: SiteData) -> Iterator[Page]:
    ordered = in_order(site.content)
    for place, companion in enumerate(ordered):
        yield Page(
            f"companion/{companion.id}.md",
            "companion.md.j2",
            getattr(companion.title, site.lang),
            {
                "companion": companion,
                "calculator_titles": {name: one.title[site.lang] for name, one in CALCULATORS.items()},
                "sections": [_section(companion, section, site.lang) for section in companion.sections],
                "records": _records(companion, site.content),
                "before": ordered[place - 1] if place else None,
                "after": ordered[place + 1] if place + 1 < len(ordered) else None,
                "all_sources": sorted(set(_sources(companion.model_dump(mode="json")))),
            },
            description=getattr(companion.summary, site.lang),
            verified=companion.last_verified_on,
        )


def _section(companion: Companion, section: Section, lang: str) -> dict[str, Any]:
    name = f"{companion.id}-{section.id}"
    timeline = section.timeline
    moments = _moments(timeline, lang) if timeline else []
    return {
        "record": section,
        "timeline": timeline_figure(timeline, f"{name}-days", lang) if timeline else None,
        "moments": sorted(moments, key=lambda found: (found[1].day, found[1].until or found[1].day)),
        "pathway": pathway_figure(section.pathway, f"{name}-steps", lang) if section.pathway else None,
    }


def _moments(timeline: Timeline, lang: str) -> list[tuple[Track, Moment, str]]:
    return [
        (track, moment, days_of(moment, timeline, lang))
        for stretch in timeline.stretches
        for track in stretch.tracks
        for moment in track.moments
    ]


def _records(companion: Companion, content: Content) -> list[Discrepancy]:
    order = ("critical", "high", "medium", "low")
    found = [content.discrepancies[name] for name in companion.discrepancies]
    return sorted(found, key=lambda record: (order.index(record.severity), record.id))


def _sources(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from value if key == "source" else _sources(value)
    elif isinstance(data, list):
        for item in data:
            yield from _sources(item)


def pages_that_name(content: Content, kind: str, name: str) -> list[tuple[Companion, Section]]:
    """Return the pages that lead to a regimen or a drug (``kind``), each with the first section that does."""
    found: list[tuple[Companion, Section]] = []
    for companion in in_order(content):
        section = next((one for one in companion.sections if name in _led_to(one, kind)), None)
        if section is not None:
            found.append((companion, section))
    return found


def _led_to(section: Section, kind: str) -> set[str]:
    entries = [*section.points, *(section.table.rows if section.table else ())]
    return {name for entry in entries for name in getattr(entry, kind)}
