"""MkDocs hook: write the Markdown of one language before MkDocs reads it, and set what goes with it."""

import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # `mkdocs serve` starts outside the project's packages
    sys.path.insert(0, str(ROOT))

from generator.problems import ContentError  # noqa: E402
from generator.site import apply_settings, prepare_language  # noqa: E402


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Generate the docs tree of the configured language; mistakes in the content stop the build, in full."""
    language = str(config.theme["language"])
    try:
        settings: dict[str, Any] = prepare_language(ROOT, language)
    except ContentError as error:
        raise PluginError(f"\n{error}") from error
    apply_settings(config, settings)
    return config
