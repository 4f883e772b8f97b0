"""The whole site: both languages through MkDocs, the runtime and the edition's data beside them, stamped."""

import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.examples import read_calculator_examples, read_examples
from generator.locale import LANGUAGES, interface_words, words
from generator.pages.site_data import SiteData
from generator.project import Project, load_project, write_draft
from generator.render import all_pages, render_pages
from generator.runtime import build_runtime
from generator.stamp import stamp_site
from generator.write import write_tree

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

DOCS = Path("build/docs")
SHARED = Path("build/shared")
CASES = Path("tests/cases")
NEW_SITE = Path("build/site")
BYTECODE = Path(".cache/templates")


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
    return {
        lang: SiteData(project.content, project.edition, lang, project.sha256, path, examples, of_calculators)
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
    lists = ("regimens", "drugs", "calculators", "discrepancies")
    about = ("how-to-use", "intended-use", "glossary", "sources", "accessibility", "edition")
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
                "title": t["edition_draft"],
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
                "editions": "edition/",
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


def build_site(root: Path, destination: Path) -> None:
    """Build everything into ``destination``. It appears whole, or stays as it was.

    Raises:
        ContentError: for mistakes in the content.
        SiteFailure: when MkDocs warns or fails.
    """
    project = load_project(root)
    write_draft(project)
    languages = sites(project)
    new = root / NEW_SITE
    shutil.rmtree(new, ignore_errors=True)
    with ProcessPoolExecutor(max_workers=len(LANGUAGES)) as pool:
        done = [pool.submit(build_language, root, site, new) for site in languages.values()]
        failures = [future.exception() for future in done]
    for failure in failures:
        if failure is not None:
            raise failure
    _merge(new)
    runtime = languages["it"].runtime
    shutil.copytree(root / SHARED / runtime, new / "it" / runtime)
    data = new / "it" / "data" / f"draft-{project.sha256[:12]}.json"
    data.parent.mkdir()
    data.write_text(project.text, encoding="utf-8")
    stamp_site(new / "it")
    _replace(new / "it", destination)


def build_language(root: Path, site: SiteData, folder: Path) -> None:
    """Write the Markdown of one language and run MkDocs on it; any warning is a failure."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    settings, lang = write_language(root, site), site.lang
    with _in_folder(root), _warnings() as warnings:
        config = load_config(
            "mkdocs.yml", docs_dir=str(root / DOCS / lang), site_dir=str(folder / lang), hooks=[]
        )
        config.theme["language"] = lang
        apply_settings(config, settings)
        try:
            build(config)
        except MkDocsException as error:
            raise SiteFailure(str(error)) from None
    if warnings:
        raise SiteFailure("MkDocs warns:\n" + "\n".join(warnings))


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


def _merge(new: Path) -> None:
    """Put English below Italian; the theme's files, which are the same, stay in both for short paths."""
    (new / "en").rename(new / "it" / "en")


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
