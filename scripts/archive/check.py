"""Serves the corpus on this machine, fetches it twice, and reads the archive with warcio.

A list among it is asked for by POST: two pages of one address. What must hold: `warcio check` finds every digest right; warcio reads every answer to the bytes that were served, however they
were packed on the way; the second run transfers no content; every record points where it says.
"""

import gzip
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from warcio.archiveiterator import ArchiveIterator

# Pages of a list that is asked for by POST, by what is posted.
POSTED = {f'{{"page": {n}}}'.encode(): json.dumps([{"t": f"{2020 + n}年政府信息公开年报", "u": f"/posted/{n}.txt"}] if n < 3 else []).encode() for n in (1, 2, 3)}

# How an answer goes over the wire, in turn.
WAYS = ("plain", "gzip", "deflate", "chunked", "gzip chunked")


def site(documents):
    """A server of the documents and of a list of them, and a count of the content that it sent."""
    names = sorted(p.name for p in documents.iterdir() if p.is_file() and p.stat().st_size > 0)
    content = {f"/d/{n}/{name}": (documents / name).read_bytes() for n, name in enumerate(names)}
    links = "".join(f"<li><a href='{at}'>{2008 + n % 15}年政府信息公开工作年度报告</a></li>" for n, at in enumerate(content))
    content["/"] = f"<html><body><ul>{links}</ul></body></html>".encode()
    content |= {f"/posted/{n}.txt": b"%d" % n for n in (1, 2)}
    content["/robots.txt"] = b"User-agent: *\nDisallow: /private/\n"
    sent = {"answers": 0, "bytes": 0}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16

        def log_message(self, *_):
            pass

        def do_POST(self):
            body = POSTED[self.rfile.read(int(self.headers["Content-Length"]))]
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            body = content.get(self.path)
            if body is None:
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            tag = f'"{hashlib.sha1(body).hexdigest()}"'
            if self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.send_header("ETag", tag)
                self.end_headers()
                return
            way = WAYS[len(self.path) % len(WAYS)]
            self.send_response(200)
            self.send_header("ETag", tag)
            self.send_header("Content-Type", "text/html" if body[:40].lstrip().lower().startswith(b"<") else "application/octet-stream")
            if "gzip" in way:
                body = gzip.compress(body)
                self.send_header("Content-Encoding", "gzip")
            elif way == "deflate":
                body = zlib.compress(body)
                self.send_header("Content-Encoding", "deflate")
            sent["answers"] += 1
            sent["bytes"] += len(body)
            if "chunked" in way:
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for at in range(0, len(body), 5000):
                    piece = body[at : at + 5000]
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                self.wfile.write(b"0\r\n\r\n")
            else:
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}", content, sent


def fetch(program, folder, archive):
    command = [program, "fetch", folder / "sources.csv", "-o", archive, "--contact", "check@example.org", "--delay", "0"]
    subprocess.run([*command, "--rotate", "1M", "--quiet"], check=True)


def read(archive):
    """Answers by address (and what was posted), revisits, and the kinds of records, read by warcio."""
    answers, revisits, kinds, ids, posted = {}, [], {}, set(), {}
    for file in sorted(archive.glob("*.warc.gz")):
        with open(file, "rb") as stream:
            for record in ArchiveIterator(stream):
                kinds[record.rec_type] = kinds.get(record.rec_type, 0) + 1
                number = record.rec_headers.get_header("WARC-Record-ID")
                assert number not in ids, f"two records are called {number}"
                ids.add(number)
                url = record.rec_headers.get_header("WARC-Target-URI")
                # What is not there is noted in each run: the corpus links to files that it has not.
                if record.rec_type == "request" and record.http_headers.protocol == "POST":
                    posted[record.rec_headers.get_header("WARC-Concurrent-To")] = record.content_stream().read()
                if number in posted:
                    url = (url, posted[number])
                if record.rec_type == "response" and record.http_headers.get_statuscode() == "200":
                    assert url not in answers, f"{url} was kept twice"
                    answers[url] = record.content_stream().read()
                elif record.rec_type == "revisit":
                    revisits.append((url, record.rec_headers.get_header("WARC-Refers-To")))
    for url, target in revisits:
        assert target in ids, f"the revisit of {url} refers to nothing"
    return answers, revisits, kinds


def located(archive):
    """Every line of the log leads to the records it speaks of."""
    count = 0
    for line in open(archive / "fetch.ndjson", encoding="utf-8"):
        entry = json.loads(line)
        if "kept" in entry:
            kept = entry["kept"]
            with open(archive / kept["file"], "rb") as stream:
                stream.seek(kept["offset"])
                records = ArchiveIterator(stream)
                urls = [next(records).rec_headers.get_header("WARC-Target-URI") for _ in range(3)]
            assert urls == [entry["url"]] * 3, f"{entry['url']} is not at {kept}"
            count += 1
    return count


def main():
    program, documents = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        base, content, sent = site(documents)
        sources = f'url,kind,title,link,post\n{base}/,,,,\n{base}/list,json,t,u,"{{""page"": {{page}}}}"\n'
        (folder / "sources.csv").write_text(sources, encoding="utf-8")
        archive = folder / "archive"
        fetch(program, folder, archive)
        once = dict(sent)
        fetch(program, folder, archive)
        assert sent == once, f"the second run transferred {sent['answers'] - once['answers']} contents"
        files = sorted(archive.glob("*.warc.gz"))
        subprocess.run([pathlib.Path(sys.executable).with_name("warcio"), "check", *files], check=True)
        answers, revisits, kinds = read(archive)
        expected = {base + at: body for at, body in content.items()}
        expected |= {(f"{base}/list", post): body for post, body in POSTED.items()}
        missing = expected.keys() ^ answers.keys()
        assert not missing, f"not the same addresses: {sorted(map(str, missing))[:5]}"
        for url, body in expected.items():
            assert answers[url] == body, f"{url} is read to other bytes"
        assert len(revisits) == len(expected), f"{len(revisits)} revisits of {len(expected)}"
        assert kinds["request"] == kinds["metadata"] == kinds["response"] + kinds["revisit"], kinds
        assert located(archive) == kinds["request"]
        print(f"{len(expected)} answers of {sum(map(len, expected.values()))} bytes in {len(files)} files, read by warcio to what was served;")
        print(f"a second run transferred nothing: {len(revisits)} revisits")


if __name__ == "__main__":
    main()
