// Sorts, filters, and opens what is folded for print. The page says everything without it, too.
(() => {
  "use strict";
  const table = document.querySelector("table.students");
  if (!table) return;
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const rows = all("tbody.student", table).map((body, place) => ({
    body,
    place,
    label: body.querySelector("th bdi").textContent,
    name: body.querySelector("th bdi").textContent.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(),
    state: body.dataset.state,
    flags: body.dataset.flags.split(" ").filter(Boolean),
    keys: Array.from(body.rows[0].cells, (cell) => (cell.dataset.sort ? Number(cell.dataset.sort) : null)),
  }));
  const names = new Intl.Collator(undefined, { numeric: true });
  const byName = rows.slice().sort((one, other) => names.compare(one.label, other.label));
  byName.forEach((row, rank) => {
    row.keys[0] = rank;
  });
  const form = document.querySelector("form.filters");
  const search = document.getElementById("search");
  const state = document.getElementById("state");
  const flag = document.getElementById("flag");
  const shown = document.getElementById("shown");
  const counts = all("button.count");
  const sorts = all("button.sort", table);

  const filter = () => {
    const words = search.value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
    let seen = 0;
    for (const row of rows) {
      const fits =
        row.name.includes(words) &&
        (state.value === "" || row.state === state.value) &&
        (flag.value === "" || (flag.value === "*" ? row.flags.length > 0 : row.flags.includes(flag.value)));
      row.body.hidden = !fits;
      seen += fits ? 1 : 0;
    }
    for (const count of counts) count.setAttribute("aria-pressed", String(count.dataset.state === state.value));
    const of = rows.length === 1 ? "1 student" : `${rows.length} students`;
    shown.textContent = seen === rows.length ? `Showing all of ${of}.` : `Showing ${seen} of ${of}.`;
  };

  const sort = (at) => {
    const heading = sorts[at].closest("th");
    // Up, down, and at the third time back to the order of the class.
    const next = { ascending: "descending", descending: "" };
    const way = next[heading.getAttribute("aria-sort")] ?? "ascending";
    const down = way === "descending";
    for (const other of sorts) other.closest("th").removeAttribute("aria-sort");
    if (way !== "") heading.setAttribute("aria-sort", way);
    // What is not known stands last either way, and equals keep the order of the class.
    const order = (one, other) => {
      if (way === "") return one.place - other.place;
      const [left, right] = [one.keys[at], other.keys[at]];
      if (left === null || right === null) return Number(left === null) - Number(right === null);
      return (down ? right - left : left - right) || one.place - other.place;
    };
    const sorted = document.createDocumentFragment();
    for (const row of rows.slice().sort(order)) sorted.append(row.body);
    table.append(sorted);
  };

  sorts.forEach((button, at) => {
    button.disabled = false;
    button.addEventListener("click", () => sort(at));
  });
  for (const count of counts) {
    count.disabled = false;
    count.addEventListener("click", () => {
      state.value = count.dataset.state;
      filter();
    });
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  document.getElementById("everybody").addEventListener("click", () => {
    form.reset();
    filter();
    search.focus();
  });
  // A browser may have kept what was chosen before the page was loaded again.
  filter();

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
})();
