"""The pages about editions: the list of them, and what changes from each to the next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from generator.editions.clinical import Said, record_name
from generator.editions.comparison import Comparison
from generator.editions.impact_words import impact_lines, impact_summary
from generator.locale import interface_words, words
from generator.pages.page import Page
from generator.pages.site_data import SITE_ROOT
from generator.records import Text
from generator.render import front_matter, template_environment
from generator.words import squared

NAME = "editions"
PREFIX = f"{NAME}/"


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition in the list. What the register may change later is a mark in the page, not here."""

    name: str
    sha256: str
    prefix: str
    registered: bool
    summary: Text | None
    step: Comparison | None
    """What led to it from the edition before."""


@dataclass(frozen=True, slots=True)
class About:
    """What the pages of one language are made from; the newest edition first."""

    lang: str
    editions: tuple[Listed, ...]
    owner: Text


def about_texts(about: About) -> dict[str, str]:
    """Return the Markdown of every page by its path."""
    environment = template_environment()
    shared = {"t": words(about.lang), "ui": interface_words(about.lang), "lang": about.lang}
    texts = {}
    for page in _pages(about):
        body = environment.get_template(page.template).render({**shared, **page.data, "base": page.base})
        texts[page.path] = f"{front_matter(page, about.lang)}{squared(body).strip()}\n"
    return texts


def comparison_path(step: Comparison) -> str:
    """Return the folder of a comparison's page below the pages about editions."""
    return f"compare/{step.before}-{step.after}/"


def _pages(about: About) -> Iterator[Page]:
    t, lang = words(about.lang), about.lang
    page = Page("index.md", "editions.md.j2", t["editions_title"], wide=True)
    data = {"editions": [_listed(one, lang) for one in about.editions], "protocol": home(lang)}
    yield Page(page.path, page.template, page.title, data, wide=True)
    for one in about.editions:
        if one.step is not None:
            yield _comparison(one, one.step, lang)


def _listed(one: Listed, lang: str) -> dict[str, Any]:
    step = one.step
    return {
        "name": one.name,
        "title": _title(one.name, lang),
        "sha256": one.sha256,
        "href": f"{SITE_ROOT}{one.prefix}{_folder(lang)}",
        "registered": one.registered,
        "summary": getattr(one.summary, lang) if one.summary else None,
        "compare": comparison_path(step) if step else None,
        "before": step.before if step else None,
        "counts": _counts(step) if step else None,
    }


def _counts(step: Comparison) -> Mapping[str, int]:
    kinds = {kind: len(step.regimens(kind)) for kind in ("changed", "added", "removed")}
    return {**kinds, "all": len(step.differences)}


def _comparison(one: Listed, step: Comparison, lang: str) -> Page:
    t = words(lang)
    names = {"before": _title(step.before, lang), "after": _title(step.after, lang)}
    home_of_after = f"{SITE_ROOT}{one.prefix}{_folder(lang)}"
    data: dict[str, Any] = {
        **names,
        "home": home_of_after,
        "there": step.sides.after.regimens,
        "sections": list(_sections(step, lang, home_of_after)),
        "impact_summary": [],
        "impact_rows": [],
    }
    if step.impact is not None:
        data["impact_summary"] = impact_summary(step.impact, lang)
        data["impact_rows"] = list(impact_lines(step.impact, step.sides, lang))
    path = f"{comparison_path(step)}index.md"
    return Page(path, "compare.md.j2", t["compare_title"].format(**names), data, wide=True)


def _sections(
    step: Comparison, lang: str, home_of_after: str
) -> Iterator[tuple[str, list[tuple[str, str | None, list[Said]]]]]:
    """Group the changes by section and record, in the order of the edition's file."""
    t = words(lang)
    for section, of_section in groupby(step.said(lang), key=lambda one: one.section):
        records = []
        for record, changes in groupby(of_section, key=lambda one: one.record):
            there = section in ("regimens", "drugs") and record in getattr(step.sides.after, section)
            href = f"{home_of_after}{section}/{record}/" if there else None
            name = record_name(section, record, step.sides, lang) if record else ""
            records.append((name, href, list(changes)))
        yield t.get(f"section_{section}") or section.replace("_", " ").capitalize(), records


def about_settings(about: About) -> dict[str, Any]:
    """Return the settings of MkDocs for these pages. Links lead to the edition in force."""
    t, lang = words(about.lang), about.lang
    to_pages = {
        t["compare_title"].format(
            before=_title(one.step.before, lang), after=_title(one.step.after, lang)
        ): f"{comparison_path(one.step)}index.md"
        for one in about.editions
        if one.step is not None
    }
    nav: list[Any] = [{t["editions_title"]: "index.md"}]
    nav += [{name: path} for name, path in to_pages.items()]
    other = {"it": ("./", "en/"), "en": ("../", "./")}[lang]
    top = home(lang)
    return {
        "site_name": t["editions_site"],
        "nav": nav,
        "toggles": [t["theme_dark"], t["theme_light"]],
        "extra": {
            "ui": interface_words(lang),
            "homepage": top,
            "marked": True,
            "edition": {},
            "owner": {"name": getattr(about.owner, lang), "error_contact": f"{top}edition/#segnala"},
            "links": {
                "accessibility": f"{top}accessibility/",
                "intended_use": f"{top}intended-use/",
                "editions": "./",
                "root": SITE_ROOT,
            },
            "alternate": [
                {"name": "Italiano", "lang": "it", "link": other[0]},
                {"name": "English", "lang": "en", "link": other[1]},
            ],
        },
    }


def home(lang: str) -> str:
    """Return the address of the edition in force, as a mark."""
    return SITE_ROOT + _folder(lang)


def _folder(lang: str) -> str:
    return "" if lang == "it" else f"{lang}/"


def _title(name: str, lang: str) -> str:
    return words(lang)["working_draft"] if name == "draft" else name
