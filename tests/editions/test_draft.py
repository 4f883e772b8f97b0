"""The working draft beside the editions: shown where it says something that the last edition does not."""

import pytest

from generator.editions.draft import Draft, draft_line, is_changed
from tests.editions.changed import after, before, lower_dose


def test_a_draft_differs_by_its_data_and_not_by_its_name() -> None:
    assert not is_changed(before(), before())
    assert is_changed(before(), after(lower_dose))
    assert is_changed(after(lower_dose), before())


@pytest.mark.parametrize(
    ("draft", "changed", "shown", "said"),
    [
        (Draft.LEFT_OUT, False, False, "the same as edition 2026.1, left out"),
        (Draft.LEFT_OUT, True, False, "differs from edition 2026.1 and is not in the site"),
        (Draft.IF_CHANGED, False, False, "the same as edition 2026.1, left out"),
        (Draft.IF_CHANGED, True, True, "at bozza/, differs from edition 2026.1"),
        (Draft.ALWAYS, False, True, "at bozza/, the same as edition 2026.1"),
        (Draft.ALWAYS, True, True, "at bozza/, differs from edition 2026.1"),
    ],
)
def test_where_it_is_shown_and_what_is_said(draft: Draft, changed: bool, shown: bool, said: str) -> None:
    assert draft.shown(changed=changed) is shown
    assert said in draft_line(draft, "2026.1", changed=changed)
