"""Renders a page as markdown-exec does, with its assets from this host. Needs the Python that has it."""

import sys
from importlib.resources import files
from pathlib import Path

from markdown import Markdown
from markdown_exec import formatter, validator

source, folder = map(Path, sys.argv[1:])
fence = {"name": "pyodide", "class": "pyodide", "validator": validator, "format": formatter}
markdown = Markdown(
    extensions=["pymdownx.superfences"],
    extension_configs={"pymdownx.superfences": {"custom_fences": [fence]}},
)
body = markdown.convert(source.read_text(encoding="utf-8"))
OWN = {
    "https://cdnjs.cloudflare.com/ajax/libs/ace/1.16.0/": "./ace/",
    "https://cdnjs.cloudflare.com/ajax/libs/highlight.js/11.7.0/": "./highlight/",
    "https://cdn.jsdelivr.net/npm/highlightjs-themes@1.0.0/": "./themes/",
    "https://cdn.jsdelivr.net/pyodide/v314.0.2/full/": "./pyodide/",
}
for elsewhere, here in OWN.items():
    assert elsewhere in body, f"{elsewhere} is not what this markdown-exec loads"
    body = body.replace(elsewhere, here)
assert "https://" not in body, "something still comes from another host"
for name in ("pyodide.js", "pyodide.css"):
    (folder / f"markdown-exec-{name}").write_bytes((files("markdown_exec") / "assets" / name).read_bytes())
# The reader presses Run as soon as it can be pressed.
press = """<script type="module">
const press = () => {
  const run = document.querySelector("[id$=run]");
  if (run.onclick) run.click(); else setTimeout(press, 5);
};
press();
</script>"""
(folder / "index.html").write_text(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>markdown-exec</title>'
    '<link rel="stylesheet" href="./markdown-exec-pyodide.css"></head>'
    f'<body data-md-color-scheme="default">{body}<script src="./markdown-exec-pyodide.js"></script>'
    f"{press}</body></html>",
    encoding="utf-8",
)
