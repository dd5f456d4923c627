"""A browser that notices what goes wrong: errors on the console, requests to other hosts, pages that not everybody can use."""

import pathlib
import sys
import urllib.parse

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from support import ROOT, check  # noqa: E402

AUDIT = (pathlib.Path(__file__).parent / "audit.js").read_text()
SHOTS = ROOT / ".build/screenshots"
# Software rendering: the slowest machine that the map must run on.
ARGUMENTS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]


class Browser:
    """Chromium, driven by Playwright."""

    def __init__(self, executable, address):
        self.address = address
        self.playwright = sync_playwright().start()
        self.chromium = self.playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        self.version = self.chromium.version
        self.problems = []
        self.allowed = []
        SHOTS.mkdir(parents=True, exist_ok=True)

    def page(self, width=1280, height=800, dark=False, calm=True, touch=False):
        """A page in a session of its own."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if calm else "no-preference", has_touch=touch, accept_downloads=True,
        )
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.problems.append(f"error on the page: {error}"))
        # Events may come when another server is looked at already.
        address = self.address
        page.on("request", lambda request: self.on_request(request, address))
        page.on("dialog", lambda dialog: (self.problems.append(f"a dialog of the page: {dialog.message}"), dialog.dismiss()))
        return page

    def on_console(self, message):
        if message.type not in ("error", "warning"):
            return
        # Reading back what was drawn, as screenshots do, is what Chromium calls slow.
        if "GPU stall due to ReadPixels" in message.text or any(text in message.text for text in self.allowed):
            return
        self.problems.append(f"{message.type} on the console: {message.text}")

    def on_request(self, request, address):
        host = urllib.parse.urlsplit(request.url)
        if host.scheme in ("http", "https", "ws", "wss") and f"{host.scheme}://{host.netloc}" != address:
            self.problems.append(f"a request to another host: {request.url}")

    def calm(self, what):
        """Checks that nothing went wrong so far."""
        check(self.problems == [], f"{what}: no error on the console, no request to another host", "\n".join(self.problems))

    def audit(self, page, what):
        """Checks names, structure and contrast of what a page shows."""
        found = page.evaluate(AUDIT)
        check(found == [], f"{what}: names, structure, contrast", "\n".join(found))

    def shot(self, page, name, full=False):
        page.screenshot(path=str(SHOTS / f"{name}.png"), full_page=full)

    def close(self):
        self.chromium.close()
        self.playwright.stop()


def wait(page, what, condition, seconds=40):
    """Waits for something that is asked in the page. (`wait_for_function` evaluates text, which the page's policy forbids.)"""
    for _ in range(seconds * 20):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    check(False, what, f"not within {seconds} s at {page.url}")
