"""Workbooks in several looks."""


def document(p):
    """An XLSX workbook. The writer of the corpus is asked for only when one is made."""
    from corpus import sheets
    rng = p.rng
    look = sheets.Look(as_text=rng.random() < 0.3, shared=rng.random() < 0.7, lines=rng.random() < 0.8, left=rng.choice((0, 0, 1, 2)), top=rng.choice((0, 0, 3)),
                       gap=rng.choice((0, 1, 1, 2)), merge_text=rng.random() < 0.6, rich=rng.random() < 0.2)
    blocks = p.blocks()
    tables = sum(kind == "table" for kind, _ in blocks)
    return sheets.xlsx(blocks, look, each=tables == 3 and rng.random() < 0.4), ""


document.needs = "corpus.sheets"
