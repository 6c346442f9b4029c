"""The table of kinds: every path a report takes, how often, and what it needs.

`press` names the program that makes a finished file of the source, in batches (presses.py); `after` what is done to the
finished file. `outcome`: why no report can come out of it, or `another` where there are two in it. `traits` say which
knobs fit (knobs.py). `family` is the row of the table of results it counts in.
"""
from dataclasses import dataclass
from functools import cached_property

from . import books, drawing, sets, texts, webs, words, wraps


@dataclass(frozen=True)
class Kind:
    """One kind of document."""
    name: str
    suffix: str
    family: str
    weight: int
    shape: str
    source: object
    press: str = ""
    after: str = ""
    more: str = ""
    outcome: str = ""

    @cached_property
    def traits(self):
        """Words that knobs and renderers ask for."""
        traits = {self.shape, *self.more.split(), *([self.press] if self.press else [])}
        return traits | {"drawn_rules"} if traits >= {"ruled", "drawn"} else traits


def _text(make):
    return lambda p: make(p).encode()


HTML, WORD, TYPST, DRAWN = _text(webs.printed), lambda p: words.document(p)[0], _text(sets.source), drawing.document
TAGGED, RULED, LOOSE, OTHER = "tagged", "ruled", "loose", "other"

KINDS = [
    Kind("html", "html", TAGGED, 420, "tagged", webs.document, more="web"),
    Kind("docx", "docx", TAGGED, 200, "tagged", words.document),
    Kind("markdown", "md", TAGGED, 120, "tagged", texts.markdown),
    Kind("text_tab", "txt", TAGGED, 240, "tab", texts.tabs),
    Kind("xlsx", "xlsx", TAGGED, 100, "tagged", books.document),
    Kind("xls", "xls", TAGGED, 40, "tagged", books.document, "calc"),
    Kind("mhtml", "mhtml", TAGGED, 60, "tagged", wraps.mhtml, more="web"),
    Kind("json", "json", TAGGED, 50, "tagged", wraps.answer),
    Kind("html_script", "html", TAGGED, 30, "tagged", wraps.script),
    Kind("doc", "doc", TAGGED, 70, "tagged", WORD, "libreoffice", more="doc"),
    Kind("rtf", "rtf", TAGGED, 60, "tagged", WORD, "libreoffice", more="rtf"),
    Kind("text_aligned", "txt", LOOSE, 120, "aligned", texts.aligned),
    Kind("text_spaced", "txt", OTHER, 60, "spaced", texts.spaced),
    Kind("text_lines", "txt", OTHER, 80, "lines", texts.lines),
    Kind("text_glued", "txt", OTHER, 60, "glued", texts.glued),
    Kind("pdf_ruled_libreoffice", "pdf", RULED, 160, "page", WORD, "libreoffice", more="ruled flowing"),
    Kind("pdf_ruled_chromium", "pdf", RULED, 160, "page", HTML, "chromium", more="ruled flowing"),
    Kind("pdf_ruled_weasyprint", "pdf", RULED, 80, "page", HTML, "weasyprint", more="ruled flowing"),
    Kind("pdf_ruled_typst", "pdf", RULED, 100, "page", TYPST, "typst", more="ruled flowing"),
    Kind("pdf_ruled_reportlab", "pdf", RULED, 120, "page", DRAWN, "reportlab", more="ruled drawn song"),
    Kind("pdf_ruled_embedded", "pdf", RULED, 80, "page", DRAWN, "reportlab", more="ruled drawn embedded"),
    Kind("pdf_borderless_libreoffice", "pdf", LOOSE, 60, "page", WORD, "libreoffice", more="borderless flowing"),
    Kind("pdf_borderless_chromium", "pdf", LOOSE, 70, "page", HTML, "chromium", more="borderless flowing"),
    Kind("pdf_borderless_weasyprint", "pdf", LOOSE, 60, "page", HTML, "weasyprint", more="borderless flowing"),
    Kind("pdf_borderless_typst", "pdf", LOOSE, 60, "page", TYPST, "typst", more="borderless flowing"),
    Kind("pdf_borderless_reportlab", "pdf", LOOSE, 60, "page", DRAWN, "reportlab", more="borderless drawn"),
    Kind("pdf_ghostscript_libreoffice", "pdf", RULED, 60, "page", WORD, "libreoffice", "ghostscript", "ruled flowing"),
    Kind("pdf_ghostscript_typst", "pdf", RULED, 60, "page", TYPST, "typst", "ghostscript", "ruled flowing"),
    # Ghostscript loses which characters the glyphs of these faces stand for: a page to look at, with no text.
    Kind("pdf_ghostscript_unmapped", "pdf", OTHER, 30, "page", DRAWN, "reportlab", "ghostscript", "ruled drawn embedded", "image_only"),
    Kind("pdf_linearized", "pdf", RULED, 60, "page", HTML, "chromium", "linearize", "ruled flowing"),
    Kind("pdf_object_streams", "pdf", RULED, 60, "page", WORD, "libreoffice", "object_streams", "ruled flowing"),
    Kind("pdf_encrypted", "pdf", RULED, 60, "page", DRAWN, "reportlab", "encrypt", "ruled drawn"),
    Kind("pdf_password", "pdf", OTHER, 30, "page", DRAWN, "reportlab", "lock", "ruled drawn", "encrypted"),
    Kind("pdf_rotated_drawn", "pdf", RULED, 60, "page", DRAWN, "reportlab", more="ruled drawn rotated"),
    Kind("pdf_rotated", "pdf", RULED, 60, "page", HTML, "chromium", "turn", "ruled flowing"),
    Kind("pdf_cropped", "pdf", RULED, 60, "page", TYPST, "typst", "crop", "ruled flowing"),
    Kind("pdf_offset", "pdf", RULED, 60, "page", DRAWN, "reportlab", "offset", "ruled drawn"),
    Kind("pdf_two_reports", "pdf", OTHER, 60, "page", DRAWN, "reportlab", "join", "ruled drawn", "another"),
]
BY_NAME = {k.name: k for k in KINDS}
CHEAP = [k.name for k in KINDS if not k.press]


def quotas(kinds, count):
    """How many of each kind make up `count`, by weight; the largest remainders get what is left over."""
    whole = sum(k.weight for k in kinds)
    exact = {k: count * k.weight / whole for k in kinds}
    out = {k: int(x) for k, x in exact.items()}
    for k in sorted(kinds, key=lambda k: (out[k] - exact[k], k.name))[:count - sum(out.values())]:
        out[k] += 1
    return out
