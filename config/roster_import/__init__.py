"""A roster brought in from a spreadsheet: every fault by cell, and `roster.yaml` changed as little as can be."""

from config.roster_import.in_place import Written, rewritten
from config.roster_import.present import Present, faults_beside, present
from config.roster_import.sheet import COLUMNS, Sheet, read_roster

__all__ = ["COLUMNS", "Present", "Sheet", "Written", "faults_beside", "present", "read_roster", "rewritten"]
