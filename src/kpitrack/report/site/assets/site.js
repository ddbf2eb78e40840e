// Sorting, filtering and search, for whoever has scripts on. Every page is whole without them.
"use strict";
(() => {
  const fold = (text) =>
    text.normalize("NFKC").toLowerCase().replace(/[\u30a1-\u30f6]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60));
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

  // Sorting: a button in each column's heading.
  const sort = (table, at, down) => {
    const headings = [...table.tHead.rows[0].querySelectorAll("th")]; // not a chart's scale, which stands last
    const body = table.tBodies[0];
    const key = (row) => {
      const cell = row.cells[at];
      if (cell.dataset.sort === undefined) return cell.textContent.trim();
      return cell.dataset.sort === "" ? null : Number(cell.dataset.sort);
    };
    for (const one of headings) one.removeAttribute("aria-sort");
    headings[at].setAttribute("aria-sort", down ? "descending" : "ascending");
    const language = document.documentElement.lang;
    const sorted = [...body.rows].map((row) => [key(row), row]);
    sorted.sort(([a], [b]) => {
      if (a === null || b === null) return (a === null) - (b === null); // what is missing stays last
      const order = typeof a === "number" ? a - b : a.localeCompare(b, language, { numeric: true });
      return down ? -order : order;
    });
    body.append(...sorted.map(([, row]) => row));
  };
  for (const table of document.querySelectorAll("table[data-sortable]")) {
    [...table.tHead.rows[0].querySelectorAll("th")].forEach((heading, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      button.title = fill(table.dataset.sortable, { name: heading.textContent.trim() });
      heading.replaceChildren(button);
      button.addEventListener("click", () => sort(table, at, heading.getAttribute("aria-sort") === "ascending"));
    });
  }

  // Filtering, by words and by status, and sorting where headings are not shown; the address keeps what is chosen.
  const filters = document.querySelector(".filters");
  const table = filters && document.getElementById(filters.dataset.table);
  if (table) {
    const text = document.getElementById("filter-text");
    const status = document.getElementById("filter-status"); // only where rows have one
    const order = document.getElementById("filter-sort");
    const count = document.getElementById("filter-count");
    const rows = [...table.tBodies[0].rows].map((row) => [row, fold(row.textContent)]);
    [...table.tHead.rows[0].querySelectorAll("th")].forEach((heading, at) => {
      for (const [arrow, down] of [["\u2191", ""], ["\u2193", "-"]]) {
        order.add(new Option(`${heading.textContent.trim()} ${arrow}`, `${down}${at + 1}`));
      }
    });
    const asked = new URLSearchParams(location.hash.slice(1));
    text.value = asked.get("q") ?? "";
    if (status) status.value = asked.get("status") ?? "";
    order.value = asked.get("sort") ?? "";
    const apply = () => {
      const words = fold(text.value).split(/\s+/).filter(Boolean);
      const only = status?.value;
      let n = 0;
      for (const [row, content] of rows) {
        row.hidden = !(words.every((w) => content.includes(w)) && (!only || row.dataset.status === only));
        n += row.hidden ? 0 : 1;
      }
      count.textContent = fill(count.dataset.text, { n, total: rows.length });
      const kept = new URLSearchParams();
      if (text.value) kept.set("q", text.value);
      if (only) kept.set("status", only);
      if (order.value) kept.set("sort", order.value);
      history.replaceState(null, "", kept.size ? `#${kept}` : location.pathname);
    };
    const arrange = () => {
      if (order.value) sort(table, Math.abs(order.value) - 1, order.value < 0);
      else table.tBodies[0].append(...rows.map(([row]) => row));
    };
    text.addEventListener("input", apply);
    status?.addEventListener("change", apply);
    order.addEventListener("change", () => { arrange(); apply(); });
    document.getElementById("filter-reset").addEventListener("click", () => {
      text.value = order.value = "";
      if (status) status.value = "";
      arrange();
      apply();
      text.focus();
    });
    filters.hidden = false;
    if (order.value) arrange();
    apply();
  }

  // Search: the index is a script, which a page opened from a folder may load, and loads only when it is wanted.
  const box = document.querySelector(".search");
  if (box) {
    const { home, index } = document.body.dataset;
    const input = document.getElementById("search");
    const list = document.getElementById("found");
    const count = document.getElementById("found-count");
    let entries = null;
    const load = () => {
      if (entries !== null) return;
      entries = [];
      const script = document.createElement("script");
      script.src = index;
      script.addEventListener("load", () => {
        entries = window.kpitrackIndex.map(([title, place, address]) => [fold(title), fold(`${title} ${place}`), title, place, address]);
        look();
      });
      document.head.append(script);
    };
    const look = () => {
      const words = fold(input.value).split(/\s+/).filter(Boolean);
      list.hidden = !words.length;
      if (!words.length) {
        count.textContent = "";
        list.replaceChildren();
        return;
      }
      const hits = entries.filter(([, whole]) => words.every((word) => whole.includes(word)));
      const rank = ([title]) => (title.startsWith(words[0]) ? 0 : title.includes(words[0]) ? 1 : 2);
      hits.sort((a, b) => rank(a) - rank(b));
      count.textContent = hits.length ? fill(count.dataset.some, { n: hits.length }) : count.dataset.none;
      list.replaceChildren(
        ...hits.slice(0, 30).map(([, , title, place, address]) => {
          const item = document.createElement("li");
          const link = document.createElement("a");
          link.href = home + address;
          link.textContent = title;
          const of = document.createElement("span");
          of.className = "of";
          of.textContent = place;
          link.append(of);
          item.append(link);
          return item;
        }),
      );
      if (!hits.length && entries.length) {
        const item = document.createElement("li");
        item.textContent = count.dataset.none;
        list.append(item);
      }
    };
    input.addEventListener("focus", load);
    input.addEventListener("input", () => { load(); look(); });
    box.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "Escape") {
        input.value = "";
        look();
        input.focus();
      } else if (event.key === "ArrowDown" && links.length) {
        event.preventDefault();
        links[Math.min(at + 1, links.length - 1)].focus();
      } else if (event.key === "ArrowUp" && at >= 0) {
        event.preventDefault();
        (at ? links[at - 1] : input).focus();
      }
    });
    document.addEventListener("click", (event) => { if (!box.contains(event.target)) list.hidden = true; });
    box.hidden = false;
  }

  // Charts: one stop of the keyboard, with arrows from year to year; a year and its row of the table are lit together.
  for (const plot of document.querySelectorAll(".plot")) {
    const years = [...plot.querySelectorAll(".year")];
    const stop = (at) => years.forEach((year, i) => year.setAttribute("tabindex", i === at ? "0" : "-1"));
    stop(years.length - 1);
    plot.addEventListener("keydown", (event) => {
      const at = years.indexOf(document.activeElement);
      if (event.key === "Escape" && at >= 0) years[at].blur();
      const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: years.length - 1 }[event.key];
      if (at < 0 || next === undefined || !years[next]) return;
      event.preventDefault();
      stop(next);
      years[next].focus();
    });
    for (const year of years) {
      const row = document.querySelector(`table.series tr[data-year="${year.dataset.year}"]`);
      if (!row) continue;
      for (const [one, other] of [[row, year], [year, row]]) {
        one.addEventListener("pointerenter", () => other.classList.add("lit"));
        one.addEventListener("pointerleave", () => other.classList.remove("lit"));
      }
    }
  }

  // On paper everything is open.
  addEventListener("beforeprint", () => { for (const one of document.querySelectorAll("details")) one.open = true; });
})();
