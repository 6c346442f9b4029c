"""The statistics table in PDF documents."""
from .. import docx, programs as P, statistics as S
from ..document import Document
from ..html import Style
from .pdfs import _css, _page


def documents():
    """All of them."""
    r = S.Indicators("丹浦市西陵区人民政府", 2015, seed=41)
    blocks = S.draft(r, [S.table(r)], after=[S.FOOTER.format(y=2016)])
    yield Document("statistics-browser.pdf", "pdf_chromium", P.chromium(_page(blocks, Style(), _css(more="td:first-child{text-align:left}"))), r,
                   note="drawn rules; the table goes over pages")
    r = S.Indicators("丹浦市西陵区审计局", 2016, size="bureau", seed=42)
    blocks = S.draft(r, [S.table(r)])
    look = docx.Look(widths={3: [6200, 1200, 1600]}, font="Noto Serif CJK SC")
    yield Document("statistics-writer.pdf", "pdf_libreoffice", P.libreoffice(docx.make(blocks, look)), r, note="a Word document; the header is repeated on every page")
    r = S.Indicators("湾头市湖里区人民政府", 2014, variant="fujian", seed=43)
    blocks = S.draft(r, [S.table(r)])
    yield Document("statistics-fujian-borderless.pdf", "pdf_chromium", P.chromium(_page(blocks, Style(), _css(border="0", more="td:first-child{text-align:left}"))), r,
                   note="a provincial table without rules", verdict_also=("needs_review",))
