"""Pages to Markdown: templates filled in, nothing written."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from calculators.receipt_words import ROUTES
from generator.links import Links
from generator.locale import interface_words, words
from generator.pages import reference, regimens
from generator.pages.page import Page
from generator.pages.site_data import SiteData
from generator.words import cycles_sign, squared

TEMPLATES = Path(__file__).parent / "templates"


def all_pages(site: SiteData) -> Iterator[Page]:
    """Yield every page of one language."""
    yield reference.home(site)
    yield regimens.regimen_index(site)
    yield from chain(
        regimens.regimen_pages(site),
        reference.drug_pages(site),
        reference.calculator_pages(site),
        reference.prose_pages(site),
    )
    yield reference.drug_index(site)
    yield reference.discrepancy_index(site)
    yield reference.glossary(site)
    yield reference.sources(site)
    yield reference.edition_page(site)


def render_pages(site: SiteData, pages: Iterable[Page]) -> dict[str, str]:
    """Return the Markdown of every page by its path."""
    environment = template_environment()
    shared = {
        "content": site.content,
        "lang": site.lang,
        "t": words(site.lang),
        "ui": interface_words(site.lang),
        "cycles": cycles_sign,
        "route_words": {route: names[site.lang] for route, names in ROUTES.items()},
    }
    return {page.path: _render(environment, site, page, shared) for page in pages}


def template_environment() -> Environment:
    """Return the environment of the templates: everything escaped, an unknown name is an error."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
        keep_trailing_newline=True,
    )
    return environment


def _render(environment: Environment, site: SiteData, page: Page, shared: Mapping[str, Any]) -> str:
    links = Links(site.content, site.lang, page.base)
    values = {**shared, **page.data, "base": page.base, "links": links, "title": page.title}
    body = environment.get_template(page.template).render(values)
    return f"{front_matter(page)}{squared(body).strip()}\n"


def front_matter(page: Page) -> str:
    """Return the YAML head of a page."""
    lines = ["---", f"title: {_quoted(page.title)}"]
    if page.description:
        lines.append(f"description: {_quoted(page.description)}")
    if page.verified:
        lines.append(f"verified: {_quoted(page.verified)}")
    if page.wide:
        lines += ["hide:", "  - navigation", "  - toc"]
    return "\n".join([*lines, "---", "", ""])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
