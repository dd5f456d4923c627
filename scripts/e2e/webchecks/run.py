"""Uses the web app as people do, and measures it."""

import math
import os
import sys
import tempfile
import time
import urllib.request

from browser import Browser, wait
from server import Server, check
from support import Replay

PAPER = "hep-th/9711200"
OTHER = "hep-th/9201015"
FLOWS = []


def flow(body):
    """Adds a flow; they run in the order in which they stand here."""
    FLOWS.append(body)
    return body


def visit(page, browser, path):
    page.goto(browser.address + path)
    wait(page, f"{path} is shown", "document.querySelector('main h1') !== null && document.querySelector('main .loading') === null")


def text(page, selector):
    return page.locator(selector).first.inner_text()


def map_is_drawn(page):
    wait(page, "the map is drawn", "performance.getEntriesByName('map:first-frame').length > 0")
    page.wait_for_timeout(700)


# MARK: Flows


@flow
def searching(browser, page):
    """Search, filters, why results rank where they do."""
    visit(page, browser, "/")
    first = page.evaluate("Math.round(performance.getEntriesByName('app:shown')[0].startTime)")
    print(f"  first page interactive after {first} ms")
    browser.audit(page, "first page")
    browser.shot(page, "first")
    page.get_by_role("combobox", name="Search").fill("large N limit superconformal")
    wait(page, "suggestions appear", "document.querySelectorAll('[role=option]').length > 0")
    page.keyboard.press("Enter")
    wait(page, "results appear", "document.querySelectorAll('li.paper').length > 5")
    check("Large N Limit" in text(page, "li.paper h3"), "the paper that is meant comes first")
    check(page.locator("mark").count() > 3, "snippets mark the words")
    page.locator(".reasons summary").first.click()
    check("Ranking" in text(page, ".reasons[open]"), "each result says why it ranks where it does")
    browser.audit(page, "results")
    browser.shot(page, "search")
    page.locator(".filters summary").click()
    page.get_by_label("From year").fill("2001")
    page.get_by_label("Category").fill("hep-th")
    page.get_by_role("button", name="Apply").click()
    wait(page, "filters hold", "location.search.includes('since=2001') && document.querySelectorAll('li.paper').length > 0")
    page.wait_for_timeout(300)
    years = page.evaluate("[...document.querySelectorAll('li.paper .facts')].map((facts) => Number(/\\b(19|20)\\d\\d\\b/.exec(facts.innerText)?.[0]))")
    check(all(year >= 2001 for year in years), "only years that were asked for", str(years))
    page.get_by_role("radio", name="Words").check()
    wait(page, "another ranking", "location.search.includes('mode=lexical')")
    page.go_back()
    wait(page, "back leads back", "!location.search.includes('mode=lexical') && document.querySelectorAll('li.paper').length > 0")
    visit(page, browser, "/search?q=qqqqzzzz+xxyyxx")
    check(page.locator(".empty .next").count() == 1, "an empty answer says what to do next")
    browser.calm("search")


@flow
def reading(browser, page):
    """A paper: formulas, versions, citations, similar papers, predicted links."""
    # Without a trained model, predictions are refused, which browsers note as an error.
    browser.allowed = [] if browser.trained else ["409 (Conflict)"]
    visit(page, browser, f"/paper/{PAPER}")
    wait(page, "formulas are set", "document.querySelectorAll('.abstract .katex').length >= 3")
    check("3 versions" in text(page, "aside.side"), "versions are listed", text(page, "aside.side"))
    wait(page, "citations by year are drawn", "document.querySelector('svg.chart rect.value') !== null")
    browser.audit(page, "paper")
    browser.shot(page, "paper", full=True)
    check(page.locator("[role=tabpanel]:not([hidden]) li.paper").count() > 5, "papers that cite it")
    page.get_by_role("tab", name="References").click()
    wait(page, "references", "document.querySelectorAll('[role=tabpanel]:not([hidden]) li.paper').length > 5")
    page.get_by_role("tab", name="Similar").click()
    wait(page, "similar papers with reasons", "document.querySelectorAll('[role=tabpanel]:not([hidden]) .why').length > 5")
    page.get_by_role("tab", name="Predicted links").click()
    wait(page, "predicted links", "document.querySelector('[role=tabpanel]:not([hidden]) .loading') === null")
    panel = text(page, "[role=tabpanel]:not([hidden])")
    if browser.trained:
        check(page.locator(".predicted .reason-list li").count() > 5, "predicted links have reasons", panel)
    else:
        check("train-predictor" in panel or page.locator(".predicted li").count() > 0, "without a model it says how to get one", panel)
    browser.audit(page, "predicted links")
    browser.shot(page, "predicted", full=True)
    check("tab=predicted" in page.url, "the tab is in the address")
    page.get_by_role("tab", name="Cited by").click()
    page.locator("[role=tabpanel]:not([hidden]) li.paper h3 a").first.click()
    wait(page, "a citing paper opens", f"location.pathname.startsWith('/paper/') && !location.pathname.includes('{PAPER}')")
    page.go_back()
    wait(page, "and back", f"location.pathname.includes('{PAPER}')")
    browser.calm("paper")


