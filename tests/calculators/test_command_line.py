"""The command line: `list`, `run` and `explain`, as a pharmacy would call them from a script."""

import hashlib
import io
import json
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from calculators import __main__ as command_line
from calculators import __version__
from calculators.registry import CALCULATORS
from tests.calculators.asking import EDITION, EDITION_FILE, ROOT

BSA = '{"id": 7, "calculator": "bsa", "inputs": {"height_cm": 180, "weight_kg": 80, "formula": "mosteller"}}'
RD = '{"calculator": "dose_plan", "inputs": {"regimen": "mp", "cycle": 1}}'
PLAIN_PYTHON = "/usr/bin/python3"


class Input:
    """A standard input made of bytes that arrive in the given pieces."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self.buffer = _Pieces(pieces)


class _Pieces(io.BytesIO):
    def __init__(self, pieces: Sequence[bytes]) -> None:
        super().__init__(b"".join(pieces))
        self.sizes = [len(piece) for piece in pieces]

    def read1(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        wanted = min(size, self.sizes[0]) if self.sizes else size
        if self.sizes:
            self.sizes[0] -= wanted
            self.sizes = self.sizes if self.sizes[0] else self.sizes[1:]
        return super().read1(wanted)


def run(monkeypatch: pytest.MonkeyPatch, *pieces: bytes, options: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Answer these bytes in this process, from the draft unless told otherwise; return the results."""
    output = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", Input(pieces))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(output, encoding="utf-8"))
    code = command_line.main(["run", *(options or ("--edition", "draft"))])
    assert code == 0
    return [json.loads(line) for line in output.getvalue().splitlines()]


def statuses(results: list[dict[str, Any]]) -> list[str]:
    return [result["status"] for result in results]


def codes(result: dict[str, Any]) -> list[str]:
    return [error["code"] for error in result["errors"]]


def test_run_answers_line_by_line_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = run(monkeypatch, f"{BSA}\n{RD}\n".encode())
    assert (first["id"], first["value"], first["edition"]) == (7, "2", None)
    assert (second["id"], second["status"], second["edition"]) == (None, "ok", "draft")
    assert second["edition_sha256"] == EDITION.sha256


def test_a_last_line_without_an_end_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert statuses(run(monkeypatch, f"{BSA}\r\n{BSA}".encode())) == ["ok", "ok"]


def test_lines_may_arrive_in_any_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{BSA}\n{RD}\n{BSA}\n".encode()
    whole = run(monkeypatch, text)
    for cut in (1, 50, len(BSA), len(BSA) + 1, len(BSA) + 2):
        assert run(monkeypatch, text[:cut], text[cut:]) == whole
    assert run(monkeypatch, *(text[place : place + 1] for place in range(len(text)))) == whole


def test_nothing_in_gives_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, b"") == []


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"not json",
        b"\0",
        b'{"calculator": "bsa", "inputs": {"height_cm": 1\0}}',
        b"\xff\xfe",
        b'{"id": "\\ud800", "calculator": "bsa", "inputs": {}}',
        b'{"calculator": "bsa", "inputs": {"height_cm": ' + b"1" * 5000 + b"}}",
        b'{"calculator": "bsa", "inputs": {"height_cm": 1e99999999999999999999}}',
        b'{"id": ' + b"[" * 200_000 + b"}",
        b'{"id": 1',
    ],
)
def test_a_bad_line_is_invalid_and_the_run_goes_on(monkeypatch: pytest.MonkeyPatch, line: bytes) -> None:
    before, bad, after = run(monkeypatch, BSA.encode(), b"\n" + line + b"\n", BSA.encode())
    assert statuses([before, after]) == ["ok", "ok"]
    assert (bad["status"], codes(bad), bad["id"]) == ("invalid", ["bad_json"], None)


