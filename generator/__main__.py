"""The command line: check, build, serve, schema. Mistakes are shown whole and without a traceback."""

import argparse
import os
import sys
from pathlib import Path

from generator.editions import commands as edition_commands
from generator.editions.draft import Draft
from generator.editions.refused import EditionRefused
from generator.problems import ContentError
from generator.project import draft_is_current, load_project, write_draft
from generator.runtime import RuntimeFailure
from generator.schema import schema_files, stale_schemas

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="check the content and the files made from it")
    commands.add_parser("draft", help="write content/editions/draft.json and index.json")
    commands.add_parser("schema", help="write the JSON Schemas that editors' tools use")
    builder = commands.add_parser("build", help="build the whole site")
    builder.add_argument("--site", type=Path, default=ROOT / "site", help="where to put it")
    builder.add_argument(
        "--plain",
        action="store_true",
        help="as the preview: not packed (.br, .gz), the draft always there",
    )
    server = commands.add_parser("serve", help="build, serve and rebuild on change")
    server.add_argument("--port", type=int, default=8000)
    server.add_argument("--host", default="127.0.0.1")
    edition_commands.add_commands(commands)
    options = parser.parse_args(arguments)
    try:
        return _run(options)
    except (ContentError, EditionRefused, RuntimeFailure) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `compare | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(options: argparse.Namespace) -> int:
    done = edition_commands.run(options, ROOT)
    if done is not None:
        return done
    if options.command == "check":
        return _check()
    if options.command == "draft":
        written = [write_draft(load_project(ROOT)), edition_commands.write_index(ROOT)]
        print("written" if any(written) else "unchanged")
        return 0
    if options.command == "schema":
        for path, text in schema_files().items():
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(text, encoding="utf-8")
        return 0
    from generator.site import SiteFailure, build_site

    try:
        if options.command == "serve":
            from generator.serve import serve

            return serve(ROOT, options.host, options.port)
        draft = Draft.ALWAYS if options.plain else Draft.IF_CHANGED
        said = build_site(ROOT, options.site, draft, packed=not options.plain)
    except SiteFailure as error:
        print(error, file=sys.stderr)
        return 1
    print(*said, f"built {options.site}", sep="\n")
    return 0


def _check() -> int:
    project = load_project(ROOT)
    stale = (
        []
        if draft_is_current(project)
        else ["content/editions/draft.json: run `python3 dev.py run -- python -m generator draft`"]
    )
    stale += [
        f"{path}: run `python3 dev.py run -- python -m generator draft`"
        for path in edition_commands.stale_index(ROOT)
    ]
    stale += [
        f"{path}: run `python3 dev.py run -- python -m generator schema`" for path in stale_schemas(ROOT)
    ]
    for line in stale:
        print(f"stale: {line}", file=sys.stderr)
    if not stale:
        content = project.content
        print(
            f"{len(content.regimens)} regimens, {len(content.drugs)} drugs, {len(content.evidence)} trials, "
            f"{len(content.discrepancies)} records: in order"
        )
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
