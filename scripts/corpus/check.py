"""Checks of the corpus by itself: the truth agrees with itself, with the verdict, and with the document's own text."""
import html
import io
import re
import subprocess
import tempfile
import zipfile


def text_of(d):
    """Plain text of a document, as far as it can be had cheaply."""
    if d.name.endswith(".pdf"):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as f:
            f.write(d.data)
            f.flush()
            return subprocess.run(["pdftotext", "-raw", f.name, "-"], capture_output=True, text=True).stdout
    if d.name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(d.data)) as z:
            return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", z.read(n).decode())) for n in z.namelist() if "sheet" in n or "Strings" in n)
    if d.kind in ("mhtml", "json", "xls", "ods"):
        # Encoded inside: that the program reads it back is the check.
        return "".join(d.report.text(c) + " " for c in d.report.cells) if d.report else ""
    if d.name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(d.data)) as z:
            return html.unescape(re.sub(r"<[^>]*>", "", z.read("word/document.xml").decode()))
    if d.kind in ("doc", "rtf"):
        # Word 97 holds its text in UTF-16 or, where that is enough, in single bytes; rich text holds numbers as they are.
        return d.data.decode("utf-16-le", "ignore") + d.data.decode("latin-1")
    text = d.data.decode(d.encoding)
    if d.name.endswith(".md"):
        text = re.sub(r"\\([-.()])", r"\1", text)
    if d.name.endswith((".html", ".htm")):
        text = re.sub(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->", "", text)
        text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return text


def drawn(sections, d):
    """Sections as a printing program drew them: LibreOffice leaves out a comma that would hang beyond the margin."""
    text = re.sub(r"\s", "", text_of(d))

    def paragraph(p):
        bare = re.sub(r"\s", "", p)
        without = [p[:k] + p[k + 1:] for k, c in enumerate(p) if c == "，"]
        return p if bare in text else next((w for w in without if re.sub(r"\s", "", w) in text), p)

    return [{**s, "text": "\n".join(paragraph(p) for p in s["text"].split("\n"))} for s in sections]


def problems(d):
    """What is wrong with a document; empty when all is well."""
    t, out = d.truth(), []
    if d.report is None:
        return [] if t["verdict"] == "unreadable" and t["reason"] else ["no report and no reason"]
    r = d.report
    broken = r.broken()
    if bool(broken) != bool(r.slips):
        out.append(f"identities broken {broken}, slips recorded {r.slips}")
    if t["verdict"] == "clean" and (broken or t["doubtful"]):
        out.append("clean, yet inconsistent or doubtful")
    if t["verdict"] == "publisher_inconsistent" and (not broken or t["doubtful"]):
        out.append("publisher_inconsistent without a broken identity, or with doubtful cells")
    if t["verdict"] == "needs_review" and t["cells"] and not t["doubtful"]:
        out.append("needs_review without a doubtful cell")
    text = re.sub(r"\s", "", text_of(d))
    for cell, value in t["cells"].items():
        if value is not None and re.sub(r"\s", "", r.text(cell)) not in text:
            out.append(f"{cell} {r.text(cell)!r} does not occur in the document")
    return out