@flow
def harm(browser, page):
    """Titles with markup, formulas that explode, a withdrawn paper."""
    visit(page, browser, "/search?q=zyzzyva")
    page.wait_for_timeout(800)
    check(page.locator("li.paper").count() >= 3, "papers that mean harm are found")
    check("<img src=x" in text(page, "main"), "markup in titles is shown as it is")
    for paper in ("2001.00001", "2001.00002"):
        visit(page, browser, f"/paper/{paper}")
        page.wait_for_timeout(700)
        check(page.locator("main img, main iframe, main script, main style").count() == 0, f"{paper} brings no elements of its own")
        check("hacked" not in page.title() or "<" in page.title(), f"{paper} runs nothing")
    visit(page, browser, "/paper/2001.00003")
    check(page.locator(".badge.warning").first.inner_text() == "Withdrawn", "a withdrawn paper is marked")
    browser.shot(page, "withdrawn")
    browser.calm("papers that mean harm")


@flow
def keeping(browser, page):
    """Five papers into a collection, export, tags, notes, a saved search."""
    visit(page, browser, f"/#token={browser.token}")
    wait(page, "the link's token becomes a key", "sessionStorage.getItem('key') !== null && location.hash === ''")
    visit(page, browser, "/search?q=black+hole+entropy")
    buttons = page.get_by_role("button", name="Collect")
    buttons.first.click()
    page.get_by_label("Collection", exact=True).fill("Black holes")
    browser.audit(page, "dialog")
    browser.shot(page, "collect")
    page.keyboard.press("Enter")
    wait(page, "the first is collected", "document.querySelectorAll('.collect.done').length === 1")
    for number in range(1, 5):
        buttons.nth(number).click()
        wait(page, "the next is collected", f"document.querySelectorAll('.collect.done').length === {number + 1}")
    page.get_by_role("button", name="Save search").click()
    page.get_by_label("Name", exact=True).fill("Entropy")
    page.keyboard.press("Enter")
    wait(page, "the search is saved", "document.querySelector('dialog') === null")
    visit(page, browser, "/collections")
    page.wait_for_timeout(500)
    check("Entropy" in text(page, "aside.side"), "the saved search is listed")
    browser.audit(page, "collections")
    browser.shot(page, "collections")
    page.get_by_role("link", name="Black holes").click()
    wait(page, "the collection opens", "document.querySelectorAll('li.paper').length === 5")
    browser.audit(page, "collection")
    browser.shot(page, "collection")
    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX").click()
    content = open(download.value.path(), encoding="utf-8").read()
    check(content.count("@") >= 5 and "title" in content, "five papers as BibTeX", content[:500])
    page.get_by_role("button", name="Take out").first.click()
    wait(page, "one is taken out", "document.querySelectorAll('li.paper').length === 4")
    visit(page, browser, f"/paper/{PAPER}")
    page.get_by_label("New tag").fill("holography")
    page.keyboard.press("Enter")
    wait(page, "the tag is there", "document.querySelectorAll('.tags li').length === 1")
    page.get_by_label("Note", exact=True).fill("Section 3 & <b>more</b>")
    page.get_by_role("button", name="Save", exact=True).click()
    wait(page, "the note is saved", "[...document.querySelectorAll('aside form .faint')].some((state) => state.textContent.startsWith('Saved'))")
    visit(page, browser, f"/paper/{PAPER}")
    wait(page, "tag and note stay", "document.querySelector('textarea').value === 'Section 3 & <b>more</b>' && document.querySelectorAll('.tags li').length === 1")
    browser.calm("collections")


