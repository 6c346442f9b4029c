"""Checks of the corpus by itself: the truth agrees with itself, with the verdict, and with the document's own text."""
import html
import io
import re
import subprocess
import tempfile
import zipfile

from .report import failures


def text_of(d):
    """Plain text of a document, as far as it can be had cheaply."""
    if d.name.endswith(".pdf"):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as f:
            f.write(d.data)
            f.flush()
            return subprocess.run(["pdftotext", "-raw", f.name, "-"], capture_output=True, text=True).stdout
    if d.name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(d.data)) as z:
            return html.unescape(re.sub(r"<[^>]*>", "", z.read("word/document.xml").decode()))
    if d.kind in ("doc", "rtf"):
        # Word 97 holds its text in UTF-16 or, where that is enough, in single bytes; rich text holds numbers as they are.
        return d.data.decode("utf-16-le", "ignore") + d.data.decode("latin-1")
    text = d.data.decode(d.encoding)
    if d.name.endswith((".html", ".htm")):
        text = re.sub(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->", "", text)
        text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return text


def problems(d):
    """What is wrong with a document; empty when all is well."""
    t, out = d.truth(), []
    if d.report is None:
        return [] if t["verdict"] == "unreadable" and t["reason"] else ["no report and no reason"]
    r = d.report
    broken = failures(r.cells, r.single_other)
    if bool(broken) != bool(r.slips):
        out.append(f"identities broken {broken}, slips recorded {r.slips}")
    if t["verdict"] == "clean" and (broken or t["doubtful"]):
        out.append("clean, yet inconsistent or doubtful")
    if t["verdict"] == "publisher_inconsistent" and (not broken or t["doubtful"]):
        out.append("publisher_inconsistent without a broken identity, or with doubtful cells")
    if t["verdict"] == "needs_review" and not t["doubtful"]:
        out.append("needs_review without a doubtful cell")
    text = re.sub(r"\s", "", text_of(d))
    for cell, value in t["cells"].items():
        if value is not None and re.sub(r"\s", "", r.text(cell)) not in text:
            out.append(f"{cell} {r.text(cell)!r} does not occur in the document")
    return out
