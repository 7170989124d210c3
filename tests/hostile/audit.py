"""`make audit`: what Wapiti finds at a site that is really served, with the starter pages.

Everything happens on this machine, for minutes, and to a site that is thrown away afterwards.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser.serving import served
from tests.databases import ROOT, Site

#: Seconds for the whole of a scan, and for each kind of attack in it.
LONGEST, EACH = 300, 45
#: Attacks that ask nothing of any machine but this.
MODULES = (
    "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,ldap,methods,permanentxss,"
    "redirect,sql,upload,xss"
)
#: From here on Wapiti calls something medium.
MEDIUM = 2
STAFF = """
from django.contrib.auth.models import Group
from django.test import Client
from tests.clinic import make_draft, make_person
person = make_person("boss", "Bo", "Boss")
person.groups.set(Group.objects.all())
make_draft(slug="warts", title="Warts")
browser = Client()
browser.force_login(person)
print(browser.cookies["sessionid"].value)
"""


def main() -> int:
    """Scan the site as a patient and as somebody who works there; how many faults were found."""
    wapiti, report = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = Site(f"sqlite:///{folder}/site.sqlite3", folder)
        site.env["CONTENT_ROOT"] = str(ROOT / "content")
        limits = ("SEARCHES_A_MINUTE", "COMPARISONS_A_MINUTE", "LEAFLETS_A_MINUTE")
        site.env |= dict.fromkeys(limits, "0")
        for done in (site.manage("migrate"), site.manage("loadcontent"), site.script(STAFF)):
            if done.returncode:
                sys.stdout.write(done.stderr)
                return 1
        session = done.stdout.split()[-1]
        with served(site.env, folder) as address:
            found = _scan(wapiti, f"{address}/", folder, report)
            found += _scan(wapiti, f"{address}/admin/", folder, report, session)
    for fault in found:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"Wapiti found {len(found)} faults that are medium or worse\n")
    return len(found)


def _scan(wapiti, address, folder, report, session=""):
    """What a scan from that address on calls medium or worse."""
    path = Path(report).with_suffix(".staff.json" if session else ".json")
    command = [
        *(wapiti, "--url", address, "--scope", "folder", "--flush-session", "--no-bugreport"),
        *("--depth", "6", "--max-files-per-dir", "12", "--max-parameters", "12"),
        *("--max-scan-time", str(LONGEST), "--max-attack-time", str(EACH)),
        *("--format", "json", "--output", str(path), "--store-session", str(folder / "wapiti")),
        *("--module", MODULES, "--endpoint", "http://127.0.0.1:9/"),
        *("--exclude", f"{address}sign-out/*", "--verbose", "1"),
    ]
    if session:
        command += ["--header", f"Cookie: sessionid={session}"]
    done = subprocess.run(command, cwd=folder, check=False, timeout=LONGEST * 3)
    if done.returncode:
        return [f"Wapiti ended with {done.returncode}"]
    said = json.loads(path.read_text())
    kinds = said["vulnerabilities"] | said["anomalies"]
    return [
        f"{kind}: {one['method']} {one['path']} {one['info']}"
        for kind, ones in kinds.items()
        for one in ones
        if one["level"] >= MEDIUM
    ]


if __name__ == "__main__":
    sys.exit(main())
