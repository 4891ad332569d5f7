"""QR codes, as drawings written in the page."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup


def qr_drawing(address: str) -> Markup:
    """Return the QR code of an address as an SVG that scales; write the address beside it.

    Black on white whatever the page's colours, with its quiet zone: that is what readers expect.
    """
    return Markup(
        segno.make(address, error="m", micro=False).svg_inline(
            omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None
        )
    )


def qr_file(address: str) -> bytes:
    """Return the same drawing as a file, for posters drawn elsewhere."""
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        stream, kind="svg", scale=10, dark="#000", light="#fff"
    )
    return stream.getvalue()
