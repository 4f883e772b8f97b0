"""The whole site: both languages through MkDocs, the runtime and the edition's data beside them, stamped."""

import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.compress import compress_site
from generator.editions.draft import Draft
from generator.editions.marks import marked_settings
from generator.examples import read_calculator_examples, read_examples
from generator.known_answer import known_answer
from generator.locale import LANGUAGES, interface_words, words
from generator.pages.performance import RESULTS
from generator.pages.site_data import SITE_ROOT, SiteData
from generator.project import Project, load_project, write_draft
from generator.render import all_pages, render_pages
from generator.runtime import build_runtime
from generator.write import write_tree

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

DOCS = Path("build/docs")
SHARED = Path("build/shared")
CASES = Path("tests/cases")
NEW_SITE = Path("build/site")
BYTECODE = Path(".cache/templates")
PACKED = Path(".cache/compressed")
STYLES = "assets/stylesheets/site.css"


class SiteFailure(Exception):
    """MkDocs refused to build; its own messages say why."""


def sites(project: Project) -> dict[str, SiteData]:
    """Return what the pages of each language are made from; builds the runtime unless it is there."""
    runtime = build_runtime(project.root, project.root / SHARED / "runtime")
    examples = {name: read_examples(project.root / CASES, name) for name in project.edition.regimens}
    of_calculators = {
        name: read_calculator_examples(project.root / CASES, name) for name in project.content.calculators
    }
    path = f"runtime/{runtime.directory}/"
    known = known_answer(project.edition, examples)
    return {
        lang: SiteData(
            project.content, project.edition, lang, project.sha256, path, examples, {}, of_calculators, known
        )
        for lang in LANGUAGES
    }


def prepare_language(root: Path, lang: str) -> dict[str, Any]:
    """Write the Markdown of one language; return the MkDocs settings that go with it."""
    project = load_project(root)
    write_draft(project)
    return write_language(root, sites(project)[lang])


def write_language(root: Path, site: SiteData) -> dict[str, Any]:
    """Write the Markdown of one language; return the MkDocs settings that go with it."""
    pages = render_pages(site, all_pages(site), bytecode=root / BYTECODE)
    write_tree(root / DOCS / site.lang, pages)
    return mkdocs_settings(site)


def mkdocs_settings(site: SiteData) -> dict[str, Any]:
    """Return the settings of MkDocs that depend on language and edition."""
    t, lang, edition = words(site.lang), site.lang, site.content.edition
    evidence = ("evidence",) if site.content.evidence else ()
    companion = ("companion",) if site.content.companion else ()
    lists = ("regimens", "algorithm", *companion, "drugs", "calculators", *evidence, "discrepancies")
    about = (
        "how-to-use",
        "intended-use",
        "glossary",
        "sources",
        "accessibility",
        "edition",
        *(("how-it-performs",) if RESULTS.is_file() else ()),
    )
    nav: list[Any] = [
        {t["nav_home"]: "index.md"},
        *({t[f"nav_{name}"]: f"{name}/index.md"} for name in lists),
        {t["nav_about"]: [{t[f"nav_{name.replace('-', '_')}"]: f"{name}.md"} for name in about]},
    ]
    other = {"it": ("./", "en/"), "en": ("../", "./")}[lang]
    return {
        "site_name": t["site_name"],
        "nav": nav,
        "toggles": [t["theme_dark"], t["theme_light"]],
        "extra": {
            "ui": interface_words(lang),
            "edition": {
                "id": site.edition.id,
                "title": t["edition_draft"] if site.edition.id == "draft" else site.edition.id,
                "sha256": site.sha256,
                "status": edition.status,
                "status_label": t["status_draft"],
                "effective": edition.effective_date,
                "banner": None,
            },
            "owner": {"name": getattr(edition.owner, lang), "error_contact": "edition/#segnala"},
            "links": {
                "accessibility": "accessibility/",
                "intended_use": "intended-use/",
                "edition": "edition/",
                "root": SITE_ROOT,
                "editions": f"{SITE_ROOT}editions/{'' if lang == 'it' else 'en/'}",
            },
            "alternate": [
                {"name": "Italiano", "lang": "it", "link": other[0]},
                {"name": "English", "lang": "en", "link": other[1]},
            ],
        },
    }


def apply_settings(config: "MkDocsConfig", settings: Mapping[str, Any]) -> None:
    """Set what depends on language and edition in a MkDocs configuration."""
    config.site_name = settings["site_name"]
    config.nav = settings["nav"]
    config.extra.update(settings["extra"])
    for palette, name in zip(config.theme["palette"], settings["toggles"], strict=True):
        palette["toggle"]["name"] = name


def build_site(
    root: Path, destination: Path, draft: Draft = Draft.IF_CHANGED, *, packed: bool = True
) -> tuple[str, ...]:
    """Build every edition into ``destination``, packed for hosts. It appears whole, or stays as it was.

    Returns what is to be said of the working draft.

    Raises:
        ContentError: for mistakes in the content or the register.
        SiteFailure: when MkDocs warns or fails.
    """
    from generator.editions.whole import build_whole

    whole = build_whole(root, root / NEW_SITE, draft)
    if packed:
        compress_site(root / NEW_SITE, root / PACKED)
    _replace(root / NEW_SITE, destination)
    return whole.said


def build_pages(root: Path, site: SiteData, docs: Path, folder: Path) -> None:
    """Write the Markdown of one edition in one language into ``docs`` and its pages into ``folder``."""
    write_tree(docs, render_pages(site, all_pages(site), bytecode=root / BYTECODE))
    settings = mkdocs_settings(site)
    settings["extra"] |= marked_settings(settings["extra"])
    run_mkdocs(root, site.lang, settings, docs, folder)


def run_mkdocs(root: Path, lang: str, settings: Mapping[str, Any], docs: Path, folder: Path) -> None:
    """Run MkDocs; any warning is a failure."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    with _in_folder(root), _warnings() as warnings:
        config = load_config("mkdocs.yml", docs_dir=str(docs), site_dir=str(folder), hooks=[])
        config.theme["language"] = lang
        apply_settings(config, settings)
        styles, config.extra_css = [str(path) for path in config.extra_css], [STYLES]
        try:
            build(config)
        except MkDocsException as error:
            raise SiteFailure(str(error)) from None
    if warnings:
        raise SiteFailure("MkDocs warns:\n" + "\n".join(warnings))
    _join_styles(folder, styles)


def _join_styles(folder: Path, styles: list[str]) -> None:
    """Put our own styles into one file: each of them would be a request that the first paint waits for."""
    parts = [folder / path for path in styles]
    (folder / STYLES).write_text(
        "".join(part.read_text(encoding="utf-8") for part in parts), encoding="utf-8"
    )
    for part in parts:
        part.unlink()


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _warnings() -> Iterator[list[str]]:
    collector, logger = _Collector(), logging.getLogger("mkdocs")
    logger.addHandler(collector)
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)


@contextmanager
def _in_folder(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _replace(new: Path, destination: Path) -> None:
    """Put the new site in the old one's place; from another disk it is brought beside it first."""
    ready, old = (destination.with_name(destination.name + end) for end in (".new", ".old"))
    for left in (ready, old):
        shutil.rmtree(left, ignore_errors=True)
    destination.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(new, ready)
    if destination.exists():
        destination.rename(old)
    ready.rename(destination)
    shutil.rmtree(old, ignore_errors=True)
