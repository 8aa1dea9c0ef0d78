"""Days, hours and people in the words that people use, in both languages; every room reads them here."""
