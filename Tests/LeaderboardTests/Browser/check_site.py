#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Opens a built site in headless Chromium and uses it as a reader would.

    pip install selenium html5lib        # and chromium with its driver from the distribution
    BENCH_FIXTURE_SITE=/tmp/fixture-site swift test --filter FixtureSite
    python3 Tests/LeaderboardTests/Browser/check_site.py /tmp/fixture-site

Prints a line per check and exits 1 when one of them failed. Everything is read from file:// and
nothing is fetched from a network.
"""

import csv
import pathlib
import shutil
import sys
import time

import html5lib
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

failures = []


def check(condition, text):
    print(("ok    " if condition else "FAIL  ") + text)
    if not condition:
        failures.append(text)


def browser(scripts=True):
    options = Options()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,900"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not scripts:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


class Site:
    """The pages that the checks use, found by what they hold."""

    def __init__(self, folder):
        self.folder = folder
        self.index = folder / "index.html"
        self.suites = sorted(folder.glob("suites/*/index.html"))
        self.tasks = sorted(folder.glob("suites/*/tasks/*.html"))
        by_size = sorted(folder.glob("experiments/*.html"), key=lambda page: page.stat().st_size)
        self.small_experiment, self.large_experiment = by_size[0], by_size[-1]
        self.suite = max(self.suites, key=lambda page: page.stat().st_size)
        self.task = max(self.tasks, key=lambda page: page.stat().st_size)
        self.samples = [self.index, self.suite, self.task, by_size[0], by_size[len(by_size) // 2]]


def open_page(driver, page, fragment=""):
    driver.get("about:blank")
    driver.get(page.resolve().as_uri() + fragment)


def column(driver, table, position):
    return driver.execute_script(
        "return [...arguments[0].tBodies[0].rows].map(row => {"
        "  const cell = row.cells[arguments[1]];"
        "  return [cell.querySelector('bdi')?.textContent ?? cell.firstChild?.textContent ?? '',"
        "          cell.dataset.key ?? null]; })", table, position)


def as_number(entry):
    text, key = entry
    try:
        return float((key if key is not None else text).replace(",", "").replace("−", "-"))
    except ValueError:
        return None


def is_sorted(values, descending):
    present = [value for value in values if value is not None]
    nothing_after_missing = values[:len(present)] == present
    return nothing_after_missing and present == sorted(present, reverse=descending)


def check_markup(site):
    parser = html5lib.HTMLParser(strict=True)
    pages = [site.index, site.small_experiment] + site.suites + site.tasks
    for page in pages:
        try:
            parser.parse(page.read_text(encoding="utf-8"))
            problem = ""
        except html5lib.html5parser.ParseError as error:
            problem = f": {error}"
        check(not problem, f"{page.name} is valid HTML{problem}")
        text = page.read_text(encoding="utf-8")
        check(" on" + "click=" not in text and "<style" not in text and " style=" not in text
              and "<script>" not in text, f"{page.name} has no inline script or style")


def check_console(driver, site):
    for page in site.samples + [site.large_experiment]:
        driver.get_log("browser")
        open_page(driver, page)
        log = [entry["message"] for entry in driver.get_log("browser")]
        check(log == [], f"{page.name}: nothing on the console {log}")


def check_sorting(driver, site):
    open_page(driver, site.suite)
    table = driver.find_element(By.CSS_SELECTOR, ".view.shown table.grid")
    headings = table.find_elements(By.CSS_SELECTOR, "thead th")
    check(len(headings) > 3, "the leaderboard has columns to sort")
    for position, heading in enumerate(headings):
        button = heading.find_element(By.TAG_NAME, "button")
        name, number = button.text, heading.get_attribute("data-sort") == "number"
        seen = set()
        for _ in range(2):
            button.click()
            order = heading.get_attribute("aria-sort")
            seen.add(order)
            cells = column(driver, table, position)
            if number:
                good = is_sorted([as_number(cell) for cell in cells], order == "descending")
            else:
                words = [cell[0] for cell in cells]
                good = words == driver.execute_script(
                    "const c = new Intl.Collator(undefined, {numeric: true});"
                    "const s = [...arguments[0]].sort(c.compare);"
                    "return arguments[1] ? s.reverse() : s", words, order == "descending")
            check(good, f"sorting by {name}, {order}")
        check(seen == {"ascending", "descending"}, f"{name} sorts both ways")
        others = [each.get_attribute("aria-sort") for each in headings if each != heading]
        check(set(others) == {"none"}, f"only {name} says that it is sorted")


def check_keyboard(driver, site):
    open_page(driver, site.suite)
    active = driver.switch_to.active_element
    active.send_keys(Keys.TAB)
    check(driver.switch_to.active_element.get_attribute("class") == "skip",
          "the first stop of the Tab key skips to the content")
    heading = driver.find_element(By.CSS_SELECTOR, ".view.shown thead th.mean")
    button = heading.find_element(By.TAG_NAME, "button")
    for key, name in ((Keys.ENTER, "Enter"), (Keys.SPACE, "Space")):
        before = heading.get_attribute("aria-sort")
        driver.execute_script("arguments[0].focus()", button)
        driver.switch_to.active_element.send_keys(key)
        check(heading.get_attribute("aria-sort") != before, f"{name} on a heading sorts")
    outline = driver.execute_script(
        "return getComputedStyle(arguments[0]).outlineStyle", button)
    check(outline != "none", "the focus is visible")
    box = driver.find_element(By.CSS_SELECTOR, ".view.shown .scroll")
    check(box.get_attribute("tabindex") == "0" and box.get_attribute("aria-label"),
          "a box that scrolls can be reached and has a name")


def check_filter(driver, site):
    open_page(driver, site.suite)
    rows = lambda: driver.find_elements(
        By.CSS_SELECTOR, ".view.shown > .scroll:first-of-type tbody tr")
    everything = len(rows())
    box = driver.find_element(By.CSS_SELECTOR, "input.filter")
    box.send_keys("BM25")
    names = [row.find_element(By.TAG_NAME, "th").text.lower() for row in rows()]
    check(0 < len(names) < everything and all("bm25" in name for name in names),
          "the filter keeps the rows that match")
    found = driver.find_element(By.CSS_SELECTOR, "output.found").text
    check(found == f"{len(names)} of {everything} shown", f"it says how many: {found}")
    box.send_keys(" no such retriever")
    check(len(rows()) == 0, "a filter that nothing matches leaves no row")
    box.clear()
    box.send_keys(Keys.SPACE, Keys.BACKSPACE)
    check(len(rows()) == everything, "an empty filter shows all rows")
    check_families(driver, rows)
    driver.find_element(By.CSS_SELECTOR, "input.intervals").click()
    small = driver.find_element(By.CSS_SELECTOR, ".view.shown td small")
    check(not small.is_displayed(), "intervals can be hidden")


def check_families(driver, rows):
    everything = len(rows())
    families = sorted({row.get_attribute("data-family") for row in rows()})
    choices = driver.find_elements(By.CSS_SELECTOR, "select.families")
    check(len(choices) == (1 if len(families) > 1 else 0), "families are chosen where there are several")
    if not choices:
        return
    select = Select(choices[0])
    select.select_by_visible_text(families[0])
    kept = {row.get_attribute("data-family") for row in rows()}
    check(kept == {families[0]}, "the family selects rows")
    select.select_by_visible_text("all")
    check(len(rows()) == everything, "all families show all rows")


def check_measures(driver, site):
    open_page(driver, site.suite)
    tabs = driver.find_elements(By.CSS_SELECTOR, ".tabs a")
    check(len(tabs) > 2, "there are several measures and the costs")
    for tab in tabs:
        tab.click()
        shown = [view.get_attribute("id")
                 for view in driver.find_elements(By.CSS_SELECTOR, ".view") if view.is_displayed()]
        check(shown == [tab.get_attribute("href").split("#")[1]], f"{tab.text} shows its table only")
        check(tab.get_attribute("aria-current") == "true", f"{tab.text} is marked as chosen")
    driver.back()
    check(tabs[-2].get_attribute("aria-current") == "true", "Back returns to the measure before")
    open_page(driver, site.suite, "#costs")
    shown = driver.find_element(By.CSS_SELECTOR, ".view.shown").get_attribute("id")
    check(shown == "costs", "an address with #costs opens the costs")


def check_theme(driver, site):
    open_page(driver, site.index)
    paper = lambda: driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    button = driver.find_element(By.CSS_SELECTOR, "button.theme")
    seen = {}
    for _ in range(3):
        button.click()
        seen[button.text.split()[-1]] = paper()
    check(set(seen) == {"auto", "light", "dark"}, "the theme goes round auto, light, dark")
    check(seen["light"] != seen["dark"], "light and dark differ")
    while not button.text.endswith("dark"):
        button.click()
    open_page(driver, site.suite)
    check(paper() == seen["dark"], "the chosen theme holds on the next page")
    for theme in ("dark", "light"):
        driver.execute_script("document.documentElement.dataset.theme = arguments[0]", theme)
        for page in site.samples:
            open_page(driver, page)
            driver.execute_script("document.documentElement.dataset.theme = arguments[0]", theme)
            time.sleep(0.2)
            poor = driver.execute_script(CONTRAST)
            check(poor == [], f"{page.name}: contrast of at least 4.5 in {theme} {poor[:3]}")


CONTRAST = """
const rgb = text => text.match(/[\\d.]+/g).map(Number);
const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
const ground = e => {
  for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c;
  }
  return [255, 255, 255];
};
const poor = new Set();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const e = walker.currentNode.parentElement;
  if (!walker.currentNode.textContent.trim() || !e.checkVisibility()) continue;
  const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
  const ratio = (a + 0.05) / (b + 0.05);
  if (ratio < 4.5) poor.add(`${e.tagName}.${e.className} ${ratio.toFixed(2)}`);
}
return [...poor];
"""


def check_phone(driver, site):
    for width in (375, 320):
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": 700, "deviceScaleFactor": 2, "mobile": True})
        for page in site.samples:
            open_page(driver, page)
            wide = driver.execute_script("return document.documentElement.scrollWidth")
            check(wide <= width, f"{page.name} fits into {width} pixels ({wide})")
    open_page(driver, site.suite)
    box = driver.find_element(By.CSS_SELECTOR, ".view.shown .scroll")
    left = driver.execute_script(
        "const name = arguments[0].querySelector('tbody th'); arguments[0].scrollLeft = 200;"
        "return [name.getBoundingClientRect().left - arguments[0].getBoundingClientRect().left,"
        "        arguments[0].scrollLeft]", box)
    check(left[1] > 0 and abs(left[0]) < 2, f"the table scrolls in its box, names stay {left}")
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def check_files(driver, site):
    open_page(driver, site.suite)
    for link in driver.find_elements(By.CSS_SELECTOR, "a[download]"):
        name = link.get_attribute("href").rsplit("/", 1)[-1]
        with open(site.suite.parent / name, newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file, strict=True))
        check(len(rows) > 2 and len({len(row) for row in rows}) == 1,
              f"{name} has {len(rows)} lines of equal length")
    open_page(driver, site.large_experiment)
    link = driver.find_element(By.CSS_SELECTOR, "a[download]")
    promised = int("".join(filter(str.isdigit, link.text)))
    name = link.get_attribute("href").rsplit("/")[-1]
    with open(site.large_experiment.parent / name, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, strict=True))
    check(len(rows) == 1 + promised > 1,
          f"the file of a large experiment has a header and {promised} queries")


def check_large_table(driver, site):
    start = time.monotonic()
    open_page(driver, site.large_experiment)
    table = driver.find_element(By.CSS_SELECTOR, "table.queries")
    count = lambda: driver.execute_script("return arguments[0].tBodies[0].rows.length", table)
    check(count() == 200, "a long table shows its first rows")
    print(f"      opened in {time.monotonic() - start:.2f} s")
    heading = table.find_elements(By.CSS_SELECTOR, "thead th")[1]
    took = driver.execute_script(
        "const start = performance.now(); arguments[0].querySelector('button').click();"
        "document.body.offsetHeight; return performance.now() - start", heading)
    print(f"      sorted in {took:.0f} ms")
    first = [as_number(cell) for cell in column(driver, table, 1)]
    check(first == sorted(first) and heading.get_attribute("aria-sort") == "ascending",
          "a long table is sorted")
    driver.execute_script(
        "const box = arguments[0].closest('.scroll'); box.scrollTop = box.scrollHeight", table)
    deadline = time.monotonic() + 5
    while count() == 200 and time.monotonic() < deadline:
        time.sleep(0.05)
    check(count() > 200, "scrolling brings more rows")
    box = driver.find_element(By.CSS_SELECTOR, "input.filter")
    wanted = table.find_elements(By.CSS_SELECTOR, "tbody th")[-1].text
    box.send_keys(wanted)
    names = [cell.text for cell in table.find_elements(By.CSS_SELECTOR, "tbody th")]
    check(wanted in names and all(wanted in name for name in names),
          "the filter finds queries that were not on the page")


def check_copy(driver, site):
    open_page(driver, site.large_experiment)
    button = driver.find_element(By.CSS_SELECTOR, "button.copy")
    button.click()
    deadline = time.monotonic() + 5
    while button.text == "Copy" and time.monotonic() < deadline:
        time.sleep(0.05)
    check(button.text in ("Copied", "Selected"), f"the command can be copied: {button.text}")


def check_without_scripts(site):
    driver = browser(scripts=False)
    try:
        open_page(driver, site.suite)
        views = driver.find_elements(By.CSS_SELECTOR, ".view")
        check(len(views) > 2 and all(view.is_displayed() for view in views),
              "without scripts all measures are there")
        rows = driver.find_elements(By.CSS_SELECTOR, ".view tbody tr")
        check(len(rows) > 10 and rows[0].is_displayed(), f"with their {len(rows)} rows")
        dead = driver.find_elements(By.CSS_SELECTOR, "button, input, select")
        check(not any(control.is_displayed() for control in dead), "and no control that does nothing")
        open_page(driver, site.large_experiment)
        cells = driver.find_elements(By.CSS_SELECTOR, "table.queries tbody tr:last-child td")
        check(bool(cells) and cells[0].is_displayed(), "the last of many queries is there too")
    finally:
        driver.quit()


def main():
    if len(sys.argv) != 2 or not (pathlib.Path(sys.argv[1]) / "index.html").exists():
        sys.exit("usage: check_site.py FOLDER (a folder with a built site)")
    site = Site(pathlib.Path(sys.argv[1]))
    check_markup(site)
    driver = browser()
    try:
        for each in (check_console, check_sorting, check_keyboard, check_filter, check_measures,
                     check_theme, check_phone, check_files, check_large_table, check_copy):
            each(driver, site)
    finally:
        driver.quit()
    check_without_scripts(site)
    print(f"{len(failures)} checks failed" if failures else "all checks passed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
