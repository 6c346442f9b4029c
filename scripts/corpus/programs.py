"""The printing programs outside Python: LibreOffice, Chromium, Ghostscript, qpdf, poppler. Dates and ids are fixed afterwards."""
import os
import pathlib
import re
import subprocess
import tempfile

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
DATE = b"20240118093000"


def still(pdf):
    """The same PDF with fixed dates and file id; every replacement keeps the length, so offsets stay true."""
    pdf = re.sub(rb"D:\d{14}(?:[+\-Z]\d{2}'\d{2}'?)?", lambda m: (b"D:" + DATE + m[0][16:].translate(bytes.maketrans(b"123456789", b"000000000"))), pdf)
    pdf = re.sub(rb"/ID\s*\[\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", lambda m: re.sub(rb"[0-9A-Fa-f](?=[0-9A-Fa-f]*>)", b"5", m[0]), pdf)
    pdf = re.sub(rb"/DocChecksum /[0-9A-F]+", lambda m: re.sub(rb"[0-9A-F]{8,}", lambda n: b"5" * len(n[0]), m[0]), pdf)
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+\-]\d\d:\d\d", b"2024-01-18T09:30:00+00:00", pdf)


def _run(args, work, **more):
    subprocess.run(args, check=True, cwd=work, timeout=180, env={**os.environ, "SOURCE_DATE_EPOCH": "1705570200", "TZ": "UTC", "HOME": str(work)}, **QUIET, **more)


def libreoffice(docx):
    """A .docx printed by LibreOffice Writer."""
    with tempfile.TemporaryDirectory() as d:
        work = pathlib.Path(d)
        (work / "report.docx").write_bytes(docx)
        _run(["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", "pdf", "report.docx"], work)
        return still((work / "report.pdf").read_bytes())


def written(docx, extension, name=""):
    """A .docx written again by LibreOffice Writer in another format of office documents, or an .xlsx by Calc."""
    with tempfile.TemporaryDirectory() as d:
        work = pathlib.Path(d)
        source = "report.xlsx" if extension in ("xls", "ods") else "report.docx"
        (work / source).write_bytes(docx)
        _run(["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", f"{extension}:{name}" if name else extension, source], work)
        return (work / f"report.{extension}").read_bytes()


def chromium(html):
    """A page printed by Chromium."""
    with tempfile.TemporaryDirectory() as d:
        work = pathlib.Path(d)
        (work / "report.html").write_text(html, encoding="utf-8")
        _run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={work}/profile",
              f"--print-to-pdf={work}/report.pdf", f"file://{work}/report.html"], work)
        return still((work / "report.pdf").read_bytes())


def weasyprint(html):
    """A page printed by WeasyPrint."""
    import weasyprint as w
    os.environ["SOURCE_DATE_EPOCH"] = "1705570200"
    return still(w.HTML(string=html).write_pdf())


def ghostscript(pdf):
    """A PDF written again by Ghostscript."""
    with tempfile.TemporaryDirectory() as d:
        work = pathlib.Path(d)
        (work / "in.pdf").write_bytes(pdf)
        _run(["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pdfwrite", "-dOmitInfoDate=true", "-dOmitID=true", "-dOmitXMP=true", "-sOutputFile=out.pdf", "in.pdf"], work)
        return still((work / "out.pdf").read_bytes())


def qpdf(pdf, *args):
    """A PDF written again by qpdf with the given options."""
    with tempfile.TemporaryDirectory() as d:
        work = pathlib.Path(d)
        (work / "in.pdf").write_bytes(pdf)
        _run(["qpdf", *args, "in.pdf", "out.pdf"], work)
        return (work / "out.pdf").read_bytes()


def encrypted(pdf, password):
    """128-bit AES, ids and vectors fixed. An empty user password opens without asking."""
    return qpdf(pdf, "--allow-weak-crypto", "--static-id", "--static-aes-iv", "--encrypt", password, "owner-of-it", "128", "--use-aes=y", "--")


def layout_text(pdf):
    """What `pdftotext -layout` makes of a PDF."""
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout


def pictures(pdf, dpi):
    """The pages as grey JPEG pictures."""
    with tempfile.TemporaryDirectory() as d:
        work = pathlib.Path(d)
        (work / "in.pdf").write_bytes(pdf)
        _run(["pdftoppm", "-gray", "-jpeg", "-jpegopt", "quality=45", "-r", str(dpi), "in.pdf", "page"], work)
        return [p.read_bytes() for p in sorted(work.glob("page*.jpg"))]
