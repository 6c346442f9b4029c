"""PDFs drawn by ReportLab in several looks."""
from .words import widths

EMBEDDED = {"WenQuanYi Micro Hei": "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "WenQuanYi Zen Hei": "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", "AR PL UMing CN": "/usr/share/fonts/truetype/arphic/uming.ttc"}


def document(p):
    """A drawn PDF."""
    from corpus import drawn
    rng, asked = p.rng, p.look
    blocks = p.blocks()
    rules = "none" if "borderless" in p.kind.traits else next((r[6:].replace("boxes", "box") for r in ("rules_dotted", "rules_dashed", "rules_boxes") if r in asked), "line")
    small = "small_print" in asked
    size = 6.5 if small else 7 if "narrow_columns" in asked else rng.choice((8, 8.5, 9))
    cut = "split" if "label_at_cut_split" in asked else "repeat" if "label_at_cut_repeated" in asked else "once"
    look = drawn.Look(rules=rules, size=size, text_size=10 if small else rng.choice((12, 14)), digits=rng.choice(("Times-Roman", "Helvetica", "")), label_at_cut=cut,
                      repeat_header="header_on_every_page" in asked, open_bottom="open_at_cut" in asked, rotated="rotated" in p.kind.traits, fake_bold="bold_by_stroke" in asked,
                      overprint="printed_twice" in asked, vertical_font="vertical_face" in asked, shade="rows_shaded" in asked, row=rng.choice((4, 6, 8)), widths=widths(blocks, 360 if "narrow_columns" in asked else 465))
    if "embedded" in p.kind.traits:
        look.face = _embedded(rng.choice(list(EMBEDDED)))
    return drawn.make(blocks, look)


def _embedded(name):
    """A face whose outlines go into the file."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    pdfmetrics.registerFont(TTFont(name, EMBEDDED[name], subfontIndex=0))
    return name
