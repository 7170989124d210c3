"""What a page costs a phone: its bytes, counted by Chromium, and the verdict of Lighthouse."""

import json
import os
import subprocess
from statistics import median

from playwright.sync_api import sync_playwright

from tests.browser.programs import CHROMIUM, LIGHTHOUSE, OPTIONS, launch

RUNS = 3
TRIES = 3
KINDS = {"Document": "HTML", "Stylesheet": "CSS", "Script": "JavaScript", "Image": "photos"}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def visits(address):
    """What came over the wire in a first and in a second visit: pairs of kind and bytes.

    Headers are counted, and so is the icon, which is of kind "other".
    """
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        tools = page.context.new_cdp_session(page)
        kinds, came = {}, []
        tools.on("Network.responseReceived", lambda one: kinds.update({one["requestId"]: one}))
        tools.on("Network.loadingFinished", lambda one: came.append(one))
        tools.send("Network.enable")
        for _ in range(2):
            page.goto(address, wait_until="networkidle")
            page.goto("about:blank")
            # What the browser had in its own cache came without a byte.
            yield [
                (KINDS.get(kinds[one["requestId"]]["type"], "other"), one["encodedDataLength"])
                for one in came
                if one["encodedDataLength"]
            ]
            came.clear()
        browser.close()


def verdict(address):
    """Lighthouse's marks and times on a slow phone, each the median, and its complaints."""
    reports = [_report(address) for _ in range(RUNS)]
    figures = {
        **{name: _median(reports, "categories", name, "score") * 100 for name in CATEGORIES},
        "LCP": _median(reports, "audits", "largest-contentful-paint", "numericValue") / 1000,
        "TBT": _median(reports, "audits", "total-blocking-time", "numericValue"),
        "CLS": _median(reports, "audits", "cumulative-layout-shift", "numericValue"),
    }
    # One run may be disturbed by whatever else the machine does.
    return figures, set.intersection(*map(_complaints, reports))


def _complaints(report):
    # From 0.9 up Lighthouse itself counts an audit as passed.
    audits = report["audits"].values()
    return {one["title"] for one in audits if one["score"] is not None and one["score"] < 0.9}


def _median(reports, part, name, figure):
    return median(report[part][name][figure] for report in reports)


def _report(address):
    command = [
        LIGHTHOUSE,
        address,
        "--quiet",
        "--output=json",
        "--form-factor=mobile",
        "--throttling-method=simulate",
        f"--only-categories={','.join(CATEGORIES)}",
        "--no-enable-error-reporting",
        f"--chrome-flags={' '.join(OPTIONS)}",
    ]
    env = {**os.environ, "CHROME_PATH": str(CHROMIUM)}
    # Now and then it misses the start of a page, and itself says to run it again.
    for _ in range(TRIES):
        done = subprocess.run(command, env=env, capture_output=True, check=False, timeout=300)
        if done.returncode == 0:
            return json.loads(done.stdout)
    raise RuntimeError(done.stderr.decode())