@pytest.mark.parametrize("line", ["null", "[]", "1", '"bsa"', "true", "NaN"])
def test_json_that_is_no_request_is_invalid(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    (result,) = run(monkeypatch, line.encode())
    assert (result["status"], codes(result)) == ("invalid", ["not_a_request"])


def test_an_unknown_calculator_names_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    (result,) = run(monkeypatch, b'{"id": "a", "calculator": "bsaa", "inputs": {}, "lang": "en"}')
    assert (result["id"], result["calculator"], codes(result)) == ("a", "bsaa", ["unknown_calculator"])
    assert result["errors"][0]["message"] == "Unknown calculator: bsaa. The nearest name is bsa."


def test_a_line_of_more_than_a_megabyte_is_refused_in_constant_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limit = command_line.MAX_LINE_BYTES
    padded = BSA[:-1] + " " * (limit - len(BSA)) + "}"
    longest, longer, after = run(monkeypatch, f"{padded}\n {padded}\n{BSA}\n".encode())
    assert statuses([longest, after]) == ["ok", "ok"]
    assert (codes(longer), longer["status"]) == (["line_too_long"], "invalid")
    (whole,) = run(monkeypatch, b"[" * (3 * limit))
    assert codes(whole) == ["line_too_long"]
    long, after = run(monkeypatch, b"[" * (2 * limit) + b"\n" + BSA.encode())
    assert (codes(long), after["status"]) == (["line_too_long"], "ok")
    (halves,) = run(monkeypatch, b"[" * (limit + 5), b"[" * 5)
    assert codes(halves) == ["line_too_long"]


def test_another_edition_can_be_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copy(EDITION_FILE, tmp_path / "draft.json")
    frozen = {**json.loads(EDITION_FILE.read_bytes()), "id": "2025.1"}
    (tmp_path / "2025.1.json").write_text(json.dumps(frozen), encoding="utf-8")
    folder = ["--editions", str(tmp_path)]
    requests = [
        {"calculator": "dose_plan", "inputs": {"regimen": "mp", "cycle": 1}, **more}
        for more in (
            {},
            {"edition": "2025.1"},
            {"edition": "2031.1"},
            {"edition": "../draft"},
            {"edition": 1},
        )
    ]
    text = "".join(f"{json.dumps(request)}\n" for request in requests).encode()
    results = run(monkeypatch, text, options=folder)
    assert [result["edition"] for result in results] == ["draft", "2025.1", None, None, None]
    assert [codes(result) for result in results[2:]] == [["unknown_edition"]] * 3
    assert run(monkeypatch, text, options=[*folder, "--edition", "2025.1"])[0]["edition"] == "2025.1"


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"{}", "cannot be read"), (b"\xff", "not UTF-8"), (b'{"schema_version": 99}', "schema 99")],
)
def test_an_edition_that_cannot_be_read_stops_the_run(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    content: bytes,
    message: str,
) -> None:
    (tmp_path / "draft.json").write_bytes(content)
    monkeypatch.setattr(sys, "stdin", Input([RD.encode()]))
    assert command_line.main(["run", "--editions", str(tmp_path)]) == 2
    assert message in capsys.readouterr().err


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_line.main(["--version"])
    assert capsys.readouterr().out == f"{__version__}\n"


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ("(optional)", "From 100 to 230 cm.")), ("it", ("(facoltativo)", "Da 100 a 230 cm."))],
)
def test_list_names_every_calculator_with_its_inputs(
    capsys: pytest.CaptureFixture[str], lang: str, words: Sequence[str]
) -> None:
    assert command_line.main(["list", "--lang", lang]) == 0
    text = capsys.readouterr().out
    assert all(word in text for word in words)
    for calculator in CALCULATORS.values():
        assert f"\n{calculator.name}: {calculator.title[lang]}\n" in f"\n{text}"
        assert f"-> {calculator.output[lang]}" in text
        assert all(f"\n    {field.name}: {field.kind}" in text for field in calculator.fields)


def explain(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = command_line.main(["explain", *arguments])
    return code, capsys.readouterr().out


BSA_VALUES = ("--set", "height_cm=170", "--set", "weight_kg=70", "--set", "formula=mosteller")


def test_explain_in_italian_unless_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = explain(capsys, "bsa", *BSA_VALUES)
    assert code == 0
    assert "Superficie corporea: 1,82 m²" in text
    assert "Altezza: 170 cm" in text
    assert "√(170 × 70 / 3600) = 1,818118685772619" in text


def test_explain_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = explain(capsys, "bsa", *BSA_VALUES, "--lang", "en")
    assert code == 0
    assert "Body surface area: 1.82 m²" in text
    assert "√(170 × 70 / 3600) = 1.818118685772619" in text


def test_explain_a_dose_plan_with_dotted_names(capsys: pytest.CaptureFixture[str]) -> None:
    values = (
        "regimen=drd",
        "cycle=1",
        "patient.age_years=76",
        "patient.weight_kg=70",
        "patient.dialysis=false",
    )
    more = ("patient.creatinine_clearance_ml_min=80", "choices.daratumumab_route=iv")
    split = ("choices.daratumumab_split_first_dose=true", "cycle_start=2026-01-05")
    given = [part for value in (*values, *more, *split) for part in ("--set", value)]
    code, text = explain(capsys, "dose_plan", "--edition", "draft", *given)
    assert code == 0
    assert text.startswith("DRd, ciclo 1\n")
    assert "2 mar 6 gen 2026\n    daratumumab 560 mg endovena (EV)" in text
    assert "desametasone 20 mg" in text
    assert f"bozza non validata · {EDITION.sha256[:12]}" in text


def test_explain_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = explain(capsys, "dose_plan", "--set", "regimen=rd", "--set", "cycle=1", "--lang", "en")
    assert code == 1
    assert "Some data are missing" in text
    assert "? On dialysis: It can change the dose of lenalidomide." in text


def test_explain_an_unknown_calculator(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = explain(capsys, "bsaa", "--lang", "en")
    assert (code, "! Unknown calculator: bsaa. The nearest name is bsa." in text) == (1, True)


def test_explain_refuses_a_name_inside_a_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        command_line.main(["explain", "dose_plan", "--set", "patient=x", "--set", "patient.age_years=7"]) == 2
    )
    assert "part of this name already has a value" in capsys.readouterr().err


def test_a_person_who_stops_the_run_sees_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(command_line, "_list", interrupt)
    assert command_line.main(["list"]) == 130


def test_a_reader_who_has_gone_ends_the_run_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise BrokenPipeError

    with tempfile.TemporaryFile("w") as stand_in:
        monkeypatch.setattr(command_line, "_list", broken)
        monkeypatch.setattr(sys, "stdout", stand_in)
        assert command_line.main(["list"]) == 141


def test_the_module_is_a_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["calculators", "list"])
    monkeypatch.delitem(sys.modules, "calculators.__main__")
    with pytest.raises(SystemExit) as raised:
        runpy.run_module("calculators", run_name="__main__")
    assert (raised.value.code, capsys.readouterr().out[:4]) == (0, "bsa:")


