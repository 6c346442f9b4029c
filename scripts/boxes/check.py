"""Holds the boxes of a dataset's cells against what an independent reader (pdfplumber) finds on the pages under them.

For each PDF of FOLDER: the characters whose middle lies in a cell's box must be the text of the cell. White space and the width
of characters are left out of account.

    check.py DATASET FOLDER
"""

import json
import logging
import sys
import unicodedata
from pathlib import Path

import pdfplumber

# It tells of every font that it finds something to say about.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def folded(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


def under(page, box):
    """The characters whose middle lies in a box, from top to bottom and left to right."""
    x0, y0, x1, y1 = box
    left, top = page.bbox[0], page.bbox[1]
    found = []
    for char in page.chars:
        x, y = (char["x0"] + char["x1"]) / 2 - left, (char["top"] + char["bottom"]) / 2 - top
        if x0 <= x <= x1 and y0 <= y <= y1:
            found.append((round(y / 4), x, char["text"]))
    return "".join(text for _, _, text in sorted(found))


def main(dataset, folder):
    cells = documents = 0
    wrong = {}
    for line in (Path(dataset) / "reports.ndjson").open(encoding="utf-8"):
        record = json.loads(line)
        facts = record["document"]
        if facts["media_type"] != "application/pdf" or not record["cells"]:
            continue
        documents += 1
        twice = {}
        with pdfplumber.open(Path(folder) / facts["source"]) as pdf:
            for name, cell in record["cells"].items():
                at = cell.get("at") or {}
                if "box" not in at or not cell.get("raw"):
                    continue
                cells += 1
                page = pdf.pages[at["page"] - 1]
                found = under(page, at["box"])
                if folded(found) != folded(cell["raw"]) and page.page_number not in twice:
                    # It may be drawn twice, one over the other.
                    twice[page.page_number] = page.dedupe_chars()
                if page.page_number in twice:
                    found = under(twice[page.page_number], at["box"])
                if folded(found) != folded(cell["raw"]):
                    wrong.setdefault(facts["source"], []).append((name, cell["raw"], found))
    for source, of in wrong.items():
        name, raw, found = of[0]
        print(f"{source}: {len(of)} cells, {name} is {raw!r} and under its box stands {found!r}", file=sys.stderr)
    print(f"{cells} cells of {documents} PDFs: the text under {cells - sum(map(len, wrong.values()))} boxes is that of the cell")
    return 0 if cells and not wrong else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
