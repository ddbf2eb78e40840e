// Sorting, filtering and search, for whoever has scripts on. Every page is whole without them.
"use strict";
(() => {
  const fold = (text) =>
    text.normalize("NFKC").toLowerCase().replace(/[\u30a1-\u30f6]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60));
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

  // Sorting: a button in each column's heading. A heading row of a group, which stands first in its body, stays there.
  const head = (body) => (body.rows[0]?.dataset.head === undefined ? null : body.rows[0]);
  const sort = (table, at, down) => {
    const headings = [...table.tHead.rows[0].querySelectorAll("th")]; // not a chart's scale, which stands last
    const key = (row) => {
      const cell = row.cells[at];
      if (cell.dataset.sort === undefined) return cell.textContent.trim();
      return cell.dataset.sort === "" ? null : Number(cell.dataset.sort);
    };
    for (const one of headings) one.removeAttribute("aria-sort");
    headings[at].setAttribute("aria-sort", down ? "descending" : "ascending");
    const language = document.documentElement.lang;
    const inOrder = (several, rowOf) => {
      const keyed = several.map((one) => [key(rowOf(one)), one]);
      keyed.sort(([a], [b]) => {
        if (a === null || b === null) return (a === null) - (b === null); // what is missing stays last
        const order = typeof a === "number" ? a - b : a.localeCompare(b, language, { numeric: true });
        return down ? -order : order;
      });
      return keyed.map(([, one]) => one);
    };
    const bodies = [...table.tBodies];
    for (const body of bodies) body.append(...inOrder([...body.rows].filter((row) => row !== head(body)), (row) => row));
    if (bodies.length > 1) table.append(...inOrder(bodies, head));
  };
  for (const table of document.querySelectorAll("table[data-sortable]")) {
    if (table.tBodies.length === 1 && table.tBodies[0].rows.length < 2) continue;
    [...table.tHead.rows[0].querySelectorAll("th")].forEach((heading, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.title = fill(table.dataset.sortable, { name: heading.textContent.trim() });
      heading.replaceChildren(button);
      button.addEventListener("click", () => sort(table, at, heading.getAttribute("aria-sort") === "ascending"));
    });
  }

  // Filtering, by words and by status, and sorting where headings are not shown; the address keeps what is chosen.
  const address = () => new URLSearchParams(location.hash.slice(1));
  for (const filters of document.querySelectorAll(".filters")) {
    const name = filters.dataset.of;
    const tables = [...document.querySelectorAll(`table[data-list="${name}"]`)];
    const bodies = tables.flatMap((table) => [...table.tBodies]);
    const part = (which) => filters.querySelector(`[data-part="${which}"]`);
    const [text, status, size, order, count] = ["text", "status", "size", "sort", "count"].map(part); // some not always
    const groups = filters.dataset.within ? [...document.querySelectorAll(filters.dataset.within)] : [];
    const titles = (row) => groups.filter((one) => one.contains(row)).map((one) => one.firstElementChild.textContent);
    const written = bodies.map((body) => [...body.rows]);
    const rows = written.flatMap((several, i) => {
      const first = head(bodies[i]);
      const under = several.length > 1 && first ? several.slice(1) : several;
      return under.map((row) => [row, fold([row, first].map((one) => one?.textContent ?? "").concat(titles(row)).join(" "))]);
    });
    if (rows.length < 2) continue;
    [...(order ? tables[0].tHead.rows[0].querySelectorAll("th") : [])].forEach((heading, at) => {
      for (const [arrow, down] of [["\u2191", ""], ["\u2193", "-"]]) {
        order.add(new Option(`${heading.textContent.trim()} ${arrow}`, `${down}${at + 1}`));
      }
    });
    const fields = Object.entries({ q: text, status, size, sort: order }).filter(([, field]) => field);
    const parameter = (field) => (name === "list" ? field : `${name}-${field}`);
    const apply = () => {
      const words = fold(text.value).split(/\s+/).filter(Boolean);
      const only = status?.value;
      const between = size?.value && size.value.split(" ").map(Number);
      const alike = ({ dataset }) => !between || (dataset.size >= between[0] && dataset.size <= between[1]);
      let n = 0;
      for (const [row, content] of rows) {
        row.hidden = !(words.every((w) => content.includes(w)) && (!only || row.dataset.status === only) && alike(row));
        n += row.hidden ? 0 : 1;
      }
      const shown = rows.map(([row]) => row).filter((row) => !row.hidden);
      const empty = (one) => (words.length || only) && !shown.some((row) => one.contains(row));
      for (const body of bodies) if (head(body)) head(body).hidden = !!empty(body);
      for (const one of tables.length > 1 ? [...tables, ...groups] : []) one.hidden = !!empty(one);
      count.textContent = fill(count.dataset.text, { n, total: rows.length });
      filters.classList.toggle("partial", n < rows.length); // paper, too, says that some are not shown
    };
    const keep = () => {
      const kept = address();
      for (const [field, one] of fields) kept.set(parameter(field), one.value);
      for (const [field, value] of [...kept]) if (!value) kept.delete(field);
      history.replaceState(null, "", kept.size ? `#${kept}` : location.pathname + location.search);
    };
    const arrange = () => {
      if (order?.value) for (const table of tables) sort(table, Math.abs(order.value) - 1, order.value < 0);
      else {
        bodies.forEach((body, i) => { body.append(...written[i]); body.parentElement.append(body); });
        for (const table of tables) table.tHead.querySelector("[aria-sort]")?.removeAttribute("aria-sort");
      }
    };
    const chosen = () => { apply(); keep(); };
    text.addEventListener("input", chosen);
    for (const one of [status, size]) one?.addEventListener("change", chosen);
    order?.addEventListener("change", () => { arrange(); keep(); });
    part("reset").addEventListener("click", () => {
      for (const [, one] of fields) one.value = "";
      arrange();
      chosen();
      text.focus();
    });
    const asked = address();
    for (const [field, one] of fields) one.value = asked.get(parameter(field)) ?? "";
    filters.hidden = false;
    if (order?.value) arrange();
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
