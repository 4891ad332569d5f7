"""The bounds within which a file is read; beyond them it is refused with a message, or a row is.

They are far above what survey and review exports hold, and low enough that no file, however it was
made, can fill the memory or the disk of the machine.
"""

from __future__ import annotations

MAX_COLUMNS = 2_000  # columns of a table
MAX_CELL = 1_000_000  # characters of one cell: about 500 printed pages
MAX_ROW_LINES = 2_000  # lines over which one row may run, by line breaks inside its cells
MAX_RATIO = 200  # unpacked bytes for one packed byte, once MAX_RATIO_FROM bytes came out
MAX_RATIO_FROM = 64 * 2**20
MAX_UNPACKED = 64 * 2**30  # bytes that one compressed file may unpack to
MAX_MEMBERS = 1_000  # files read inside one zip archive
MAX_IN_MEMORY = (
    512 * 2**20
)  # unpacked bytes of a workbook or a JSON document, which are not streamed
MAX_SHEET_CELLS = 40_000_000  # cells of one sheet
SAMPLE_ROWS = 20_000  # rows looked at to understand a file
LAYOUT_BYTES = 2**20  # bytes looked at to find the encoding, the separator and the header
CHUNK = 8 * 2**20  # bytes read at a time
