"""What the bot loads before it can answer: nothing that only a document, a mail or a spreadsheet needs."""

import subprocess
import sys

LATE = ("aiosmtplib", "apprise", "fontTools", "icalendar", "openpyxl", "python_calamine", "recurring_ical_events")
LATER = (*LATE, "segno", "typst", "uvicorn")


def test_heavy_libraries_are_loaded_where_they_are_used():
    asked = f"import sys, bot.bootstrap; print(*sorted(set({LATER!r}) & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60)
    assert loaded.stdout.split() == []