@flow
def exploring(browser, page):
    """The map: find, choose, expand, years, groups, list, paths, surroundings."""
    page.goto(browser.address + "/graph")
    map_is_drawn(page)
    page.wait_for_timeout(1500)
    print(f"  first frame of the map after {page.evaluate('Math.round(performance.getEntriesByName(`map:first-frame`)[0].startTime)')} ms; {text(page, '.map-status')}")
    browser.audit(page, "map")
    browser.shot(page, "map")
    page.get_by_role("combobox", name="Find on the map").fill("large n limit of superconformal")
    wait(page, "suggestions appear", "document.querySelectorAll('.map-bar [role=option]').length > 0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    wait(page, "the map flies to the paper", "document.querySelector('.card h2') !== null && location.search.includes('select=')")
    page.wait_for_timeout(900)
    browser.audit(page, "chosen paper")
    browser.shot(page, "map-chosen")
    page.get_by_role("button", name="Expand").click()
    wait(page, "papers are added", "/added|already/.test(document.querySelector('.toast')?.textContent ?? '')")
    page.get_by_role("button", name="Path from").click()
    page.get_by_role("combobox", name="To").fill(OTHER)
    page.keyboard.press("Enter")
    wait(page, "a path is found", "document.querySelectorAll('.steps > li').length >= 2")
    page.wait_for_timeout(900)
    browser.audit(page, "path")
    browser.shot(page, "map-path")
    check("from=" in page.url and "to=" in page.url, "the path is in the address")
    page.goto(browser.address + f"/graph?from={PAPER}&to={OTHER}")
    wait(page, "a deep link shows the path", "document.querySelectorAll('.steps > li').length >= 2")
    page.goto(browser.address + "/graph")
    map_is_drawn(page)
    slider = page.get_by_label("To year")
    slider.focus()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    check(text(page, ".years").endswith("1997"), "the slider chooses years", text(page, ".years"))
    page.locator(".legend input[type=checkbox]").first.uncheck()
    page.get_by_label("Colour by").select_option("year")
    page.wait_for_timeout(700)
    browser.shot(page, "map-years")
    page.get_by_role("button", name="List").click()
    wait(page, "the same papers as a list", "document.querySelectorAll('.map-list tbody tr').length === 50")
    browser.audit(page, "list")
    browser.shot(page, "map-list")
    page.get_by_role("button", name="Map", exact=True).click()
    page.goto(browser.address + f"/graph?around={PAPER}")
    map_is_drawn(page)
    page.wait_for_timeout(900)
    browser.audit(page, "surroundings")
    browser.shot(page, "surroundings")
    browser.calm("map")


@flow
def moving(browser, page):
    """How fast the map is drawn while it is moved."""
    page.goto(browser.address + "/graph")
    map_is_drawn(page)
    page.wait_for_timeout(2500)
    box = page.locator("canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    record = """() => { window.frames_ = []; let last = 0; const next = (now) => { if (last > 0) window.frames_.push(now - last);
        last = now; window.frame_ = requestAnimationFrame(next); }; window.frame_ = requestAnimationFrame(next); }"""
    stop = "() => { cancelAnimationFrame(window.frame_); return window.frames_; }"

    def pan(seconds):
        page.evaluate(record)
        page.mouse.move(x, y)
        page.mouse.down()
        end, step = time.time() + seconds, 0
        while time.time() < end:
            step += 1
            page.mouse.move(x + 200 * math.sin(step / 12), y + 120 * math.sin(step / 17))
        page.mouse.up()
        return frames(page.evaluate(stop))

    print(f"  panning over everything: {pan(5)}")
    page.wait_for_timeout(1200)
    page.evaluate(record)
    for _ in range(25):
        page.mouse.wheel(0, -60)
        page.wait_for_timeout(40)
    print(f"  zooming in: {frames(page.evaluate(stop))}")
    page.wait_for_timeout(1200)
    print(f"  panning zoomed in: {pan(5)}")
    browser.calm("moving the map")


def frames(times):
    """Times between frames in words."""
    times = sorted(times)
    at = lambda share: times[min(len(times) - 1, int(len(times) * share))]  # noqa: E731
    return f"{len(times)} frames, median {at(0.5):.0f} ms, p95 {at(0.95):.0f} ms, longest {times[-1]:.0f} ms"


@flow
def trends(browser, page):
    """Phrases over the years, bursts."""
    visit(page, browser, "/trends")
    wait(page, "bursts are drawn", "document.querySelectorAll('.bursts .track i').length > 3", 90)
    page.get_by_label("Phrase").fill("matrix model")
    page.keyboard.press("Enter")
    wait(page, "a line is drawn", "document.querySelectorAll('svg.lines path.line').length === 1")
    page.get_by_label("Phrase").fill("noncommutative")
    page.keyboard.press("Enter")
    wait(page, "two lines are drawn", "document.querySelectorAll('svg.lines path.line').length === 2")
    wait(page, "bursts are drawn", "document.querySelectorAll('.bursts .track i').length > 3", 90)
    browser.audit(page, "trends")
    browser.shot(page, "trends", full=True)
    browser.calm("trends")


@flow
def dashboard(browser, page):
    """Counts, health, a job that is started and taken back, the cache."""
    visit(page, browser, "/")
    if page.evaluate("sessionStorage.getItem('key')") is None:
        visit(page, browser, f"/#token={browser.token}")
        page.reload()
    visit(page, browser, "/dashboard")
    wait(page, "health, counts and cache are shown", "document.querySelectorAll('main .loading').length === 0 && document.querySelectorAll('.figures dd').length > 4")
    browser.audit(page, "dashboard")
    page.locator("#ingest-items").fill("hep-th/9901001 2401.12345")
    page.get_by_role("button", name="Start").click()
    wait(page, "the job waits", "document.querySelector('.job-list .state')?.textContent === 'waiting'")
    browser.shot(page, "dashboard", full=True)
    browser.audit(page, "dashboard with a job")
    page.get_by_role("button", name="Cancel").first.click()
    wait(page, "the job is taken back", "[...document.querySelectorAll('.job-list .state')].some((state) => state.textContent === 'cancelled')")
    browser.calm("dashboard")


@flow
def working(browser, page):
    """Work that a server with a worker does: followed to its end, failing, and tried again until it succeeds."""
    with tempfile.TemporaryDirectory() as folder, Replay() as replay:
        # One attempt a request: what the services refuse becomes visible soon.
        settings = replay.environment(pace="0.3", RETRY_ATTEMPTS="1")
        server = Server(folder, sample=[], worker=True, **settings)
        home, browser.address = browser.address, server.address
        other = browser.page()
        try:
            work(browser, other, server, replay)
        finally:
            other.context.close()
            browser.address = home
            check(server.stop() == 0, "the server with the worker stops when it is asked to")
    browser.calm("working")


def start(page, kind, items):
    page.locator("#ingest-kind").select_option(kind)
    page.locator("#ingest-items").fill(items)
    page.get_by_role("button", name="Start").click()


def job(page, place=0):
    """What the list says of a job: its state and all of its text."""
    return page.evaluate(
        f"""(() => {{ const item = document.querySelectorAll('.job-list > li')[{place}];
            return item ? [item.querySelector('.state').textContent, item.innerText] : ['', '']; }})()"""
    )


def follow(page, state, what, seconds=120):
    """Waits until the newest job stands so; answers all that was seen of it on the way."""
    seen = []
    for _ in range(seconds * 20):
        now = job(page)
        if not seen or seen[-1] != now:
            seen.append(now)
        if now[0] == state:
            return seen
        page.wait_for_timeout(50)
    check(False, what, str(seen[-5:]))


def work(browser, page, server, replay):
    streams = []
    page.on("request", lambda request: streams.append(request.url) if request.url.endswith("/events") else None)
    visit(page, browser, f"/#token={server.token}")
    visit(page, browser, "/dashboard")
    start(page, "harvest", "physics:hep-th")
    wait(page, "the job runs", "document.querySelector('.job-list .state')?.textContent === 'running'")
    page.get_by_role("button", name="Cancel").focus()
    wait(page, "its progress is shown", "/[1-9][\\d,]* (of|done)/.test(document.querySelector('.job-list .progress')?.innerText ?? '')")
    check(page.evaluate("document.activeElement.textContent") == "Cancel", "progress leaves the focus where it is")
    browser.shot(page, "dashboard-working", full=True)
    browser.audit(page, "dashboard with a job that runs")
    seen = follow(page, "done", "the harvest ends well")
    check(len({text for state, text in seen if state == "running"}) >= 2, "progress comes as it is made", str(seen))
    check(len(streams) >= 1, "by server-sent events", str(streams))
    wait(page, "the counts of the library follow", "Number((document.querySelector('.figures div')?.title ?? '').replace(/,/g, '')) > 5000")
    check("Identifiers" in text(page, "#ingest-hint"), "the form explains what it takes next")

    replay.control(faults=[{"kind": "status", "status": 503}])
    start(page, "fetch", "hep-th/9711200 hep-th/9802150")
    wait(page, "the next job is listed", "document.querySelectorAll('.job-list > li').length === 2")
    seen = follow(page, "dead", "a job whose services refuse is given up")
    check(any(state == "delayed" for state, _ in seen), "after it was tried again some times", str(seen))
    check("hep-th/9711200" in seen[-1][1] and "503" in seen[-1][1], "it says what failed and why", seen[-1][1])
    wait(page, "dead letters are counted", "/1 job was given up/.test(document.querySelector('.jobs').innerText)")
    browser.shot(page, "dashboard-failed", full=True)
    browser.audit(page, "dashboard with a job that was given up")
    page.reload()
    wait(page, "it is there after a reload", "document.querySelector('.job-list .state.dead') !== null")
    replay.control(clear=True)
    page.get_by_role("button", name="Retry").click()
    follow(page, "done", "when the services answer, it succeeds")
    check(page.locator(".job-list .error").count() == 0, "and what went wrong before is gone")

    start(page, "fetch", "hep-th/9901999")
    wait(page, "the third job is listed", "document.querySelectorAll('.job-list > li').length === 3")
    seen = follow(page, "dead", "a paper that nobody knows is given up")
    check("hep-th/9901999" in seen[-1][1], "it is named", seen[-1][1])
    page.get_by_role("button", name="Remove them").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    wait(page, "dead letters are removed", "document.querySelector('.job-list .state.dead') === null")
    visit(page, browser, "/paper/hep-th/9711200")
    check("Large N" in text(page, "h1"), "what was fetched can be read")


VIEWS = {
    "first": "/", "search": "/search?q=black+hole+entropy", "paper": f"/paper/{PAPER}", "map": "/graph", "list": "/graph?view=list",
    "surroundings": f"/graph?around={PAPER}", "trends": "/trends?q=matrix+model", "collections": "/collections", "dashboard": "/dashboard",
}


def look(browser, page, suffix):
    for name, path in VIEWS.items():
        page.goto(browser.address + path)
        wait(page, f"{name} is shown", "document.querySelector('main h1') !== null && document.querySelector('main .loading') === null", 90)
        page.wait_for_timeout(900 if "graph" in path else 300)
        browser.audit(page, f"{name}, {suffix}")
        browser.shot(page, f"{name}-{suffix}")
        wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        check(wide[0] <= wide[1], f"{name}, {suffix}: nothing is wider than the window", str(wide))


@flow
def dark(browser, page):
    """Every view in the dark, by the system's setting and by the button."""
    other = browser.page(dark=True)
    look(browser, other, "dark")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    night = other.evaluate(ground)
    button = other.get_by_role("button", name="Colours")
    button.click()
    check("light" in button.get_attribute("aria-label") and other.evaluate(ground) != night, "the button makes it light")
    other.reload()
    check(other.evaluate(ground) != night, "and it stays so")
    other.context.close()
    browser.calm("dark")


@flow
def phone(browser, page):
    """Every view on a phone."""
    other = browser.page(width=390, height=844, touch=True)
    look(browser, other, "phone")
    other.goto(browser.address + "/")
    places = other.locator("nav.places a").first.bounding_box()
    check(places["y"] > 700 and places["height"] >= 40, "the places are within reach of a thumb", str(places))
    other.context.close()
    browser.calm("phone")


@flow
def keyboard(browser, page):
    """Everything without a mouse."""
    visit(page, browser, "/trends")
    press, focused = page.keyboard.press, "document.activeElement"
    press("Tab")
    check("Skip" in page.evaluate(f"{focused}.textContent"), "the first stop skips to the content")
    seen = []
    for _ in range(14):
        press("Tab")
        seen.append(page.evaluate(f"""(() => {{ const element = {focused}; const style = getComputedStyle(element.matches('.segments input') ? element.nextElementSibling : element);
            return [element.tagName, element.textContent.slice(0, 20) || element.getAttribute('aria-label') || element.name, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2]; }})()"""))
    check(all(stop[2] for stop in seen if stop[0] != "BODY"), "the focus is seen at every stop", str(seen))
    press("/")
    page.wait_for_timeout(150)
    check(page.evaluate(f"{focused}.id") == "search", "a slash leads to the search")
    page.keyboard.type("hawking radiation")
    page.wait_for_timeout(800)
    press("Escape")
    press("Enter")
    wait(page, "results appear", "document.querySelectorAll('li.paper').length > 5")
    check(page.evaluate(f"{focused}.tagName") in ("H1", "INPUT"), "the focus is on what is new")
    for _ in range(40):
        press("Tab")
        if page.evaluate(f"{focused}.closest('li.paper h3') !== null"):
            break
    press("Enter")
    wait(page, "the paper opens", "location.pathname.startsWith('/paper/')")
    wait(page, "its heading has the focus", f"{focused}.tagName === 'H1'")
    page.get_by_role("tab", name="Cited by").focus()
    press("ArrowRight")
    check(page.evaluate(f"{focused}.textContent").startswith("References"), "arrows go from tab to tab")
    page.goto(browser.address + "/graph")
    map_is_drawn(page)
    page.locator("canvas").focus()
    for key in ("+", "+", "ArrowLeft", "ArrowUp", "Enter"):
        press(key)
    page.wait_for_timeout(600)
    press("Escape")
    press("0")
    page.get_by_role("button", name="List").focus()
    press("Enter")
    wait(page, "the list is shown", "document.querySelectorAll('.map-list tbody tr').length === 50")
    browser.calm("keyboard")


@flow
def missing(browser, page):
    """What is not there, and a server that is gone."""
    browser.allowed = ["404", "ERR_CONNECTION_REFUSED", "Failed to load resource"]
    visit(page, browser, "/paper/hep-th/0000000")
    check("Not found" in page.title() or "not" in text(page, "main").lower(), "a paper that is not there")
    check(page.locator(".next").count() > 0, "it says what to do next")
    browser.shot(page, "missing")
    visit(page, browser, "/nowhere/at/all")
    check("no such page" in text(page, "main"), "a page that is not there")
    browser.audit(page, "not found")
    browser.calm("missing")


def main(names):
    unknown = set(names) - {body.__name__ for body in FLOWS}
    check(not unknown, "the flows are known", f"{unknown}: there are {[body.__name__ for body in FLOWS]}")
    chosen = [body for body in FLOWS if not names or body.__name__ in names]
    with tempfile.TemporaryDirectory() as folder:
        server = None
        if (address := os.environ.get("E2E_ADDRESS", "")) == "":
            train = os.environ.get("E2E_TRAIN", "")
            server = Server(folder, train)
            address = server.address
        try:
            browser = Browser(os.environ["E2E_BROWSER"], address)
            print(f"  Chromium {browser.version}, {address}")
            browser.token = server.token if server else os.environ.get("E2E_TOKEN", "")
            browser.trained = server is None or train != ""
            page = browser.page()
            for body in chosen:
                print(f"==> {body.__name__}: {body.__doc__}")
                body(browser, page)
            browser.close()
        finally:
            if server:
                urllib.request.urlopen(address + "/api/health/live", timeout=10).read()
                check(server.stop() == 0, "the server stops when it is asked to")


if __name__ == "__main__":
    main(sys.argv[1:])
