"""Dose plans, organ function and dose arithmetic for haematology: pure, exact, standard library only.

The public interface is :func:`calculators.api.answer` (one request, one result) and the command
``python -m calculators``. Nothing here reads files (only ``__main__`` does), looks at a clock or keeps state.
"""

__version__ = "0.1.0"
