// SPDX-License-Identifier: Apache-2.0
// Sorting, filtering, measures, theme. Without this script every table is still there and complete.
"use strict";

(() => {
  const root = document.documentElement;
  const themes = ["auto", "light", "dark"];
  const collator = new Intl.Collator(undefined, { numeric: true });

  /* Theme: before the first paint, kept where the browser lets a page keep things. */

  function storedTheme() {
    try {
      return localStorage.getItem("bench-theme") ?? "auto";
    } catch {
      return "auto";
    }
  }

  function applyTheme(theme) {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
  }

  function setUpTheme() {
    const button = document.querySelector("button.theme");
    let theme = storedTheme();
    const show = () => (button.querySelector("span").textContent = theme);
    button.addEventListener("click", () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      applyTheme(theme);
      show();
      try {
        localStorage.setItem("bench-theme", theme);
      } catch {
        // The choice holds for this page only.
      }
    });
    show();
  }

  root.classList.add("script");
  applyTheme(storedTheme());

  /* Tables. A long table keeps only its first rows in the page and takes in more as one scrolls;
     sorting and filtering always work on all rows. */

  const firstRows = 200;

  class Grid {
    constructor(table) {
      this.body = table.tBodies[0];
      this.rows = [...this.body.rows];
      this.visible = this.rows;
      this.headings = [...table.tHead.rows[0].cells];
      this.headings.forEach((heading, column) => this.addButton(heading, column));
      const box = table.closest(".scroll");
      box.addEventListener("scroll", () => {
        if (box.scrollTop + box.clientHeight * 3 > box.scrollHeight) this.extend();
      });
      this.show();
    }

    addButton(heading, column) {
      const kind = heading.dataset.sort;
      if (kind !== "number" && kind !== "text") return;
      const label = heading.querySelector(".label");
      const button = document.createElement("button");
      button.type = "button";
      button.append(...label.childNodes);
      label.replaceWith(button);
      heading.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => this.sort(heading, column));
    }

    sort(heading, column) {
      const before = heading.getAttribute("aria-sort");
      const first = heading.dataset.first === "desc" ? "descending" : "ascending";
      const other = first === "descending" ? "ascending" : "descending";
      const order = before === first ? other : first;
      for (const each of this.headings) {
        if (each.hasAttribute("aria-sort")) each.setAttribute("aria-sort", "none");
      }
      heading.setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      const isNumber = heading.dataset.sort === "number";
      const keyed = this.rows.map((row) => [Grid.key(row.cells[column], isNumber), row]);
      // Cells without a value come last in both directions; equal ones keep their order.
      keyed.sort(([a], [b]) => {
        if (a === null || b === null) return (a === null) - (b === null);
        return sign * (isNumber ? a - b : collator.compare(a, b));
      });
      this.rows = keyed.map(([, row]) => row);
      this.show();
    }

    static key(cell, isNumber) {
      const text = cell.dataset.key ?? cell.textContent.trim().replaceAll("−", "-");
      if (!isNumber) return text;
      const value = parseFloat(text);
      return Number.isNaN(value) ? null : value;
    }

    filter(words, family) {
      this.matches = (row) =>
        (!family || row.dataset.family === family) &&
        words.every((word) => row.querySelector("th").textContent.toLowerCase().includes(word));
      this.show();
    }

    show() {
      this.visible = this.matches ? this.rows.filter(this.matches) : this.rows;
      this.body.replaceChildren(...this.visible.slice(0, firstRows));
    }

    extend(upTo = this.body.rows.length + firstRows) {
      this.body.append(...this.visible.slice(this.body.rows.length, upTo));
    }
  }

  function setUpTables() {
    const grids = [...document.querySelectorAll("table.grid")].map((table) => new Grid(table));
    addEventListener("beforeprint", () => grids.forEach((grid) => grid.extend(Infinity)));
    const form = document.querySelector(".tools form");
    if (!form) return;
    const filter = form.querySelector(".filter");
    const family = form.querySelector(".families");
    const found = form.querySelector(".found");
    const intervals = form.querySelector(".intervals");
    // Tables of retrievers are filtered on most pages, the table of queries on an experiment's.
    const queries = document.querySelector("table.queries");
    const filtered = grids.filter((grid) =>
      queries ? grid.body === queries.tBodies[0] : grid.body.querySelector("tr[data-family]"));
    const apply = () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      const chosen = family?.value ?? "";
      filtered.forEach((grid) => grid.filter(words, chosen));
      const { visible, rows } = filtered[0];
      found.textContent =
        words.length || chosen ? `${visible.length} of ${rows.length} shown` : "";
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    filter.addEventListener("input", apply);
    family?.addEventListener("change", apply);
    intervals?.addEventListener("change", () =>
      root.classList.toggle("without-intervals", !intervals.checked));
    if (filtered.length) apply();
  }

  /* Measures: one view at a time; the address says which. */

  function setUpViews() {
    const views = [...document.querySelectorAll(".view")];
    const tabs = [...document.querySelectorAll(".tabs a")];
    if (!views.length) return;
    const choose = (view) => {
      views.forEach((each) => each.classList.toggle("shown", each === view));
      tabs.forEach((tab) => {
        if (tab.hash === "#" + view.id) tab.setAttribute("aria-current", "true");
        else tab.removeAttribute("aria-current");
      });
    };
    const follow = () => {
      const target = document.getElementById(location.hash.slice(1));
      const view = target?.closest(".view");
      if (view) choose(view);
      else if (!location.hash) choose(views[0]);
      if (view && target !== view) target.scrollIntoView();
    };
    choose(views[0]);
    follow();
    addEventListener("hashchange", follow);
    addEventListener("popstate", follow);
    tabs.forEach((tab) =>
      tab.addEventListener("click", (event) => {
        // Switching must not move the page.
        event.preventDefault();
        history.pushState(null, "", tab.hash);
        follow();
      }));
  }

  /* Copying. */

  async function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(source);
      button.textContent = document.execCommand("copy") ? "Copied" : "Selected";
    }
    setTimeout(() => (button.textContent = "Copy"), 2000);
  }

  document.addEventListener("DOMContentLoaded", () => {
    setUpTheme();
    setUpViews();
    setUpTables();
    for (const button of document.querySelectorAll("button.copy")) {
      button.addEventListener("click", () => copy(button));
    }
  });
})();
