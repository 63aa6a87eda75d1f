// The search page: every place of every phrase, in whichever script it is typed, found by Pagefind; from the file
// system, or where that cannot run, found in all the texts at once. The state is in the address.
"use strict";
{
  const {fold: [typed, plain], names, bundles, texts} = dossierSearch;
  const form = document.getElementById("_find"), found = document.getElementById("_found"), az = document.getElementById("_az");
  const output = form.querySelector("output"), more = form.parentNode.querySelector(".more"), say = form.dataset;
  const BETWEEN = "zz", PAGE = 10, AROUND = 40;
  const from = [...typed], to = [...plain], folded = new Map(from.map((letter, place) => [letter, to[place]]));

  // ── Letters: folded, narrow, small, no spaces; render/search.py does the same to every text ──
  const known = new Map();
  const letter = character => known.get(character) ?? known.set(character, searched(character)).get(character);
  const searched = character => {
    const code = character.codePointAt(0);
    const narrow = character === '"' ? "\uff02" // for " makes phrases
      : code > 0xff00 && code < 0xff5f && code !== 0xff02 ? String.fromCodePoint(code - 0xfee0) : character;
    const same = folded.get(narrow) ?? narrow;
    if (/[\p{Zs}\p{Zl}\p{Zp}\p{Cc}\p{Cf}\p{Mn}\p{Me}]/u.test(same)) return "";
    const small = same.toLowerCase();
    return [...small].length === 1 ? small : same;
  };
  const letters = text => [...text].map(letter).filter(Boolean);
  const word = facet => BETWEEN + [...new TextEncoder().encode(facet)].map(byte => byte.toString(16).padStart(2, "0")).join("");

  // What render/search.py hid from Pagefind in the private plane; and a text, of its letters and what it hid behind them.
  const seen = hidden => Array.from(hidden, unit => String.fromCharCode(unit.codePointAt(0) - 0xf0000)).join("");
  const told = spelt => spelt.slice(0, -BETWEEN.length).trimEnd().split(" ").map(word => {
    const [first, ...rest] = [...word], hides = first >= "\u{f0000}";
    const behind = seen(hides ? word : rest.join(""));
    return (hides || (behind && letter(String.fromCodePoint(behind.codePointAt(0)))) ? "" : first) + behind;
  }).join("");

  // The places of a phrase in a text, from and to.
  const places = (text, phrase) => {
    let seen = "", at = 0;
    const starts = [], ends = [];
    for (const character of text) {
      const shown = letter(character);
      for (let unit = 0; unit < shown.length; unit++) { starts.push(at); ends.push(at + character.length); }
      seen += shown;
      at += character.length;
    }
    const hits = [];
    for (let place = seen.indexOf(phrase); phrase && place >= 0; place = seen.indexOf(phrase, place + phrase.length)) {
      hits.push([starts[place], ends[place + phrase.length - 1]]);
    }
    return hits;
  };

  // ── Two ways to find articles: each gives their number, and their rows from one place to another ──
  const loaded = source => new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), {src: source, onload: resolve, onerror: reject});
    document.head.append(script);
  });
  const inTexts = async () => {
    if (!texts) throw Error("too much text");
    await loaded(texts);
    return async (phrase, facets) => {
      const rows = dossierTexts.filter(([, , , , , of, blocks]) => facets.every(facet => of.includes(facet))
        && (!phrase || blocks.some(([, , text]) => places(text, phrase).length))).reverse();
      return {count: rows.length, rows: async (start, end) => rows.slice(start, end)};
    };
  };
  const inPagefind = async () => {
    const {createInstance} = await import("../pagefind/0/pagefind.js");
    const base = number => new URL(`pagefind/${number}/`, document.baseURI).href;
    const pagefind = createInstance({basePath: base(0), noWorker: true});
    await pagefind.init();
    for (let number = 1; number < bundles; number++) await pagefind.mergeIndex(base(number));
    // The last of the dossier first: a result's name begins with its bundle, and its score is its place in it.
    const bundle = result => result.id.split("_")[0];
    const later = (one, other) => bundle(one) === bundle(other) ? other.score - one.score : bundle(one) < bundle(other) ? 1 : -1;
    const search = async words => (await pagefind.search(`"${words}"`, {sort: {place: "desc"}})).results.sort(later);
    return async (phrase, facets) => {
      const wanted = [...(phrase ? [[...phrase].join(" ")] : []), ...facets.map(word)];
      const [first, ...others] = await Promise.all(wanted.map(search));
      const sets = others.map(results => new Set(results.map(result => result.id)));
      const results = first.filter(result => sets.every(set => set.has(result.id)));
      const row = async result => {
        const {meta, anchors} = await result.data();
        const said = new Map(anchors.map(anchor => [anchor.id, told(anchor.text)]));
        const [head, blocks] = [JSON.parse(seen(meta.row)), 6];
        return head.with(blocks, head[blocks].map(([id, place]) => [id, place, said.get(id) ?? ""]));
      };
      return {count: results.length, rows: (start, end) => Promise.all(results.slice(start, end).map(row))};
    };
  };
  let finder;
  const finding = () => finder ??= (location.protocol === "file:" || !self.WebAssembly ? inTexts() : inPagefind().catch(inTexts));

  // ── What the reader sees ──
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const marked = (text, hits) => {
    const parts = [];
    let at = Math.max(0, hits[0][0] - AROUND);
    if (at) parts.push("…");
    for (const [start, end] of hits) {
      if (start - at > 2 * AROUND) { parts.push(text.slice(at, at + AROUND), "…"); at = start - AROUND; }
      parts.push(text.slice(at, start), element("mark", {className: "hit"}, text.slice(start, end)));
      at = end;
    }
    parts.push(text.slice(at, at + AROUND), at + AROUND < text.length ? "…" : "");
    return parts;
  };
  const passage = (path, language, phrase) => ([id, place, text]) => {
    const hits = places(text, phrase);
    if (!hits.length) return [];
    const hit = text.slice(...hits[0]);
    const href = `${path}?${new URLSearchParams({hit})}#${id}`;
    const link = element("a", {className: "plain", href}, element("span", {className: "pencil"}, place), " ", element("span", {lang: language}, ...marked(text, hits)));
    return [element("li", {}, link)];
  };
  const item = phrase => ([path, title, language, outlet, date, , blocks]) => {
    const passages = phrase ? blocks.flatMap(passage(path, language, phrase)) : [];
    if (phrase && !passages.length) return [];
    const heading = element("h3", {lang: language}, element("a", {href: path}, title));
    const kick = element("p", {className: "kick"}, element("span", {}, date), " ", element("span", {}, outlet));
    return [element("li", {}, kick, heading, element("ul", {className: "plain"}, ...passages))];
  };

  // Whose name this is: what is it exactly, what begins so, what has it within.
  const named = phrase => {
    const rank = known => Math.min(...known.map(name => name === phrase ? 0 : name.startsWith(phrase) ? 1 : name.includes(phrase) ? 2 : 3));
    const ranked = phrase ? names.map(row => [rank(row[3]), row]).filter(([place]) => place < 3) : [];
    return ranked.sort(([one], [other]) => one - other).slice(0, 8).map(([, [path, name, kind]]) =>
      element("li", {className: "name"}, element("a", {href: path}, name), " ", element("span", {className: "pencil"}, kind)));
  };

  let turn = 0, next = null;
  const watcher = new IntersectionObserver(entries => entries.at(-1).isIntersecting && next && next(), {rootMargin: "600px"});
  const show = async () => {
    const mine = ++turn;
    const phrase = letters(form.q.value).join("");
    const facets = ["entity", "outlet", "year"].filter(name => form[name].value).map(name => `${name}=${form[name].value}`);
    const asked = phrase || facets.length;
    next = null;
    az.hidden = Boolean(asked);
    more.hidden = true;
    if (!asked) { output.textContent = ""; found.replaceChildren(); return; }
    let result;
    try {
      result = await (await finding())(phrase, facets);
    } catch {
      az.hidden = false;
      if (mine === turn) { output.textContent = say.unable; found.replaceChildren(...named(phrase)); }
      return;
    }
    if (mine !== turn) return;
    let shown = 0;
    next = async () => {
      next = null;
      const rows = await result.rows(shown, shown + PAGE);
      if (mine !== turn) return;
      if (!shown) found.replaceChildren(...named(phrase));
      found.append(...rows.flatMap(item(phrase)));
      shown += PAGE;
      more.hidden = shown >= result.count;
      if (more.hidden) return;
      next = again;
      watcher.unobserve(more); // so that it is seen anew, where it is in view still
      watcher.observe(more);
    };
    const again = next;
    output.textContent = result.count ? (result.count === 1 && say.one || say.count).replace("{n}", result.count) : say.none;
    await next();
    found.dataset.stands = `${mine}`;
  };

  const read = () => {
    const state = new URLSearchParams(location.search);
    form.q.value = state.get("q") ?? "";
    for (const name of ["entity", "outlet", "year"]) {
      const value = state.get(name) ?? "";
      form[name].value = [...form[name].options].some(option => option.value === value) ? value : "";
    }
    show();
  };
  const write = () => {
    const state = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(null, "", state.size ? `?${state}` : location.pathname);
  };
  let timer;
  const later = event => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(() => { write(); show(); }, 150);
  };
  form.hidden = false;
  form.q.addEventListener("focus", () => finding().catch(() => {}), {once: true}); // ready before the first query is typed
  form.addEventListener("input", later);
  form.addEventListener("compositionend", later);
  form.addEventListener("submit", event => { event.preventDefault(); write(); show(); });
  more.addEventListener("click", () => next && next());
  addEventListener("popstate", read);
  read();
}
