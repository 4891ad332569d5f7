"""The report: one HTML file that opens offline, prints well and shows its proofs."""

from rebond.report.writing import write_report

__all__ = ["write_report"]
