// Sorts, filters, and opens and closes what is folded. The page says everything without it, too.
(() => {
  "use strict";
  const table = document.querySelector("table.students");
  if (!table) return;
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  // What people type who do not have these letters: accents fall away by themselves, these do not.
  const letters = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i" };
  const plain = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[łøđðþßæœı]/g, (letter) => letters[letter]);
  const rows = all("tbody.student", table).map((body, place) => ({
    body,
    place,
    label: body.querySelector("th bdi").textContent,
    name: plain(body.querySelector("th bdi").textContent),
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

  let sorted = "";
  let telling = 0;

  // Says what is shown, once a name is typed to its end: a screen reader reads each change aloud.
  const tell = (seen, wait) => {
    const typed = search.value.trim();
    const chosen = [state, flag].filter((choice) => choice.value !== "").map((choice) => choice.selectedOptions[0].text);
    if (typed !== "") chosen.push(`"${typed}"`);
    const count = seen === rows.length ? "all" : `${seen} of`;
    const of = rows.length === 1 ? "1 student" : `${rows.length} students`;
    const words = `Showing ${count} ${of}${chosen.length > 0 ? `: ${chosen.join(", ")}` : ""}.${sorted}`;
    clearTimeout(telling);
    telling = setTimeout(() => {
      if (shown.textContent !== words) shown.textContent = words;
    }, wait);
  };

  const filter = (wait = 0) => {
    const words = plain(search.value).split(/\s+/);
    let seen = 0;
    for (const row of rows) {
      const fits =
        words.every((word) => row.name.includes(word)) &&
        (state.value === "" || row.state === state.value) &&
        (flag.value === "" || (flag.value === "*" ? row.flags.length > 0 : row.flags.includes(flag.value)));
      row.body.hidden = !fits;
      seen += fits ? 1 : 0;
    }
    for (const count of counts) count.setAttribute("aria-pressed", String(count.dataset.state === state.value));
    tell(seen, wait);
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
    const bodies = document.createDocumentFragment();
    for (const row of rows.slice().sort(order)) bodies.append(row.body);
    table.append(bodies);
    sorted = way === "" ? "" : ` Sorted by ${sorts[at].textContent}, ${way}.`;
    tell(rows.filter((row) => !row.body.hidden).length, 0);
  };

  sorts.forEach((button, at) => {
    button.disabled = false;
    button.addEventListener("click", () => sort(at));
  });
  for (const count of counts) {
    count.disabled = false;
    count.addEventListener("click", () => {
      // A pressed one comes up again.
      state.value = count.dataset.state === state.value ? "" : count.dataset.state;
      filter();
    });
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => filter(event.target === search ? 400 : 0));
  document.getElementById("everybody").addEventListener("click", () => {
    form.reset();
    filter();
    search.focus();
  });
  document.getElementById("open").addEventListener("click", () => {
    for (const fold of all(".student:not([hidden]) details", table)) fold.open = true;
  });
  document.getElementById("close").addEventListener("click", () => {
    for (const fold of all("details[open]", table)) fold.open = false;
  });
  // A browser may have kept what was chosen before the page was loaded again.
  filter();
})();
