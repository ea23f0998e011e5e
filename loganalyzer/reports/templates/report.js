"use strict";
(() => {
  const make = (tag, text, parent) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  };
  const number = new Intl.NumberFormat("en");
  const from = document.getElementById("from");
  const until = document.getElementById("until");
  const range = document.getElementById("range");
  const views = [];

  /* One table: its rows (a body each, with the sample lines), what is searched for, what is told. */
  const view = (table) => {
    const rows = [...table.tBodies];
    const cellsOf = (row) => row.rows[0].cells;
    const heads = [...table.tHead.rows[0].cells];
    const words = rows.map((row) => row.textContent.toLowerCase());
    let search = null;
    let said = null;

    const value = (row, at) => {
      const cell = cellsOf(row)[at];
      return cell.dataset.value ?? cell.textContent.trim().toLowerCase();
    };
    const sort = (at) => {
      const head = heads[at];
      const numbers = ["count", "rate"].includes(head.dataset.kind);
      const was = head.getAttribute("aria-sort");
      const up = was ? was === "descending" : !numbers;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const empty = (text) => text === "";
      rows.map((row, place) => [value(row, at), place, row])
        .sort(([a, i], [b, j]) => {
          if (empty(a) || empty(b)) return empty(a) - empty(b) || i - j;
          const order = numbers ? Number(a) - Number(b) : a.localeCompare(b, "en");
          return (up ? order : -order) || i - j;
        })
        .forEach(([, , row]) => table.append(row));
    };
    const within = (row) =>
      !row.dataset.first || ((!from.value || row.dataset.last >= from.value) && (!until.value || row.dataset.first <= until.value));

    const update = () => {
      const text = search ? search.value.trim().toLowerCase() : "";
      rows.forEach((row, at) => { row.hidden = !(words[at].includes(text) && within(row)); });
      const shown = rows.filter((row) => !row.hidden);
      if (said) said.textContent = shown.length === rows.length ? `${number.format(rows.length)} rows` : `${number.format(shown.length)} of ${number.format(rows.length)} rows`;
      if (table.tFoot) sums(shown);
    };
    const sums = (shown) => {
      [...table.tFoot.rows[0].cells].forEach((cell, at) => {
        const total = (name) => shown.reduce((sum, row) => sum + Number(cellsOf(row)[at].dataset[name] ?? 0), 0);
        const kind = heads[at].dataset.kind;
        if (kind === "count") cell.textContent = number.format(total("value"));
        if (kind === "rate") {
          const known = total("known");
          const count = total("count");
          cell.textContent = known ? `${(100 * count / known).toFixed(1)} % (${number.format(count)} of ${number.format(known)})` : "none";
        }
      });
    };

    heads.forEach((head, at) => {
      const button = make("button", head.textContent);
      button.type = "button";
      button.addEventListener("click", () => sort(at));
      head.replaceChildren(button);
    });
    if (rows.length > 8) {
      const tools = make("div");
      tools.className = "tools";
      const label = make("label", "Filter ", tools);
      search = make("input", "", label);
      search.type = "search";
      search.addEventListener("input", update);
      said = make("p", "", tools);
      said.setAttribute("role", "status");
      table.parentElement.before(tools);
    }
    if (table.dataset.sheet === "days") {
      const foot = make("tr", "", table.createTFoot());
      heads.forEach((head, at) => {
        const cell = make(at ? "td" : "th", at ? "" : "Sum", foot);
        cell.className = head.dataset.kind;
        cell.dataset.title = head.textContent;
        if (!at) cell.scope = "row";
      });
    }
    views.push(update);
  };

  document.querySelectorAll("table[data-tools]").forEach(view);
  const update = () => views.forEach((one) => one());
  if (from.min) {
    range.hidden = false;
    range.addEventListener("input", update);
    range.addEventListener("submit", (event) => event.preventDefault());
    range.addEventListener("reset", () => setTimeout(update));
  }
  update();
})();
