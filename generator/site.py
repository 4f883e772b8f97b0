"""The whole site: both languages through MkDocs, the runtime and the edition's data beside them, stamped."""

import logging
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator.examples import read_examples
from generator.locale import LANGUAGES, interface_words, words
from generator.pages.site_data import SiteData
from generator.project import Project, load_project, write_draft
from generator.render import all_pages, render_pages
from generator.runtime import build_runtime
from generator.stamp import stamp_site
from generator.write import write_tree

DOCS = Path("build/docs")
SHARED = Path("build/shared")
CASES = Path("tests/cases")
NEW_SITE = Path("build/site")


class SiteFailure(Exception):
    """MkDocs refused to build; its own messages say why."""


def site_data(project: Project, lang: str) -> SiteData:
    """Return what the pages of one language are made from; builds the runtime unless it is there."""
    runtime = build_runtime(project.root, project.root / SHARED / "runtime")
    examples = {name: read_examples(project.root / CASES, name) for name in project.edition.regimens}
    runtime_path = f"runtime/{runtime.directory}/"
    return SiteData(project.content, project.edition, lang, project.sha256, runtime_path, examples)


def prepare_language(root: Path, lang: str) -> dict[str, Any]:
    """Write the Markdown of one language; return the MkDocs settings that go with it."""
    project = load_project(root)
    write_draft(project)
    site = site_data(project, lang)
    write_tree(root / DOCS / lang, render_pages(site, all_pages(site)))
    return mkdocs_settings(site)


def mkdocs_settings(site: SiteData) -> dict[str, Any]:
    """Return the settings of MkDocs that depend on language and edition."""
    t, lang, edition = words(site.lang), site.lang, site.content.edition
    about = ("how-to-use", "intended-use", "glossary", "sources", "accessibility", "edition")
    nav: list[Any] = [
        {t["nav_home"]: "index.md"},
        *({t[f"nav_{name}"]: f"{name}/index.md"} for name in ("regimens", "drugs", "calculators", "discrepancies")),
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
            "links": {"accessibility": "accessibility/", "intended_use": "intended-use/", "editions": "edition/"},
            "alternate": [
                {"name": "Italiano", "lang": "it", "link": other[0]},
                {"name": "English", "lang": "en", "link": other[1]},
            ],
        },
    }


def build_site(root: Path, destination: Path) -> None:
    """Build everything into ``destination``. It appears whole, or stays as it was.

    Raises:
        ContentError: for mistakes in the content.
        SiteFailure: when MkDocs warns or fails.
    """
    project = load_project(root)
    write_draft(project)
    runtime = site_data(project, "it").runtime
    new = root / NEW_SITE
    shutil.rmtree(new, ignore_errors=True)
    with ProcessPoolExecutor(max_workers=len(LANGUAGES)) as pool:
        done = [pool.submit(build_language, root, lang, new) for lang in LANGUAGES]
        failures = [future.exception() for future in done]
    for failure in failures:
        if failure is not None:
            raise failure
    _merge(new)
    shutil.copytree(root / SHARED / runtime, new / "it" / runtime)
    data = new / "it" / "data" / f"draft-{project.sha256[:12]}.json"
    data.parent.mkdir()
    data.write_text(project.text, encoding="utf-8")
    stamp_site(new / "it")
    _replace(new / "it", destination)


def build_language(root: Path, lang: str, folder: Path) -> None:
    """Run MkDocs for one language; any warning is a failure."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    (root / DOCS / lang).mkdir(parents=True, exist_ok=True)
    with _in_folder(root), _warnings() as warnings:
        config = load_config("mkdocs.yml", docs_dir=str(root / DOCS / lang), site_dir=str(folder / lang))
        config.theme["language"] = lang
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
    """English goes below Italian; the files of the theme, which are the same, stay in both for short paths."""
    (new / "en").rename(new / "it" / "en")


def _replace(new: Path, destination: Path) -> None:
    old = destination.with_name(destination.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if destination.exists():
        destination.rename(old)
    new.rename(destination)
    shutil.rmtree(old, ignore_errors=True)
