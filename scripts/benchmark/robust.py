"""Documents made to crash, hang or swell their reader, from right ones, by seed."""
import io
import json
import pathlib
import random
import tarfile
import urllib.parse
import urllib.request
import zlib


def hostile(folder, seed, sources, count):
    """So many of them, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    ways = [cut, scrambled, nested_html, nested_pdf, looped_pdf, bomb_pdf, repeated, zeros, long_line, wide_table, deep_json, swapped]
    for number in range(count):
        way = ways[number % len(ways)]
        source = chance.choice(sources)
        (folder / f"{way.__name__}-{number:03}{source.suffix}").write_bytes(way(source.read_bytes(), chance))
    return folder


def cut(right, chance):
    return right[: chance.randrange(1, len(right))]


def scrambled(right, chance):
    bytes_ = bytearray(right)
    for _ in range(chance.choice([1, 10, 1000])):
        bytes_[chance.randrange(len(bytes_))] = chance.randrange(256)
    return bytes(bytes_)


def swapped(right, chance):
    a, b = sorted(chance.randrange(len(right)) for _ in range(2))
    return right[:a] + right[b:] + right[a:b]


def repeated(right, chance):
    return right * chance.choice([2, 20])


def zeros(right, chance):
    a = chance.randrange(len(right))
    return right[:a] + bytes(chance.choice([10, 100_000, 5_000_000])) + right[a:]


def nested_html(right, chance):
    depth = chance.choice([1_000, 100_000, 300_000])
    tag = chance.choice(["div", "table><tr><td", "b", "ul><li", "font"])
    return f"<html><body>{f'<{tag}>' * depth}公开".encode()


def wide_table(right, chance):
    rows, columns = chance.choice([(10, 20_000), (20_000, 10), (1_000, 1_000)])
    return ("<table>" + ("<tr>" + "<td colspan=1000 rowspan=1000>0" * columns) * rows).encode()[:20_000_000]


def long_line(right, chance):
    return ("总计\t" + chance.choice(["1", "\t", "（", "年"]) * chance.choice([100_000, 3_000_000])).encode()


def deep_json(right, chance):
    return ("[" * chance.choice([1_000, 1_000_000]) + '"政府信息公开"').encode()


def pdf(objects):
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))


def stream(content, more=b""):
    return b"<</Length %d%s>>stream\n" % (len(content), more) + content + b"\nendstream"


def page(content, resources=b"<<>>"):
    return [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources " + resources + b">>",
        content,
    ]


def nested_pdf(right, chance):
    depth = chance.choice([1_000, 200_000])
    inside = chance.choice([b"q ", b"BT ", b"[", b"<<", b"/P BMC "])
    return pdf(page(stream(inside * depth)))


def looped_pdf(right, chance):
    kind = chance.randrange(3)
    if kind == 0:  # a tree of pages that holds itself
        return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>"])
    if kind == 1:  # a form that draws itself twice
        form = stream(b"/F Do /F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>")
        return pdf(page(stream(b"/F Do"), b"<</XObject<</F 5 0 R>>>>") + [form])
    # forms that each draw the next one ten times
    forms = [
        stream(b"/F Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>" % (6 + n))
        for n in range(30)
    ]
    return pdf(page(stream(b"/F Do"), b"<</XObject<</F 5 0 R>>>>") + forms)


def bomb_pdf(right, chance):
    packed = zlib.compress(bytes(chance.choice([50, 400]) << 20), 9)
    if chance.random() < 0.5:
        packed = zlib.compress(packed, 9)
        return pdf(page(stream(packed, b"/Filter[/FlateDecode/FlateDecode]")))
    return pdf(page(stream(packed, b"/Filter/FlateDecode")))


# Source packages that carry the files their authors met or made to break readers.
PACKAGES = ["pikepdf", "pdfminer.six", "pypdf", "pdfplumber", "python-docx", "openpyxl", "html5lib", "mammoth", "pypdfium2", "borb"]
KINDS = (".pdf", ".docx", ".xlsx", ".html", ".htm", ".xls", ".doc", ".dat", ".zip", ".xhtml")


def public(folder):
    """The files of such packages, from the registry, in a folder; what could not be fetched is left out and counted."""
    if (folder / ".done").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        try:
            with urllib.request.urlopen(f"https://pypi.org/pypi/{package}/json", timeout=60) as answer:
                about, at = json.load(answer), answer.geturl()
            # A registry's mirror names its files relative to the page.
            address = urllib.parse.urljoin(at, next(f["url"] for f in about["urls"] if f["packagetype"] == "sdist"))
            packed = urllib.request.urlopen(address, timeout=300).read()
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                for number, member in enumerate(archive):
                    if member.isfile() and member.name.lower().endswith(KINDS):
                        name = f"{package}-{number:05}-{pathlib.PurePosixPath(member.name).name}"
                        (folder / name).write_bytes(archive.extractfile(member).read())
        except (OSError, ValueError, StopIteration, tarfile.TarError) as error:
            print(f"{package}: not fetched ({error})")
    (folder / ".done").touch()
    return folder
