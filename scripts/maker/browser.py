"""One running Chromium that prints page after page, spoken to through its DevTools pipe (JSON ended by a zero byte)."""
import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile

PATIENCE = 60


class Browser:
    """A headless Chromium; `print` turns a file into the bytes of a PDF."""

    def __init__(self, program):
        self.home = tempfile.mkdtemp(prefix="browser-")
        theirs_in, self.out = os.pipe()
        self.into, theirs_out = os.pipe()
        # DevTools wants file descriptors 3 and 4; the shell puts ours there.
        run = f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}'
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={self.home}", "--remote-debugging-pipe", "about:blank"]
        self.process = subprocess.Popen(["bash", "-c", run, program, *arguments], pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs_in)
        os.close(theirs_out)
        self.buffer, self.number = b"", 0
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self.session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self.call("Page.enable", session=self.session)

    def _next(self):
        while b"\0" not in self.buffer:
            if not select.select([self.into], [], [], PATIENCE)[0]:
                raise TimeoutError("the browser does not answer")
            more = os.read(self.into, 1 << 20)
            if not more:
                raise EOFError("the browser has gone")
            self.buffer += more
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, params=None, session=None):
        """Ask for something and wait for the answer."""
        self.number += 1
        ask = {"id": self.number, "method": method, "params": params or {}} | ({"sessionId": session} if session else {})
        left = json.dumps(ask).encode() + b"\0"
        while left:
            left = left[os.write(self.out, left):]
        while True:
            got = self._next()
            if got.get("id") == self.number:
                if "error" in got:
                    raise RuntimeError(f"{method}: {got['error']}")
                return got["result"]

    def print(self, path):
        """A page printed as its style says."""
        self.call("Page.navigate", {"url": pathlib.Path(path).resolve().as_uri()}, self.session)
        while self._next().get("method") != "Page.loadEventFired":
            pass
        made = self.call("Page.printToPDF", {"printBackground": True, "preferCSSPageSize": True}, self.session)
        return base64.b64decode(made["data"])

    def close(self):
        """End the browser."""
        os.close(self.out)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.home, ignore_errors=True)
