"""The printing programs, each run once for many documents; and what is done to finished PDFs."""
import functools
import importlib.util
import io
import multiprocessing.util
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
# What each needs, and how to get it on Debian.
PROGRAMS = {"libreoffice": (["soffice", "pdftotext"], [], "apt-get install libreoffice-writer poppler-utils"), "calc": (["soffice", "localc"], [], "apt-get install libreoffice-calc"), "chromium": (["chromium"], [], "apt-get install chromium"),
            "weasyprint": ([], ["weasyprint"], "pip install weasyprint"), "typst": ([], ["typst"], "pip install typst"),
            "reportlab": ([], ["reportlab"], "pip install reportlab"), "ghostscript": (["gs"], [], "apt-get install ghostscript"),
            "pdf": ([], ["pikepdf"], "pip install pikepdf"),
            "fonts": (["fc-list"], [], "apt-get install fontconfig fonts-noto-cjk fonts-wqy-zenhei fonts-wqy-microhei fonts-arphic-uming fonts-arphic-ukai")}
EDITS = ("linearize", "object_streams", "encrypt", "lock", "turn", "crop", "offset", "join")
# Documents of one run: a crash costs this many, and memory stays small.
BATCH = {"libreoffice": 40, "calc": 40, "chromium": 40, "weasyprint": 15, "typst": 30}


def wanted(kind):
    """The programs that a kind needs."""
    out = [kind.press] if kind.press else []
    out += ["ghostscript"] if kind.after == "ghostscript" else ["pdf"] if kind.after in EDITS else []
    return out + (["fonts"] if kind.press else [])


def missing(kind):
    """Programs that a kind needs and this machine lacks."""
    def lacks(name):
        programs, modules, _ = PROGRAMS[name]
        return any(not shutil.which(x) for x in programs) or any(importlib.util.find_spec(x) is None for x in modules)
    return [name for name in wanted(kind) if lacks(name)]


def press(kind, sources):
    """Finished files of the sources, in their order."""
    make = {"": list, "reportlab": list, "libreoffice": functools.partial(_libreoffice, kind), "calc": functools.partial(_libreoffice, kind), "chromium": _chromium, "weasyprint": _weasyprint, "typst": _typst}[kind.press]
    return make(sources)


def _libreoffice(kind, sources):
    into = next((x for x in ("doc", "rtf") if x in kind.traits), "xls" if kind.press == "calc" else "pdf")
    source = "xlsx" if kind.press == "calc" else "docx"
    with tempfile.TemporaryDirectory() as d:
        work = pathlib.Path(d)
        (work / "out").mkdir()
        for k, data in enumerate(sources):
            (work / f"{k:03}.{source}").write_bytes(data)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", into, "--outdir", "out", *sorted(x.name for x in work.glob(f"*.{source}"))],
                       check=True, cwd=work, timeout=600, env={**os.environ, "HOME": d}, **QUIET)
        return [(work / "out" / f"{k:03}.{into}").read_bytes() for k in range(len(sources))]


WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<')
# Two numbers may touch by chance; a table printed over another has dozens.
TOUCHING = 2


def spoiled(pdf):
    """Whether a PDF has text printed over numbers, as LibreOffice 7.4 does now and then after a table that a page's end
    cuts. No one would publish such a page."""
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode(errors="replace")
    over = 0
    for page in told.split("<page")[1:]:
        words = sorted(((float(y0), float(y1), float(x0), float(x1), text) for x0, y0, x1, y1, text in WORD.findall(page)))
        for k, (y0, y1, x0, x1, text) in enumerate(words):
            for v0, v1, u0, u1, other in words[k + 1:]:
                if v0 >= y1:
                    break
                across, down = min(x1, u1) - max(x0, u0), min(y1, v1) - max(y0, v0)
                over += across > 1 and down > 0.4 * min(y1 - y0, v1 - v0) and (text.isdigit() or other.isdigit())
    return over > TOUCHING


