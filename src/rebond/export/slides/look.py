"""The look of the slides: paper, violet ink, one pale rule.

Colours and fonts are set in the theme of the file too, for what a company adds to it.
"""

from __future__ import annotations

import re
from typing import Any

INK, INK_2, PAPER, PAPER_2 = "1C1A24", "53505F", "FDFDFD", "F5F5F7"
LINE, MARGIN_RULE = "E1E0E7", "ECB9C3"
ACCENT, ACCENT_SOFT = "4C3192", "C9BFE6"
FAVOURABLE, UNFAVOURABLE, MIXED = "1F87A0", "CF5F1D", "D2D0DA"
FAVOURABLE_TEXT, UNFAVOURABLE_TEXT = "005F77", "9B3A00"

SERIF, SANS = "Palatino Linotype", "Arial"
_SCHEME = {
    "dk1": INK,
    "lt1": PAPER,
    "dk2": INK_2,
    "lt2": PAPER_2,
    "accent1": ACCENT,
    "accent2": FAVOURABLE,
    "accent3": UNFAVOURABLE,
    "accent4": ACCENT_SOFT,
    "accent5": MIXED,
    "accent6": MARGIN_RULE,
    "hlink": ACCENT,
    "folHlink": INK_2,
}


def blank_presentation() -> Any:
    """Return a presentation without slides, 16:9, with the fonts and colours of Rebond."""
    from pptx import Presentation
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.util import Inches

    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(13.333), Inches(7.5)
    theme = presentation.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = themed(theme.blob.decode("utf-8")).encode("utf-8")
    return presentation


def themed(theme: str) -> str:
    """Return the XML of a theme with our colours and fonts in place of its own."""
    for name, colour in _SCHEME.items():
        theme = re.sub(
            rf"<a:{name}>.*?</a:{name}>",
            f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>',
            theme,
            flags=re.DOTALL,
        )
    for kind, font in (("majorFont", SERIF), ("minorFont", SANS)):
        pattern = rf'<a:{kind}><a:latin typeface="[^"]*"'
        theme = re.sub(pattern, f'<a:{kind}><a:latin typeface="{font}"', theme)
    return theme


def colour(value: str) -> Any:
    """Return a colour of ours as python-pptx wants it."""
    from pptx.dml.color import RGBColor

    return RGBColor(*bytes.fromhex(value))  # type: ignore[no-untyped-call]
