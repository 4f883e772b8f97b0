"""An edition frozen before the calculators had records: it is given those that fit, nothing it lacks."""

from dataclasses import replace

from generator.check import checked_content
from generator.editions.described import with_calculators
from tests.generator.editing import real_texts

WORKING = checked_content(real_texts())
OLD = replace(
    WORKING,
    calculators={},
    regimens={name: record for name, record in WORKING.regimens.items() if name != "r-chop"},
    references={key: record for key, record in WORKING.references.items() if key != "rcp-tecvayli"},
)


def test_what_cites_a_source_that_the_edition_lacks_is_left_out() -> None:
    given = with_calculators(OLD, WORKING).calculators

    assert "step_up" not in given
    assert {"bsa", "iss", "lenalidomide_renal"} <= set(given)


def test_reasons_lead_only_to_what_the_edition_holds() -> None:
    given = with_calculators(OLD, WORKING).calculators["ipi"]

    assert [name for concern in given.concerns for name in concern.regimens] == ["pola-br"]


def test_an_edition_with_records_of_its_own_keeps_them() -> None:
    assert with_calculators(WORKING, OLD) is WORKING
