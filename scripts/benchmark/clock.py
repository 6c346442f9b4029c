"""Runs commands and tells what they used: processor seconds, wall seconds, and the peak of memory over all their
processes, looked at ten times a second."""
import os
import pathlib
import statistics
import subprocess
import threading
import time

PAGE = os.sysconf("SC_PAGE_SIZE")
LOOK = 0.1


class Used:
    def __init__(self, cpu, wall, peak, code):
        self.cpu, self.wall, self.peak, self.code = cpu, wall, peak, code


def family(root):
    """The processes below and including one."""
    children = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, ahead = [], [root]
    while ahead:
        one = ahead.pop()
        found.append(one)
        ahead.extend(children.get(one, []))
    return found


def resident(root):
    """Bytes of memory that a family holds; pages that several share are counted once each."""
    total = 0
    for one in family(root):
        try:
            for line in pathlib.Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        except OSError:
            continue
    return total


def run(command, watch=False, cwd=None):
    """Runs a command to its end."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=cwd)
    peak, over = [0], threading.Event()

    def look():
        while not over.wait(LOOK):
            peak[0] = max(peak[0], resident(process.pid))

    watcher = threading.Thread(target=look, daemon=True)
    if watch:
        watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    over.set()
    return Used(usage.ru_utime + usage.ru_stime, time.monotonic() - started, peak[0], process.returncode)


def in_turn(runs, ways):
    """Runs several ways in turn, so many times each; gives the list of what each used."""
    used = [[] for _ in ways]
    for _ in range(runs):
        for way, mine in zip(ways, used):
            mine.append(way())
    return used


def median(used, what="cpu"):
    return statistics.median(getattr(one, what) for one in used)
