"""Loading the demo: the municipality through the import commands, then its last weeks through the flows.

Everything that the pages show has come about as it would at a municipality: payroll's file arrives each morning,
leaders report, confirm and postpone, HR hands over. Only the clock is told otherwise.
"""

from demo.flows.loading import load_demo

__all__ = ["load_demo"]
