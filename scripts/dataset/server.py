"""A server of PostgreSQL for the time of a test: one that is named, or one of its own in a temporary folder on a free port."""
import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parents[2]
NOBODY = 65534


def programs():
    folders = [*pathlib.Path("/usr/lib/postgresql").glob("*/bin"), *map(pathlib.Path, os.environ["PATH"].split(os.pathsep))]
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


def as_nobody():
    """PostgreSQL refuses to run as root."""
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.getuid() == 0 else []


@contextlib.contextmanager
def database(address):
    """An address of a database that may be filled; none where there is no PostgreSQL, which is told."""
    found = programs()
    if address or not found:
        if not address:
            assert not os.environ.get("CI"), "PostgreSQL is not installed"
            print("  PostgreSQL is not installed: NOT TESTED", file=sys.stderr)
        yield address
        return
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        if os.getuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        data = f"{folder}/data"
        quiet = {"stdout": subprocess.DEVNULL, "cwd": folder}
        make = [found / "initdb", "-U", "owner", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D", data]
        subprocess.run([*as_nobody(), *make], check=True, **quiet)
        run = [found / "postgres", "-D", data, "-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-k", folder]
        process = subprocess.Popen([*as_nobody(), *run], stderr=subprocess.DEVNULL, **quiet)
        try:
            address = f"postgres://owner@127.0.0.1:{port}/postgres"
            end = time.monotonic() + 60
            while not answers(address):
                assert time.monotonic() < end, "PostgreSQL did not start"
                time.sleep(0.1)
            yield address
        finally:
            process.send_signal(2)
            process.wait()


def answers(address):
    import psycopg

    try:
        psycopg.connect(address, connect_timeout=5).close()
        return True
    except psycopg.OperationalError:
        return False


def asking(address):
    import psycopg

    connection = psycopg.connect(address, options="-c search_path=gongkai")
    return lambda query: connection.execute(query).fetchall()


def dbt(address, work):
    """dbt's own tests on the tables of the star and on views, as scripts/dataset/dbt says."""
    from urllib.parse import urlsplit

    at = urlsplit(address)
    project = work / "dbt"
    shutil.copytree(PROJECT / "scripts/dataset/dbt", project)
    profile = {"type": "postgres", "host": at.hostname, "port": at.port or 5432, "user": at.username, "password": at.password or "",
               "dbname": at.path.strip("/"), "schema": "gongkai", "threads": 2}
    lines = "".join(f"      {key}: {value!r}\n" for key, value in profile.items())
    (project / "profiles.yml").write_text(f"gongkai:\n  target: here\n  outputs:\n    here:\n{lines}")
    command = [pathlib.Path(sys.executable).parent / "dbt", "test", "--project-dir", project, "--profiles-dir", project]
    environment = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    done = subprocess.run([*command, "--no-use-colors"], capture_output=True, text=True, env=environment)
    said = done.stdout.strip().splitlines()
    if done.returncode:
        print("  WRONG: dbt:", *said[-40:], done.stderr, sep="\n    ")
    else:
        print("  dbt:", said[-1].split("  ")[-1] if said else "nothing said")
    return done.returncode == 0
