"""A duty roster brought in from a spreadsheet or a calendar: every fault by row or event, and nothing with a fault."""

from config.duty_import.reading import Imported, read
from config.duty_import.writing import changes, merged, write

__all__ = ["Imported", "changes", "merged", "read", "write"]
