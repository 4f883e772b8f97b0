"""Pages to Markdown: templates filled in, nothing written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from calculators.receipt_words import ROUTES
from generator.links import Links
from generator.locale import interface_words, words
from generator.pages import algorithm, calculators, companion, evidence, performance, reference, regimens
from generator.pages.page import Page
from generator.pages.site_data import SiteData
from generator.records import Discrepancy
from generator.words import cycles_sign, date_words, squared

TEMPLATES = Path(__file__).parent / "templates"


def all_pages(site: SiteData) -> Iterator[Page]:
    """Yield every page of one language."""
    yield reference.home(site)
    yield regimens.regimen_index(site)
    yield from chain(
        algorithm.algorithm_pages(site),
        regimens.regimen_pages(site),
        reference.drug_pages(site),
        calculators.calculator_pages(site),
        reference.prose_pages(site),
        companion.companion_pages(site),
    )
    yield calculators.gallery(site)
    if site.content.companion:
        yield companion.companion_index(site)
    yield reference.drug_index(site)
    yield reference.discrepancy_index(site)
    yield reference.glossary(site)
    yield reference.sources(site)
    yield reference.edition_page(site)
    if performance.RESULTS.is_file():
        yield performance.performance_page(site)
    if site.content.evidence:
        yield evidence.evidence_index(site)
        yield from evidence.evidence_pages(site)


def render_pages(site: SiteData, pages: Iterable[Page], bytecode: Path | None = None) -> dict[str, str]:
    """Return the Markdown of every page by its path; compiled templates are kept in ``bytecode``."""
    environment = template_environment(bytecode)
    shared = {
        "content": site.content,
        "lang": site.lang,
        "t": words(site.lang),
        "ui": interface_words(site.lang),
        "cycles": cycles_sign,
        "date_words": date_words,
        "route_words": {route: names[site.lang] for route, names in ROUTES.items()},
    }
    # Pages of one depth share their links and the boxes of the records, which stand on many pages.
    by_base: dict[str, dict[str, Any]] = {}
    texts: dict[str, str] = {}
    for page in pages:
        if page.base not in by_base:
            links = Links(site.content, site.lang, page.base)
            by_base[page.base] = {"links": links, "record_box": _record_boxes(environment, links, shared)}
        values = {**shared, **by_base[page.base], **page.data, "base": page.base, "title": page.title}
        body = environment.get_template(page.template).render(values)
        texts[page.path] = f"{front_matter(page, site.lang)}{squared(body).strip()}\n"
    return texts


def template_environment(bytecode: Path | None = None) -> Environment:
    """Return the environment of the templates: everything escaped, an unknown name is an error."""
    if bytecode is not None:
        bytecode.mkdir(parents=True, exist_ok=True)
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        bytecode_cache=FileSystemBytecodeCache(str(bytecode)) if bytecode else None,
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def _record_boxes(
    environment: Environment, links: Links, shared: Mapping[str, Any]
) -> Callable[[Discrepancy], Markup]:
    """Return a function that renders a record's box, once for all pages of a depth."""
    made: dict[str, Markup] = {}
    macro = environment.get_template("macros/parts.html.j2").module.record_box  # type: ignore[attr-defined]

    def record_box(record: Discrepancy) -> Markup:
        if record.id not in made:
            made[record.id] = macro(record, links, shared["t"], shared["lang"], shared["content"].prose)
        return made[record.id]

    return record_box


def front_matter(page: Page, lang: str) -> str:
    """Return the YAML head of a page."""
    lines = ["---", f"title: {_quoted(page.title)}"]
    if page.description:
        lines.append(f"description: {_quoted(page.description)}")
    if page.verified:
        lines.append(f"verified: {_quoted(date_words(page.verified, lang))}")
    if page.behind:
        lines += ["search:", "  boost: 0.5"]
    hidden = [name for name, shown in (("navigation", page.menu), ("toc", not page.wide)) if not shown]
    if hidden:
        lines += ["hide:", *(f"  - {name}" for name in hidden)]
    return "\n".join([*lines, "---", "", ""])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
