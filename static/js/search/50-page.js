// The search page.
// ── What the reader sees ──
const form = document.getElementById("_find"), input = form.q, out = document.getElementById("_found");
const [back, status, others, kinds, facets, az] = ["back", "count", "forms", "kinds", "facets", "az"].map(id => document.getElementById(`_${id}`));
const say = JSON.parse(form.dataset.words);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
const counted = (key, n, exact = true) => fill(exact ? n === 1 && say[`${key}.one`] || say[key] : say[`${key}.least`], {n});
const node = (name, properties = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) if (key.includes("-") || key === "lang") { if (value) element.setAttribute(key, value); } else element[key] = value;
  element.append(...children.flat().filter(child => child !== undefined && child !== ""));
  return element;
};
const marked = (text, hits, most = Infinity) => {
  const parts = [];
  let at = hits.length && text.length > most ? Math.max(0, hits[0][0] - AROUND) : 0;
  if (at) parts.push("…");
  const end = text.length > most ? Math.min(text.length, at + most) : text.length;
  for (const [from, to] of hits) {
    if (from < at || from >= end) continue;
    parts.push(text.slice(at, from), node("mark", {className: "hit"}, text.slice(from, to)));
    at = to;
  }
  if (at < end) parts.push(text.slice(at, end));
  if (end < text.length) parts.push("…");
  return parts;
};
// Where a result leads, without the query: the words to mark go by the browser's own storage.
const link = (href, words, ...children) => {
  const anchor = node("a", {href: new URL(href, root).href, className: "plain"}, ...children);
  anchor.setAttribute("href", href);
  const remember = () => { try { localStorage.setItem("dossier-hits", JSON.stringify([anchor.href, [...new Set(words)], Date.now()])); } catch { /* not allowed: the place is opened without marks */ } };
  for (const type of ["click", "auxclick", "contextmenu"]) anchor.addEventListener(type, remember);
  return anchor;
};
const wordsOf = passages => passages.flatMap(({block, hits}) => hits.map(([from, to]) => block[2].slice(from, to)));
const heading = candidate => {
  const [, path, title, language] = candidate.text, first = candidate.blocks[0];
  return node("h3", {lang: language}, link(path, wordsOf(candidate.blocks), ...(first.block[2] === title ? marked(title, first.hits) : [title])));
};
const passageItem = (path, language) => passage => {
  const [id, place, text] = passage.block;
  return node("li", {}, link(id ? `${path}#${id}` : path, wordsOf([passage]), node("span", {className: "pencil"}, place), " ", node("span", {lang: language}, ...marked(text, passage.hits, 240))));
};
const article = candidate => {
  const [, path, , language, source, date] = candidate.text;
  const passages = candidate.blocks.filter(({nth, hits}) => nth && hits.length).sort((one, other) => other.score - one.score || one.nth - other.nth);
  const item = passageItem(path, language), rest = passages.slice(PASSAGES);
  const notes = [date, source, ...(passages.length ? [counted("passages", passages.length)] : []), ...(candidate.published ? [say.published_then] : []), ...(candidate.lacks ? [fill(say.lacks, {word: candidate.lacks})] : [])];
  return node("li", {className: "r"}, heading(candidate), node("p", {className: "kick pencil"}, notes.filter(Boolean).join(" · ")),
    passages.length ? node("ol", {className: "plain"}, ...passages.slice(0, PASSAGES).map(item)) : undefined,
    rest.length ? node("details", {}, node("summary", {}, counted("rest", rest.length)), node("ol", {className: "plain"}, ...rest.map(item))) : undefined);
};
const record = candidate => {
  const [kind, , title, language, source, date] = candidate.text;
  const more = candidate.blocks.filter(({nth, hits}) => nth && hits.length).sort((one, other) => other.score - one.score)[0];
  const shown = kind === "name" ? [source, (nameOf(candidate)?.forms ?? []).slice(1, 5).join(" · "), date] : [source, date];
  return node("li", {className: "r"}, heading(candidate), node("p", {className: "kick pencil"}, shown.filter(Boolean).join(" · ")),
    more && kind !== "name" ? node("p", {lang: language}, ...marked(more.block[2], more.hits, 120)) : undefined);
};
const section = (kind, results, query, whole) => {
  const list = node("ol", {className: "plain", id: `_found_${kind}`}), title = node("h2", {});
  const draw = items => list.append(...items.map(kind === "article" ? article : record));
  draw([...results.shown, ...(results.lacking ?? [])]);
  const retitle = () => { const {n, exact} = results.count(); title.textContent = kind === "article" ? counted("articles", n, exact) : `${say[kind]} ${exact ? n : fill(say.least, {n})}`; };
  retitle();
  const more = node("button", {className: "more", type: "button"}, say.more);
  more.hidden = results.done;
  more.addEventListener("click", async () => {
    more.disabled = true;
    const before = list.children.length;
    draw(await results.more(whole || kind === "article" ? SHOWN : 4 * ENTRIES));
    more.disabled = false;
    more.hidden = results.done;
    retitle();
    announce(query);
    list.children[before]?.querySelector("a")?.focus();
  });
  return node("section", {className: kind === "article" ? "texts" : "entries"}, title, list, node("p", {}, more));
};

