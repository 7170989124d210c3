"""Serving: how many answers a second one process gives, with the store and without.

Everything is beside an empty Django view without middleware on the same server, or beside a plain
file of the same nginx: rounds take turns, and the figures are medians. Servers have one core and
the load the others. “µs” is CPU of the server for each request, which a busy machine disturbs
less: “× of µs” is how many times less it is than what stands to compare.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import growing, servers
from tests.benchmarks.growing import verdict
from tests.benchmarks.reading import PAGE, REVIEW, run, site
from tests.benchmarks.servers import EMPTY, KINDS, SITE, Asked, answering, interleaved, serving
from tests.browser.programs import ROOT
from tests.browser.serving import free_port

HOST = {"Host": "127.0.0.1"}
FRAME = "/embed/k3y8abc2/microneedling/"
HOMEPAGE = """
import django; django.setup()
from procedures.models import EmbedSite
EmbedSite.objects.create(key="k3y8abc2", name="Health", origins=["https://health.example"])
"""
#: What is asked for → its address; whoever has the 304 asks for the page again.
KEPT = {"page": PAGE, "304": PAGE, "embed": FRAME, "catalogue": "/"}
#: At least so many times the empty view: of what the store answers, and of the page without it.
AIMS = {"granian": 2.0, "gunicorn": 1.4}
OFF = 0.2
P99, MEMORY, FROZEN = 2.0, 90, 0.9

QUERIES = """
import django; django.setup()
import json
from django.core.wsgi import get_wsgi_application
from django.db import connection
from procedures.serving import opening
from tests.serving.asking import Site
site = Site(opening.in_front_of, get_wsgi_application())
counts = {}
for name, address in ADDRESSES.items():
    known = site.ask(address, http_host="127.0.0.1")["ETag"]
    for again in range(2):
        count = 0
        def one_more(execute, *arguments):
            global count
            count += arguments[0].split()[0] not in ("BEGIN", "SAVEPOINT", "RELEASE")
            return execute(*arguments)
        had = {"http_if_none_match": known} if name == "304" else {}
        with connection.execute_wrapper(one_more):
            site.ask(address, http_host="127.0.0.1", **had)
    counts[name] = count
print(json.dumps(counts))
"""

NGINX = """
{user}
daemon off;
worker_processes 1;
pid {root}/pid;
error_log {root}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {root}/body;
    proxy_temp_path {root}/proxy;
    fastcgi_temp_path {root}/fastcgi;
    uwsgi_temp_path {root}/uwsgi;
    scgi_temp_path {root}/scgi;
    include {frozen}/current/frozen.conf;
    server {{
        listen 127.0.0.1:{port};
        include {frozen}/current/frozen-site.conf;
        location = /plain {{
            alias {frozen}/current/files{page}index.html.br;
            default_type text/html;
        }}
    }}
}}
"""


def table():
    """What each server gives, nginx with the frozen site, and what more procedures cost."""
    missing = servers.missing()
    if missing:
        yield f"Not measured: {', '.join(missing)} is missing; `bash .ci/prepare load` tells more."
    else:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            # One reader asks far more often than any may.
            unlimited = dict.fromkeys(("SEARCHES_A_MINUTE", "COMPARISONS_A_MINUTE"), "0")
            env = {**site(folder), **unlimited, "LAST_GOOD": "", "SECOND_STEP_ROLES": ""}
            for arguments in (
                ("manage.py", "migrate", "--verbosity", "0"),
                ("manage.py", "loadcontent"),
                ("-c", REVIEW),
                ("-c", HOMEPAGE),
            ):
                run(env, *arguments)
            yield "| | a second | to compare | × | aim | reached | µs | × of µs | p50, ms | p99 |"
            yield "|---|---:|---:|---:|---:|---|---:|---:|---:|---:|"
            for kind in KINDS:
                yield from dynamic(kind, env)
            yield from static(folder, env)
            yield ""
            yield "| queries beyond the look whether something has changed | | aim | reached |"
            yield "|---|---:|---:|---|"
            for store, most, names in (("64", 0, KEPT), ("0", 2, {"page": PAGE})):
                for what, count in counted({**env, "PAGE_STORE": store}, names).items():
                    how = "kept" if most == 0 else "without the store"
                    yield f"| {what}, {how} | {count} | ≤ {most} | {verdict(count <= most)} |"
    yield ""
    yield from growing.table()


def dynamic(kind, env):
    """A row for each kind of answer of one server."""
    with (
        serving(kind, EMPTY, {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.empty"}) as empty,
        serving(kind, SITE, {**env, "PAGE_STORE": "64"}) as on,
        serving(kind, SITE, {**env, "PAGE_STORE": "0"}) as off,
    ):
        beside = Asked(empty, "/", HOST)
        asked = {what: Asked(on, path, HOST) for what, path in KEPT.items()}
        asked["304"].headers = {**HOST, "If-None-Match": asked["page"].etag()}
        asked["search"] = Asked(on, "/search/?q=needling", HOST)
        for what, path in KEPT.items():
            asked[f"{what}, without the store"] = Asked(off, path, HOST)
        asked["304, without the store"].headers = asked["304"].headers
        interleaved([beside, *asked.values()])
        yield row(f"{kind}: empty view", beside, beside, None)
        for what, one in asked.items():
            aim = AIMS[kind] if what in ("page", "304", "embed") else None
            if what == "page, without the store":
                aim = OFF
            yield row(f"{kind}: {what}", one, beside, aim)
        late = asked["page"].median("99")
        yield line(f"{kind}: p99 of the page, ms", f"{late:.2f}", f"≤ {P99}", late <= P99)
        size = on.memory()
        yield line(f"{kind}: MiB of a process", f"{size:.0f}", f"≤ {MEMORY}", size <= MEMORY)


def static(folder, env):
    """nginx with the frozen page, beside a plain file of the same bytes."""
    frozen, root, port = folder / "frozen", folder / "nginx", free_port()
    run(env, "manage.py", "freeze", str(frozen))
    root.mkdir()
    folder.chmod(0o755)  # for the account of nginx
    conf = root / "nginx.conf"
    conf.write_text(NGINX.format(root=root, frozen=frozen, port=port, page=PAGE, user=""))
    with answering(conf, port) as nginx:
        # Its 304 says how long the page is, as it should; wrk then waits for the page.
        plain, page = Asked(nginx, "/plain"), Asked(nginx, PAGE)
        interleaved([plain, page])
        yield row("nginx: plain file", plain, plain, None)
        yield row("nginx: frozen page", page, plain, FROZEN)


def row(name, one, beside, aim):
    """An address beside another."""
    mine, other = one.median("a second"), beside.median("a second")
    reached = ("", "") if aim is None else (f"≥ {aim} ×", verdict(mine / other >= aim))
    figures = [f"{mine:,.0f}", f"{other:,.0f}", f"{mine / other:.2f}", *reached]
    cpu, spent = one.median("cpu"), beside.median("cpu")
    figures += [f"{cpu:.0f}", f"{spent / cpu:.2f}" if cpu else ""]
    figures += [f"{one.median(part):.2f}" for part in ("50", "99")]
    return f"| {name} | {' | '.join(figures)} |"


def line(name, figure, aim, reached):
    return f"| {name} | {figure} | | | {aim} | {verdict(reached)} | | | | |"


def counted(env, names):
    """How many queries an answer took that was asked for before."""
    done = subprocess.run(
        [sys.executable, "-c", QUERIES.replace("ADDRESSES", repr(names))],
        cwd=ROOT,
        env={**env, "SITE_URL": "http://127.0.0.1"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
    )
    return json.loads(done.stdout)
