"""A mistake in a table of dose bands is named by the bands that make it."""

from tests.calculators.asking import ask


def test_bands_that_overlap_are_both_named() -> None:
    bands = [
        {"from_mg": 45, "to_mg": 60, "dose_mg": 50},
        {"from_mg": "30,5", "to_mg": 50, "dose_mg": 40},
    ]
    answer = ask("dose_banding", "en", calculated_dose_mg=48, bands=bands, edge="from_inclusive")
    (error,) = answer["errors"]
    assert "30.5-50 mg" in error["message"]
    assert "45-60 mg" in error["message"]