@functools.cache
def _browser():
    from .browser import Browser
    made = Browser(shutil.which("chromium"))
    multiprocessing.util.Finalize(None, made.close, exitpriority=10)
    return made


def _chromium(sources):
    out = []
    with tempfile.TemporaryDirectory() as d:
        for k, data in enumerate(sources):
            path = pathlib.Path(d) / f"{k}.html"
            path.write_bytes(data)
            out.append(_browser().print(path))
    return out


def _weasyprint(sources):
    import logging

    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    fonts = FontConfiguration()
    return [weasyprint.HTML(string=data.decode()).write_pdf(font_config=fonts) for data in sources]


@functools.cache
def _fonts():
    import typst
    return typst.Fonts()


def _typst(sources):
    import typst
    out = []
    with tempfile.TemporaryDirectory() as d:
        for k, data in enumerate(sources):
            path = pathlib.Path(d) / f"{k}.typ"
            path.write_bytes(data)
            out.append(typst.compile(str(path), font_paths=_fonts()))
    return out


def finish(plan, data):
    """The finished file after what is done to it."""
    after = plan.kind.after
    if not after:
        return data
    if after == "ghostscript":
        return _ghostscript(data)
    return _edited(plan, after, data)


def _ghostscript(pdf):
    with tempfile.TemporaryDirectory() as d:
        work = pathlib.Path(d)
        (work / "in.pdf").write_bytes(pdf)
        subprocess.run(["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pdfwrite", "-sOutputFile=out.pdf", "in.pdf"], check=True, cwd=work, timeout=120, **QUIET)
        return (work / "out.pdf").read_bytes()


def _edited(plan, after, data):
    import pikepdf
    pdf, out, more = pikepdf.open(io.BytesIO(data)), io.BytesIO(), {}
    if after == "linearize":
        more = {"linearize": True}
    elif after == "object_streams":
        more = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
    elif after in ("encrypt", "lock"):
        strength = plan.rng.choice((3, 4, 6))
        more = {"encryption": pikepdf.Encryption(user="" if after == "encrypt" else "ping2023", owner="owner-of-it", R=strength, aes=strength >= 4, metadata=strength >= 4)}
    elif after == "join":
        pdf.pages.extend(pikepdf.open(io.BytesIO(plan.other)).pages)
    else:
        {"turn": _turn, "crop": _crop, "offset": _offset}[after](pdf, plan.rng)
    pdf.save(out, **more)
    return out.getvalue()


def _moved(pdf, page, matrix):
    page.contents_add(pdf.make_stream(f"q {matrix} cm\n".encode()), prepend=True)
    page.contents_add(pdf.make_stream(b"\nQ"))


def _turn(pdf, rng):
    """Pages that lie on their side in the file, and a /Rotate that puts them upright."""
    turn = rng.choice((90, 270, 180))
    for page in pdf.pages:
        w, h = (float(x) for x in page.mediabox[2:])
        _moved(pdf, page, {90: f"0 1 -1 0 {h} 0", 270: f"0 -1 1 0 0 {w}", 180: f"-1 0 0 -1 {w} {h}"}[turn])
        page.mediabox = [0, 0, w, h] if turn == 180 else [0, 0, h, w]
        page.rotate(turn, relative=False)


def _crop(pdf, rng):
    """A crop box smaller than the media box, with the margin of the sheet outside it."""
    for page in pdf.pages:
        w, h = (float(x) for x in page.mediabox[2:])
        if rng.random() < 0.5:
            page.mediabox, page.cropbox = [-40, -60, w + 40, h + 60], [0, 0, w, h]
        else:
            page.cropbox = [20, 15, w - 20, h - 20]


def _offset(pdf, rng):
    """A media box that does not begin at the origin."""
    dx, dy = rng.choice(((100, 200), (-300, -420), (0, -842)))
    for page in pdf.pages:
        w, h = (float(x) for x in page.mediabox[2:])
        _moved(pdf, page, f"1 0 0 1 {dx} {dy}")
        page.mediabox = [dx, dy, dx + w, dy + h]
        for box in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
            if box in page:
                del page[box]
