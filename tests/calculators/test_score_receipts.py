"""`explain` line by line: the arithmetic of each score in front of the reader, in both languages.

`score_receipts.txt` holds commands and what they print. A receipt that changes on purpose is written there
again, and read.
"""

from pathlib import Path

import pytest

from calculators import __main__ as command_line
from calculators.scores import CALCULATORS as SCORES

TEXT = Path(__file__).with_name("score_receipts.txt").read_text(encoding="utf-8")
RECEIPTS = [block.partition("\n")[::2] for block in TEXT.removeprefix("$ ").split("\n$ ")]


@pytest.mark.parametrize(("command", "printed"), RECEIPTS, ids=[command for command, _ in RECEIPTS])
def test_a_receipt_line_by_line(command: str, printed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(command.split(" ")) == 0
    assert capsys.readouterr().out.splitlines() == printed.rstrip("\n").splitlines()


def test_every_score_has_a_receipt_here() -> None:
    shown = {command.split(" ")[1] for command, _ in RECEIPTS}
    assert {score.name for score in SCORES} - shown == set()