// ── The address and the query that stands in it; a facet is a word more ──
const tokenText = token => `${token.not ? "-" : ""}${token.key ? `${token.key}:` : ""}${token.quoted ? `“${token.raw}”` : token.raw}`;
const ask = (query, push = true) => {
  input.value = query;
  history[push ? "pushState" : "replaceState"](null, "", query ? `?${new URLSearchParams({q: query})}` : location.pathname);
  show();
};
const withToken = (tokens, text, drop) => [...tokens.filter(token => !drop?.(token)).map(tokenText), text].filter(Boolean).join(" ");
const queryLink = (query, ...children) => {
  const anchor = node("a", {href: `?${new URLSearchParams({q: query})}`}, ...children);
  anchor.addEventListener("click", event => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); ask(query); } });
  return anchor;
};
const drawForms = (tokens, found) => {
  others.replaceChildren(...tokens.flatMap(token => {
    if (token.key || token.not || token.date) return [];
    const names = token.quoted ? index.byForm.get(token.phrase) ?? [] : token.names ?? [];
    const more = [...new Set(names.flatMap(name => name.forms))].filter(one => letters(one) !== token.phrase);
    if (!more.length) return [];
    const box = node("input", {type: "checkbox", checked: !token.quoted});
    box.addEventListener("change", () => {
      ask(tokens.map(one => tokenText(one === token ? {...one, quoted: !box.checked} : one)).join(" "));
      others.querySelector("input")?.focus();
    });
    return [node("label", {}, box, node("span", {}, fill(say.also, {word: token.raw}), " ", node("b", {}, more.slice(0, 6).join("、"))))];
  }));
  others.hidden = !others.children.length;
};
const drawKinds = (tokens, results) => {
  const current = tokens.find(token => token.key === "type" && !token.not)?.raw;
  const all = tokens.filter(token => token.key !== "type");
  const item = (kind, count, exact) => {
    const anchor = queryLink(withToken(all, kind && `type:${kind}`), `${kind ? say[kind] : say.all} `, node("span", {className: "pencil"}, exact ? String(count) : fill(say.least, {n: count})));
    if ((current ?? "") === kind) anchor.setAttribute("aria-current", "true");
    return node("li", {className: count ? "" : "none"}, anchor);
  };
  const counts = KINDS.map(kind => [kind, results[kind].count()]);
  const total = counts.reduce((sum, [, {n}]) => sum + n, 0);
  kinds.firstElementChild.replaceChildren(item("", total, counts.every(([, {exact}]) => exact)), ...counts.map(([kind, {n, exact}]) => item(kind, n, exact)));
  kinds.hidden = false;
};
const toggle = (tokens, key, value, label, count) => {
  const isOn = token => token.key === key && token.raw === value;
  const button = node("button", {type: "button", className: "facet", "aria-pressed": String(tokens.some(isOn))}, node("span", {}, label), " ", node("span", {className: "pencil"}, String(count)));
  button.addEventListener("click", () => ask(tokens.some(isOn) ? withToken(tokens, "", isOn) : withToken(tokens, `${key}:${value}`, token => token.key === key)));
  return node("li", {}, button);
};
const drawFacets = (tokens, found, results) => {
  const outlets = new Map(), days = new Map(), dated = new Map();
  for (const {slot, group} of found.scored) if (group.kind === "article") {
    const outlet = outletOf(slot);
    outlets.set(outlet, (outlets.get(outlet) ?? 0) + 1);
    days.set(group.name, (days.get(group.name) ?? 0) + 1);
  }
  const binned = new Map();
  const length = new Set([...days.keys()].map(day => day.slice(0, 7))).size <= 1 ? 10 : new Set([...days.keys()].map(day => day.slice(0, 4))).size <= 2 ? 7 : 4;
  for (const [day, count] of days) binned.set(day.slice(0, length), (binned.get(day.slice(0, length)) ?? 0) + count);
  for (const {blocks} of results.article.shown) for (const {hits, block} of blocks) if (hits.length) for (const [, first, last] of block[3] ?? []) if (first === last) dated.set(first, (dated.get(first) ?? 0) + 1);
  const list = (id, entries) => document.querySelector(`#${id} ul`).replaceChildren(...entries);
  list("_outlet", [...outlets].sort(([, one], [, other]) => other - one).slice(0, 12).map(([[id, name], count]) => toggle(tokens, "outlet", id, name, count)));
  list("_year", [...binned].sort(([one], [other]) => one < other ? 1 : -1).filter(([day]) => day).slice(0, 12).map(([day, count]) => toggle(tokens, day.length === 4 ? "year" : "date", day, day, count)));
  list("_dated", [...dated].sort(([, one], [, other]) => other - one).slice(0, 8).map(([day, count]) => {
    const button = node("button", {type: "button", className: "facet"}, node("span", {}, day), " ", node("span", {className: "pencil"}, String(count)));
    button.addEventListener("click", () => ask(withToken(tokens, day, token => token.date)));
    return node("li", {}, button);
  }));
  const company = new Map();
  for (const {blocks} of results.article.shown) for (const {hits, block} of blocks) if (hits.length) {
    const plain = letters(block[2]);
    for (const name of index.names) if (!tokens.some(token => token.names?.includes(name)) && name.plain.some(one => plain.includes(one))) company.set(name, (company.get(name) ?? 0) + 1);
  }
  list("_entity", [...company].sort(([, one], [, other]) => other - one).slice(0, 8).map(([name, count]) => toggle(tokens, "who", name.id, name.title, count)));
  if (facets.hidden) facets.open = matchMedia("(min-width: 67rem)").matches;
  for (const group of facets.querySelectorAll("[id]")) group.hidden = !group.querySelector("li");
  facets.hidden = !facets.querySelector("li");
};
let shownResults;
const announce = query => {
  const total = KINDS.slice(0, 4).concat("page").reduce((sum, kind) => sum + shownResults[kind].count().n, 0), {n, exact} = shownResults.article.count();
  status.textContent = n || total ? [counted("articles", n, exact), ...(total ? [counted("entries", total)] : [])].join(say.and) : fill(say.none, {query});
};
const searchFor = async query => {
  const tokens = parse(query);
  const found = await candidates(tokens);
  const wanted = tokens.find(token => token.key === "type" && !token.not);
  const results = Object.fromEntries(KINDS.map(kind => [kind, verified(found, found.scored.filter(candidate => candidate.group.kind === kind))]));
  await Promise.all(KINDS.map(kind => results[kind].more(kind === "article" || wanted ? SHOWN : ENTRIES)));
  // Where few articles have all of three words or more, those that lack one follow, and say so.
  const lacking = [];
  if (found.words.length > 2 && results.article.done && results.article.shown.length < FEW) {
    const taken = new Set(results.article.shown.map(({slot}) => slot));
    for (const token of found.words) {
      const less = await candidates(parse(query).filter(one => one.raw !== token.raw || one.key || one.not));
      const some = verified(less, less.scored.filter(({slot, group}) => group.kind === "article" && !taken.has(slot)).slice(0, FEW));
      for (const candidate of await some.more(FEW)) lacking.push(Object.assign(candidate, {lacks: token.raw, missed: rarity(token)}));
    }
    lacking.sort((one, other) => one.missed - other.missed || other.weight - one.weight); // a common word is less missed
  }
  results.article.lacking = lacking.filter(({slot}, nth) => lacking.findIndex(one => one.slot === slot) === nth).slice(0, FEW);
  return {tokens, found, results, total: results.article.lacking.length + KINDS.reduce((sum, kind) => sum + results[kind].shown.filter(candidate => !candidate.named).length, 0)};
};
// A query that finds nothing, mended; what was changed is said.
const mend = async ({tokens, found}, query) => {
  for (const token of found.words) {
    if (token.quoted && token.phrase.length > 12) continue;
    const alone = found.words.length === 1 ? undefined : await searchFor(tokenText(token));
    if (alone?.total) continue;
    const near = token.date ? undefined : await nearMiss(token.phrase);
    if (!near) continue;
    const mended = tokens.map(one => one === token ? near.form : tokenText(one)).join(" ");
    const answer = await searchFor(mended);
    if (answer.total) return {...answer, mended, token, near};
  }
};
const nothing = async (tokens, found, query) => {
  const parts = [];
  if (found.words.length > 1) {
    const single = await Promise.all(found.words.map(async token => [token, await searchFor(tokenText(token))]));
    const some = single.filter(([, answer]) => answer.total);
    if (some.length) parts.push(node("p", {}, say.not_together), node("ul", {}, ...some.map(([token, answer]) => { const {n, exact} = answer.results.article.count(); return node("li", {}, queryLink(tokenText(token), token.raw, " ", node("span", {className: "pencil"}, counted("articles", n, exact)))); })));
  }
  const common = index.names.slice(0, 6).map(name => node("li", {}, queryLink(name.title, name.title, " ", node("span", {className: "pencil"}, name.type))));
  const ways = say.ways.split("|").map(pair => pair.split("=")).flatMap(([one, other]) => [node("dt", {}, one), node("dd", {className: "pencil"}, other)]);
  return node("div", {className: "nothing"}, node("p", {className: "near"}, fill(say.none, {query})), ...parts,
    ...(common.length ? [node("h2", {}, say.common), node("ul", {}, ...common)] : []), node("h2", {}, say.how), node("dl", {}, ...ways));
};