def start(python: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start the command in the project's folder, as a script would; with the environment of a bare system."""
    return subprocess.Popen(
        [python, "-m", "calculators", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},
    )


def test_an_answer_comes_before_the_next_line_is_written() -> None:
    with start(sys.executable, "run") as process:
        assert process.stdin
        assert process.stdout
        watchdog = threading.Timer(60, process.kill)
        watchdog.start()
        for number in range(3):
            process.stdin.write(f'{{"id": {number}, "calculator": "bmi", "inputs": {{}}}}\n'.encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(60) == 0
        watchdog.cancel()


def test_a_closed_pipe_leaves_no_word_on_stderr() -> None:
    with start(sys.executable, "run") as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        try:
            process.stdin.write(f"{RD}\n".encode() * 2000)
            process.stdin.close()
        except BrokenPipeError:
            pass
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@pytest.mark.skipif(not Path(PLAIN_PYTHON).exists(), reason="no Python of the system here")
def test_a_plain_python_with_nothing_installed_gives_the_same_answers() -> None:
    text = f"{BSA}\n{RD}\n\0\n".encode()
    answers = []
    for python in (PLAIN_PYTHON, sys.executable):
        with start(python, "run") as process:
            out, err = process.communicate(text, timeout=60)
            assert (process.returncode, err) == (0, b"")
            answers.append(out)
    assert answers[0] == answers[1]
    with start(PLAIN_PYTHON, "explain", "bsa", *BSA_VALUES) as process:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b"")
        assert "1,82 m²" in out.decode()


def registered(folder: Path, **statuses: str) -> Path:
    """Make a folder with these editions, the draft's content under other ids, and an index of them."""
    editions = {}
    for name, status in statuses.items():
        edition = name.strip("_").replace("_", ".")
        text = EDITION_FILE.read_text(encoding="utf-8").replace('"id": "draft"', f'"id": "{edition}"', 1)
        (folder / f"{edition}.json").write_text(text, encoding="utf-8")
        editions[edition] = {"status": status, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    current = next((name for name, entry in editions.items() if entry["status"] == "current"), None)
    (folder / "index.json").write_text(json.dumps({"current": current, "editions": editions}), "utf-8")
    shutil.copy(EDITION_FILE, folder)
    return folder


def test_the_current_edition_answers_unless_another_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = registered(tmp_path, _2025_1="superseded", _2026_1="current")
    named = RD.replace("{", '{"edition": "2025.1", ', 1)
    results = run(monkeypatch, f"{RD}\n{named}\n".encode(), options=["--editions", str(folder)])
    assert [result["edition"] for result in results] == ["2026.1", "2025.1"]
    (draft,) = run(monkeypatch, RD.encode(), options=["--editions", str(folder), "--edition", "draft"])
    assert draft["edition"] == "draft"


def test_a_withdrawn_edition_computes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = registered(tmp_path, _2025_1="withdrawn", _2026_1="current")
    (result,) = run(monkeypatch, RD.encode(), options=["--editions", str(folder), "--edition", "2025.1"])
    assert (result["status"], codes(result), result["edition"]) == ("invalid", ["withdrawn_edition"], None)
    assert "2025.1" in result["errors"][0]["message"]


def test_an_edition_that_is_not_the_registered_one_stops_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = registered(tmp_path, _2026_1="current")
    path = folder / "2026.1.json"
    path.write_text(path.read_text("utf-8").replace("25", "26", 1), "utf-8")
    monkeypatch.setattr(sys, "stdin", Input([RD.encode()]))
    assert command_line.main(["run", "--editions", str(folder)]) == 2
    assert "is not the published" in capsys.readouterr().err


def test_without_an_index_the_draft_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copy(EDITION_FILE, tmp_path)
    (result,) = run(monkeypatch, RD.encode(), options=["--editions", str(tmp_path)])
    assert result["edition"] == "draft"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"current": null, "editions": 3}'])
def test_an_index_that_cannot_be_read_stops_the_run(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.json").write_text(text, encoding="utf-8")
    assert command_line.main(["run", "--editions", str(tmp_path)]) == 2
    assert "index.json cannot be read" in capsys.readouterr().err
