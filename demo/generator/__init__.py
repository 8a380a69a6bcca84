"""Invents a municipality and writes its extracts: any size, seed and last day, the same seed the same bytes.

    write_extracts(folder, Municipality(people=3600, seed=1, until=date(2026, 11, 23)))

Pure: the standard library and `people.calendar`. Calibrated on the figures that Danish municipalities publish
(see docs/extracts.md).
"""

from demo.generator.faults import Faults
from demo.generator.writing import Municipality, Summary, write_extracts

__all__ = ["Faults", "Municipality", "Summary", "write_extracts"]
