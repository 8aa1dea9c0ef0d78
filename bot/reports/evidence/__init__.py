"""The evidence pack: what carried the plan out in a span of days, clause by clause, and what was missed.

`gather.Gatherer` takes the records of the log one by one and gives a `pack.Pack`, which is plain data; `workbook`
and `document` write it as a spreadsheet and as a PDF.
"""
