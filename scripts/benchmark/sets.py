"""The documents that are read: made once for each seed, under target/bench."""
import pathlib
import shutil
import subprocess
import sys
import zlib

HOME = pathlib.Path(__file__).resolve().parents[2]
MAKER = HOME / "scripts/make-reports"
TEXTS = ["text_tab", "text_aligned", "text_lines", "text_spaced", "markdown"]
PDFS = ["pdf_ruled_libreoffice", "pdf_ruled_chromium", "pdf_ruled_weasyprint", "pdf_ruled_reportlab"]
PAGE_BYTES = 60_000


def made(folder, seed, kinds, count):
    """So many reports of some kinds, in a folder."""
    done = folder.with_suffix(".done")
    mark = f"{seed} {','.join(kinds)} {count}"
    if not (done.exists() and done.read_text() == mark):
        shutil.rmtree(folder, ignore_errors=True)
        command = [sys.executable, MAKER, "--seed", str(seed), "--count", str(count), "--only", ",".join(kinds), "-o", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        done.write_text(mark)
    return sorted((folder / "documents").iterdir())


def dressed(page, number):
    """A page as a CMS serves it: the report among navigation, lists, scripts and styles, to the size of published ones."""
    page = page.decode("utf-8")
    links = "".join(
        f'<li class="item-{n % 7}"><a href="/art/{number}/{n}.html" target="_blank" title="关于公布第{n}批事项目录的通知">'
        f"关于公布第{n}批事项目录的通知</a><span>2024-0{n % 9 + 1}-1{n % 9}</span></li>\n"
        for n in range(140)
    )
    script = "".join(f"function menu{n}(e){{var t=document.getElementById('m'+e);t.className='on'+{n};}}\n" for n in range(120))
    style = "".join(f".item-{n}{{float:left;width:{n}px;line-height:24px;font-family:'宋体';color:#333}}\n" for n in range(180))
    head = f"<script>{script}</script><style>{style}</style>"
    nav = f'<div class="nav"><ul>\n{links}</ul></div>'
    page = page.replace("</head>", head + "</head>", 1) if "</head>" in page else head + page
    at = page.find("<body")
    at = page.find(">", at) + 1 if at >= 0 else 0
    page = page[:at] + nav + page[at:]
    while len(page.encode()) < PAGE_BYTES:
        page += nav
    return page.encode()


def texts(folder, seed, count):
    return made(folder / "text", seed, TEXTS, count)


def pages(folder, seed, count):
    plain = [p for p in made(folder / "html", seed, ["html"], count) if p.suffix == ".html"]
    into = folder / "pages"
    if not into.exists() or len(list(into.iterdir())) < len(plain) // 2:
        shutil.rmtree(into, ignore_errors=True)
        into.mkdir(parents=True)
        for number, path in enumerate(plain):
            try:
                (into / path.name).write_bytes(dressed(path.read_bytes(), number))
            except UnicodeDecodeError:
                continue  # a page in another charset stays out; dressing it would mix two
    return sorted(into.iterdir())


def words(folder, seed, count):
    return made(folder / "docx", seed, ["docx"], count)


def papers(folder, seed, count):
    found = []
    for kind in PDFS:
        found += made(folder / kind, seed, [kind], count // len(PDFS))
    return found


def gathered(folder, paths):
    """Links to files, in a folder of their own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in paths:
        (folder / f"{path.parent.parent.name}-{path.name}").hardlink_to(path)
    return folder


def many(folder, count, texts, pages, papers):
    """So many different documents of all three kinds, in folders of a thousand: six texts to three pages to one PDF. Each is
    one of those made, with its number put where no reader looks."""
    done = folder.with_suffix(".done")
    if done.exists() and done.read_text() == str(count):
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    for number in range(count):
        kind = number % 10
        paths = texts if kind < 6 else pages if kind < 9 else papers
        path = paths[zlib.crc32(str(number).encode()) % len(paths)]
        bytes_ = path.read_bytes()
        if kind < 6:
            bytes_ += f"\n\n第{number}号\n".encode()
        elif kind < 9:
            bytes_ += f"<!-- {number} -->\n".encode()
        else:
            bytes_ += f"%{number}\n".encode()
        into = folder / f"{number // 1000:03}"
        if number % 1000 == 0:
            into.mkdir(parents=True)
        (into / f"{number:06}{path.suffix}").write_bytes(bytes_)
    done.write_text(str(count))
    return folder
