// The timeline as an instrument. Without this file the page is whole: evidence unfolds, months and columns are links.
{
  const find = (selector, root = document) => root.querySelector(selector);
  const list = find("#_list"), form = find(".tools"), strip = find("#_strip"), output = find("output", form), words = form.dataset;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const FAR = "9999-12-31";

  // Every event: its days, what lasted throughout, its status, names and outlets.
  const event = (id, known, status, who, outlets) => {
    const lasted = known.endsWith("!"), [first, last = first] = (lasted ? known.slice(0, -1) : known).split("/");
    return {id, dated: known !== "", a: first, b: known.endsWith("/") ? FAR : last || FAR, lasted, status, who: who.split(" "), outlets: outlets.split(" ")};
  };
  const rows = $$("li[data-d]", list).map(li => ({
    ...event(li.id, li.dataset.d, li.className, li.dataset.w, li.dataset.o), li, head: li.parentNode.previousElementSibling, order: 0,
  }));
  let events = rows;

  // Evidence is taken out until it is asked for, so that the page stays light; its words can be searched all the same.
  const taken = new Map(), hold = details => {
    const proof = details.lastElementChild;
    if (proof && proof.tagName === "DIV" && !details.open) { taken.set(details, proof); proof.remove(); }
  };
  const restore = details => { const proof = taken.get(details); if (proof) { details.append(proof); taken.delete(details); } };
  $$("li > details", list).forEach(hold);
  list.addEventListener("click", e => { const summary = e.target.closest("summary"); if (summary) restore(summary.parentNode); });
  list.addEventListener("toggle", e => restore(e.target), true);
  addEventListener("beforeprint", () => $$("li > details", list).forEach(details => { restore(details); details.open = true; }));
  const text = row => {
    if (row.text === undefined) {
      const details = find("details", row.li), proof = details && taken.get(details);
      row.text = (row.li.textContent + (proof ? proof.textContent : "")).toLowerCase();
    }
    return row.text;
  };

  // The axis of the overview.
  const starts = strip ? strip.dataset.starts.split(" ") : [], N = starts.length, end = strip ? strip.dataset.end : "", unit = strip ? strip.dataset.unit : "";
  const names = strip ? strip.dataset.names.split("|") : [], press = strip ? strip.dataset.press.split(" ").map(Number) : [];
  const step = day => {
    if (day >= end) return N;
    let low = 0, high = N;
    while (low < high) { const middle = low + high >> 1; if (starts[middle] <= day) low = middle + 1; else high = middle; }
    return low - 1;
  };
  const lanes = strip && strip.dataset.lanes ? strip.dataset.lanes.split("|").map(lane => lane.split(",").map(span => {
    const [first, last] = span.replace("!", "").split("-").map(Number);
    return {first, last, lasted: span.endsWith("!")};
  })) : [];
  const placed = row => {
    if (row.p === undefined) {
      const p = step(row.a), q = step(row.b);
      row.p = row.dated && q >= 0 && p < N ? Math.max(p, 0) : null;
      row.q = row.p === null ? null : Math.min(q, N - 1);
      row.column = row.p !== null && p === q;
      row.line = row.p === null || row.column ? null : lanes.flat().filter(s => s.lasted === row.lasted && s.first <= row.p && s.last >= row.q).sort((s, t) => s.last - s.first - t.last + t.first)[0];
    }
    return row;
  };
  const number = value => String(+value.toFixed(2));
  const TALL = 44;
  const bars = (counts, scale, below) => counts.map((n, i) => n ? `M${i * 10 + 1} ${number(TALL - (below ? below[i] : 0) * scale)}v${number(-n * scale)}h8v${number(n * scale)}z` : "").join("");
  const lines = (shown, lasted) => lanes.flatMap((lane, row) => lane.filter(s => s.lasted === lasted && shown.has(s)).map(s => {
    const y = 3 + row * 4, left = number(s.first * 10 + .8), right = number((s.last + 1) * 10 - .8);
    return `M${left} ${y}H${right}` + (lasted ? "" : `M${left} ${y - 1.5}v3M${right} ${y - 1.5}v3`);
  })).join("");
  const tally = shown => { const counts = Array(N).fill(0); for (const row of shown) if (placed(row).column) counts[row.p]++; return counts; };
  let scale = 0, now = {happened: [], rest: []};
  const draw = shown => {
    if (!strip) return;
    scale ||= TALL / Math.max(...tally(events), 1);
    const happened = tally(shown.filter(row => row.status === "happened")), rest = tally(shown.filter(row => row.status !== "happened"));
    const spans = new Set(shown.map(row => placed(row).line));
    now = {happened, rest};
    for (const [part, path] of [[".said", bars(rest, scale, happened)], [".made", bars(happened, scale)], [".within", lines(spans, false)], [".lasts", lines(spans, true)]]) {
      const element = find(part, strip);
      if (element) element.setAttribute("d", path);
    }
    strip.classList.toggle("some", shown.length < events.length);
  };

  // The filters. What is behind a fold waits in a template until it is opened, or until the address asks for it.
  const unpack = fold => { const template = find("template", fold); if (template) template.replaceWith(template.content); };
  const folds = $$(".drop[name]", form);
  folds.forEach(fold => fold.addEventListener("click", () => unpack(fold)));
  const field = name => form.elements.namedItem(name);
  const boxes = name => $$(`input[name="${name}"]`, form);
  const checked = name => boxes(name).filter(box => box.checked).map(box => box.value);
  const bound = (value, rest) => value && value + rest.slice(value.length);
  const sift = () => {
    const S = new Set(checked("s")), W = checked("w"), O = checked("o"), q = field("q").value.trim().toLowerCase();
    const from = bound(field("from").value, "0000-01-01"), to = bound(field("to").value, "0000-12-31");
    const within = row => !(from || to) || row.dated && (!to || row.a <= to) && (!from || row.b >= from);
    const kept = row => (!W.length || W.some(w => row.who.includes(w))) && (!O.length || O.some(o => row.outlets.includes(o))) && (!q || text(row).includes(q));
    const base = events.filter(kept), shown = base.filter(row => S.has(row.status)), left = shown.filter(within);
    const seen = new Set(left.map(row => row.id)), heads = new Map();
    let here = 0;
    for (const {li, head, id, ...row} of rows) {
      const stays = seen.has(id), counts = heads.get(head) || heads.set(head, [0, 0]).get(head);
      if (li.hidden === stays) li.hidden = !stays;
      if (stays) { here++; counts[+(unit === "month" && /^y\d{4}-(?!00)/.test(head.id) && !placed(row).column && row.p !== null)]++; }
    }
    for (const [head, [n, beyond]] of heads) {
      head.hidden = !(n + beyond); head.nextElementSibling.hidden = head.hidden;
      find("b", head).textContent = beyond ? fill(words.beyond, {n, beyond}) : n;
    }
    draw(shown);
    for (const label of $$(".sts label", form)) find("b", label).textContent = base.filter(row => within(row) && row.status === label.className).length;
    for (const [fold, n] of [[folds[0], W.length], [folds[1], O.length], [folds[2], from || to ? `${field("from").value}–${field("to").value}` : ""], [find(".sts", form), S.size < boxes("s").length ? S.size : ""]]) find("summary b", fold).textContent = n || "";
    output.textContent = left.length === events.length ? words.all : fill(words.some, {n: left.length}) + (events === rows ? "" : fill(words.here, {n: here}));
    find("[type=reset]", form).hidden = left.length === events.length;
    if (strip) place(from, to);
  };

  // Where the years have pages, all events stand in a file, which is read when somebody filters or follows an old address.
  let whole = words.index ? null : Promise.resolve();
  const all = () => whole ||= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), {src: words.index, onload: resolve, onerror: reject});
    document.head.append(script);
  }).then(() => {
    const here = new Map(rows.map(row => [row.id, row]));
    events = timelineIndex.map(([id, year, known, status, who, outlets, title, ...former]) => Object.assign(here.get(id) || event(id, known, status, who, outlets), {year, former, text: title.toLowerCase()}));
  });
  const page = row => new URL(row.year ? `${row.year}.html` : "../timeline.html", new URL(words.index, location.href)).href;

  // The state is in the address: Back undoes one filter.
  const write = replace => {
    const state = new URLSearchParams();
    for (const name of ["q", "from", "to", "order"]) if (field(name).value) state.set(name, field(name).value);
    for (const name of ["w", "o"]) for (const value of checked(name)) state.append(name, value);
    if (checked("s").length < boxes("s").length) state.set("s", checked("s").join(" "));
    const address = (state.size ? `?${state}` : location.pathname) + location.hash;
    try { history[replace ? "replaceState" : "pushState"](null, "", address); } catch {}
  };
  const former = {who: "w", outlet: "o"};
  const read = () => {
    const state = new URLSearchParams(location.search);
    for (const [old, name] of Object.entries(former)) if (state.get(old)) state.append(name, state.get(old));
    if (state.has("w")) unpack(folds[0]);
    if (state.has("o")) unpack(folds[1]);
    for (const name of ["q", "from", "to", "order"]) field(name).value = state.get(name) || "";
    for (const name of ["w", "o"]) boxes(name).forEach(box => box.checked = state.getAll(name).includes(box.value));
    const statuses = state.has("s") ? state.get("s").split(" ") : state.getAll("status");
    boxes("s").forEach(box => box.checked = !(state.has("s") || state.has("status")) || statuses.includes(box.value));
    sort(field("order").value === "desc");
    if (words.index && state.size) return all().then(sift);
    if (state.size || changed) sift(); else if (strip) place("", "");
    changed = true;
  };
  let changed = false, typing;
  const act = (delay = 0) => all().then(() => { sift(); changed = true; clearTimeout(typing); typing = setTimeout(write, delay); });
  form.addEventListener("input", e => {
    if (["from", "to"].includes(e.target.name) || e.target.id === "_go") return;
    if (e.target.name === "order") { sort(e.target.value === "desc"); write(); return; }
    act(e.target.name === "q" ? 600 : 0);
  });
  form.addEventListener("change", e => { if (["from", "to"].includes(e.target.name) && e.target.checkValidity()) act(); });
  form.addEventListener("submit", e => e.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { sort(false); act(); }));
  addEventListener("popstate", read);
  addEventListener("click", e => { for (const fold of folds) if (fold.open && !fold.contains(e.target)) fold.open = false; });
  addEventListener("keydown", e => { if (e.key === "Escape") for (const fold of folds) if (fold.open) { fold.open = false; find("summary", fold).focus(); } });
  document.addEventListener("click", e => { // to another year with the same filters
    const link = words.index && location.search && e.target.closest(".ym a, .years a, .hits a, .turn a");
    if (!link) return;
    const to = new URL(link.getAttribute("href"), location.href);
    if (to.pathname !== location.pathname) { to.search = location.search; e.preventDefault(); location.href = to.href; }
  });
  const sort = newest => {
    if ((list.dataset.order === "desc") === newest) return;
    list.dataset.order = newest ? "desc" : "";
    for (const section of $$(".yr", list).reverse()) {
      list.append(section);
      for (const head of $$("h2", section).reverse()) { const ol = head.nextElementSibling; section.append(head, ol); ol.append(...[...ol.children].reverse()); }
    }
  };

  // To a date by typing it, or to a month of the overview: the nearest place that is shown.
  const go = day => {
    if (words.index) {
      const links = $$(".ym a[class]").map(link => ({link, at: link.hash.slice(2)})), next = links.find(({at}) => at >= day.slice(0, 7)) || links.at(-1);
      if (next) next.link.click();
      return;
    }
    const shown = rows.filter(row => row.dated && !row.li.hidden).sort((one, other) => one.a < other.a ? -1 : 1);
    const row = shown.find(row => row.a >= day) || shown.at(-1);
    if (!row) return;
    const month = row.head.id || (find("span[id]", row.li) || row.li).id;
    location.hash = day.length > 7 ? row.id : month;
    find("a", row.li).focus({preventScroll: true});
  };
  find("#_go").addEventListener("keydown", e => {
    const [, year, month, day] = /(\d{4})(?:\D+(\d{1,2}))?(?:\D+(\d{1,2}))?/.exec(e.target.value) || [];
    if (e.key === "Enter" && year) { e.preventDefault(); go([year, month, day].filter(Boolean).map(part => part.padStart(2, "0")).join("-")); }
  });

  let place = () => {};
  if (strip) {
    const plot = find(".plot", strip);
    const slider = (kind, label) => `<button type="button" class="${kind}" role="slider" aria-label="${label}" aria-valuemin="0" aria-valuemax="${N - 1}"></button>`;
    plot.insertAdjacentHTML("afterbegin", slider("col", strip.getAttribute("aria-label")));
    plot.insertAdjacentHTML("beforeend", `<div class="dim l"></div><div class="dim r"></div>${slider("grip l", find("[name=from]", form).parentNode.textContent)}${slider("grip r", find("[name=to]", form).parentNode.textContent)}<div class="here" hidden></div>`);
    const [left, right] = $$(".grip", plot), [dimL, dimR] = $$(".dim", plot), here = find(".here", plot), column = find(".col", plot);
    let first = 0, last = N - 1;
    const percent = n => `${n / N * 100}%`;
    const tell = (grip, value) => { grip.setAttribute("aria-valuenow", value); grip.setAttribute("aria-valuetext", names[value]); };
    place = (from, to) => {
      first = from ? Math.min(Math.max(step(from), 0), N - 1) : 0; last = to ? Math.max(Math.min(step(to), N - 1), 0) : N - 1;
      left.style.left = dimL.style.width = percent(first); right.style.left = percent(last + 1); dimR.style.width = percent(N - 1 - last);
      tell(left, first); tell(right, last);
      strip.classList.toggle("cut", first > 0 || last < N - 1);
    };
    // A brushed window is the filter by dates.
    const code = day => day.slice(0, {month: 7, year: 4}[unit] || 10);
    const before = day => { const date = new Date(`${day}T00:00Z`); date.setUTCDate(date.getUTCDate() - 1); return date.toISOString().slice(0, 10); };
    const brush = (one, other, done) => {
      const [i, j] = one < other ? [one, other] : [other, one], everything = i === 0 && j === N - 1;
      field("from").value = everything ? "" : code(starts[i]); field("to").value = everything ? "" : code(before(starts[j + 1] || end));
      if (done === undefined) sift(); else act(done);
    };
    const at = e => { const box = plot.getBoundingClientRect(); return Math.max(0, Math.min(N - 1, Math.floor((e.clientX - box.left) / box.width * N))); };
    let drag = null, moved = false;
    plot.addEventListener("pointerdown", e => {
      if (e.button) return;
      const grip = e.target.closest(".grip");
      drag = {x: e.clientX, from: grip === left ? last : grip === right ? first : at(e), id: e.pointerId}; moved = false;
    });
    addEventListener("pointermove", e => {
      if (!drag || !moved && Math.abs(e.clientX - drag.x) < 5) return;
      if (!moved) plot.setPointerCapture(drag.id);
      moved = true;
      const i = at(e);
      cancelAnimationFrame(drag.frame); drag.frame = requestAnimationFrame(() => drag && brush(drag.from, i));
      e.preventDefault();
    });
    plot.addEventListener("dragstart", e => e.preventDefault()); // or the browser would carry a link away
    for (const done of ["pointerup", "pointercancel"]) addEventListener(done, e => { if (drag && moved) { cancelAnimationFrame(drag.frame); brush(drag.from, at(e), 0); } drag = null; });
    plot.addEventListener("click", e => {
      if (moved) { e.preventDefault(); e.stopPropagation(); moved = false; return; }
      if (!e.target.closest(".years, .grip, .hits a") && e.detail) { e.preventDefault(); go(starts[at(e)].slice(0, 7)); }
    }, true);
    const STEPS = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12, Home: -N, End: N};
    for (const grip of [left, right]) grip.addEventListener("keydown", e => {
      const by = STEPS[e.key];
      if (!by) return;
      e.preventDefault();
      if (grip === left) brush(Math.max(0, Math.min(last, first + by)), last, 400); else brush(first, Math.min(N - 1, Math.max(first, last + by)), 400);
    });
    // The column under the pointer, or under the arrow keys, is told where the highest was named.
    const label = find(".peak text", plot), peak = [label.textContent, label.getAttribute("x"), label.getAttribute("text-anchor")];
    const name = (said, x, anchor) => { label.textContent = said; label.setAttribute("x", x); label.setAttribute("text-anchor", anchor); };
    let pointed = N - 1, counted = false;
    const point = i => {
      if (!counted && events === rows && !words.index) { draw(rows.filter(row => !row.li.hidden)); counted = true; }
      pointed = i;
      const happened = now.happened[i], n = happened + now.rest[i], late = i > N * .6;
      const said = n === undefined ? names[i] : fill(words.step, {date: names[i], n, happened, published: press[i]});
      name(said, percent(i + late), late ? "end" : "start");
      column.style.left = percent(i); column.style.width = percent(1);
      column.setAttribute("aria-valuenow", i); column.setAttribute("aria-valuetext", said); column.classList.add("on");
    };
    const unpoint = () => { column.classList.remove("on"); name(...peak); };
    column.setAttribute("aria-valuenow", pointed); column.setAttribute("aria-valuetext", names[pointed]);
    plot.addEventListener("pointermove", e => { if (!drag && e.pointerType === "mouse") { if (e.target.closest(".grip")) unpoint(); else point(at(e)); } });
    plot.addEventListener("pointerleave", () => document.activeElement === column || unpoint());
    column.addEventListener("focus", () => point(pointed));
    column.addEventListener("blur", unpoint);
    column.addEventListener("keydown", e => {
      if (STEPS[e.key]) { e.preventDefault(); point(Math.max(0, Math.min(N - 1, pointed + STEPS[e.key]))); }
      if (e.key === "Enter" || e.key === " ") { e.preventDefault(); go(starts[pointed].slice(0, 7)); }
    });
    // Where the reader is, marked under the overview.
    const near = new IntersectionObserver(entries => {
      for (const entry of entries) if (entry.isIntersecting) {
        const row = rows.find(row => row.li.parentNode === entry.target && row.dated), i = row ? step(row.a) : -1;
        here.hidden = !(i >= 0 && i < N && scrollY > 300);
        if (i >= 0 && i < N) here.style.left = percent(i + .5);
      }
    }, {rootMargin: "-8% 0px -88% 0px"});
    $$("ol", list).forEach(ol => near.observe(ol));
  }

  // The table of months is one stop of the Tab key: arrows walk in it.
  const table = find(".ym"), months = $$("a", table);
  months.forEach((link, i) => link.tabIndex = i ? -1 : 0);
  table.addEventListener("keydown", e => {
    const i = months.indexOf(document.activeElement), by = {ArrowLeft: -1, ArrowRight: 1, Home: -1e6, End: 1e6}[e.key];
    const down = {ArrowUp: -1, ArrowDown: 1}[e.key];
    if (i < 0 || !(by || down)) return;
    e.preventDefault();
    let next = months[Math.max(0, Math.min(months.length - 1, i + (by || 0)))];
    if (down) {
      const lines = [...table.children], line = lines[lines.indexOf(months[i].parentNode) + down];
      next = line && (find(`.${months[i].className || "none"}`, line) || find("a", line)) || months[i];
    }
    months.forEach(link => link.tabIndex = link === next ? 0 : -1);
    next.focus();
  });
  table.addEventListener("click", e => { const box = table.closest("[popover]"); if (e.target.closest("a") && box.hidePopover && box.matches(":popover-open")) box.hidePopover(); });

  form.hidden = false;
  read();
  // An address from before the years had pages leads on to the event's page of its year.
  const target = () => {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch {}
    const there = id && document.getElementById(id);
    if (there && there.closest("li[hidden]")) form.reset();
    else if (id && !there && words.index) all().then(() => { const row = events.find(row => row.id === id || row.former.includes(id)); if (row) location.replace(`${page(row)}#${row.id}`); });
  };
  target();
  addEventListener("hashchange", target);
}