let turn = 0;
const show = async () => {
  const mine = ++turn, query = input.value.trim();
  document.title = `${query ? `${query}｜` : ""}${say.title}`;
  if (!query) {
    for (const part of [back, status, others, out]) part.replaceChildren();
    others.hidden = kinds.hidden = facets.hidden = true;
    out.dataset.stands = String(mine);
    return;
  }
  let answer, mended, empty;
  try {
    await start();
    answer = await searchFor(query);
    if (!answer.total) mended = answer.found.words.length ? await mend(answer, query) : undefined;
    if (!answer.total && !mended) empty = await nothing(answer.tokens, answer.found, query);
  } catch (error) {
    if (mine === turn) { status.textContent = say.unable; out.replaceChildren(); out.dataset.stands = String(mine); }
    if (!(error instanceof Event)) throw error;
    return;
  }
  if (mine !== turn) return;
  const {tokens, found, results} = mended ?? answer;
  shownResults = results;
  const words = found.words.map(token => token.raw);
  back.replaceChildren();
  if (mended) back.append(node("span", {className: "near"}, fill(say.instead, {word: mended.token.raw}), node("b", {}, mended.near.form), node("span", {className: "pencil"}, say[`near_${mended.near.why}`])));
  else if (words.length > 1) back.append(say.same_article, ...words.flatMap((word, nth) => [nth ? say.and : "", node("b", {}, word)]), say.nearest_first);
  for (const token of found.words.filter(one => one.date)) back.append(" ", fill(say.dated_in, {date: token.raw}), queryLink(withToken(tokens, `date:${token.date.key.replace(/^-/, "-")}`, one => one === token), say.published_on));
  drawForms(tokens, found);
  if (empty) { kinds.hidden = facets.hidden = true; out.replaceChildren(empty); } else {
    drawKinds(tokens, results);
    drawFacets(tokens, found, results);
    const whole = tokens.some(token => token.key === "type" && !token.not);
    out.replaceChildren(...KINDS.filter(kind => results[kind].shown.length || results[kind].lacking?.length).map(kind => section(kind, results[kind], query, whole)));
    out.classList.toggle("both", results.article.shown.length > 0 && KINDS.some(kind => kind !== "article" && results[kind].shown.length));
  }
  announce(query);
  out.dataset.stands = String(mine);
};

const read = () => {
  const state = new URLSearchParams(location.search);
  const old = [["entity", "who"], ["outlet", "outlet"], ["year", "year"]].filter(([name]) => state.get(name)).map(([name, key]) => `${key}:${state.get(name)}`);
  input.value = [state.get("q") ?? "", ...old].filter(Boolean).join(" ");
  show();
};
let timer;
const later = event => {
  if (event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(() => ask(input.value, false), 200);
};
form.addEventListener("input", event => { if (event.target === input) later(event); });
form.addEventListener("compositionend", later);
form.addEventListener("submit", event => { event.preventDefault(); clearTimeout(timer); ask(input.value.trim()); });
input.addEventListener("focus", () => start().catch(() => { started = undefined; }), {once: true});
addEventListener("popstate", read);
read();
