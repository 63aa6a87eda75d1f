// The search page: queries over the static index (dossier/render/search/), whose files are loaded as scripts, by need.
"use strict";
{
  const root = new URL("..", document.currentScript.src);
  const MOST_GRAMS = 6, SHOWN = 10, PASSAGES = 3, ENTRIES = 5, MOST_VERIFIED = 60, AROUND = 60;
  const KINDS = ["name", "event", "claim", "note", "article", "page"];

  // ── Files of the index ──
  const loads = new Map(), tables = new Map(), texts = new Map();
  const load = path => {
    if (!loads.has(path)) {
      loads.set(path, new Promise((resolve, reject) => {
        const script = Object.assign(document.createElement("script"), {src: new URL(path, root), onload: resolve, onerror: reject});
        document.head.append(script);
      }));
      loads.get(path).catch(() => loads.delete(path));
    }
    return loads.get(path);
  };
  self.dossierTerms = (number, terms) => tables.set(number, terms);
  self.dossierTexts = documents => { for (const slot in documents) texts.set(+slot, documents[slot]); };

  // ── Letters, as dossier/render/search/letters.py has them ──
  let folded = new Map();
  const known = new Map();
  const searched = character => {
    const code = character.codePointAt(0);
    let plain = code > 0xff00 && code < 0xff5f ? String.fromCodePoint(code - 0xfee0) : character;
    if ((code >= 0x2e80 && code < 0x2fe0) || (code >= 0xf900 && code < 0xfb00) || (code >= 0x2f800 && code < 0x2fa20)) {
      const compatible = plain.normalize("NFKC");
      if ([...compatible].length === 1) plain = compatible;
    }
    plain = folded.get(plain) ?? plain;
    if (/[\p{Zs}\p{Zl}\p{Zp}\p{Cc}\p{Cf}\p{Mn}\p{Me}]/u.test(plain)) return "";
    const small = plain.toLowerCase();
    return [...small].length === 1 ? small : plain;
  };
  const letter = character => known.get(character) ?? known.set(character, searched(character)).get(character);
  const letters = text => Array.from(text, letter).join("");
  const isAlphabetic = unit => unit < "\u2e80";
  const hash = term => Array.from(term).reduce((value, character) => (value * 40503 + character.codePointAt(0)) % 65521, 0);
  const startUp = async () => {
    await Promise.all([load("search/index.js"), load("search/names.js")]);
    if (dossierNames.more) await load("search/names.more.js");
    const {fold, groups} = dossierIndex;
    const to = [...fold[1]], names = [...dossierNames.fold[1]];
    folded = new Map([...Array.from(dossierNames.fold[0], (other, at) => [other, names[at]]), ...Array.from(fold[0], (other, at) => [other, to[at]])]);
    known.clear();
    let start = 0;
    index.groups = groups.map(([name, size], number) => {
      const group = {name, start, end: start += size, kind: KINDS_OF_RECORDS[number] ?? "article"};
      return group;
    });
    index.total = start;
    index.firstArticle = index.groups[KINDS_OF_RECORDS.length]?.start ?? start;
    index.names = dossierNames.rows.filter(row => row[0] === 0).map(([, id, title, forms, readings, type, count]) => ({
      id, title, type, count, readings: readings.map(text => text.replaceAll(" ", "")),
      forms: [title, ...forms], plain: [title, ...forms].map(letters),
      words: new Map([title, ...forms].flatMap(form => form.split(/[\s·・-]+/)).map(word => [letters(word), word]).filter(([word]) => word.length > 2 || (word.length === 2 && !isAlphabetic(word)))),
    }));
    index.byForm = new Map();
    for (const name of index.names) for (const form of name.plain) index.byForm.set(form, [...(index.byForm.get(form) ?? []), name]);
  };
  const KINDS_OF_RECORDS = ["name", "event", "claim", "note", "page"];
  const index = {};
  let started;
  const start = () => started ??= startUp();

  // ── Postings ──
  const DIGITS = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((digit, value) => [digit, value]));
  const decode = (text, blocks) => {
    const found = new Map();
    let at = 0, slot = -1;
    const number = () => {
      let value = 0, factor = 1, digit;
      do { digit = DIGITS.get(text[at++]); value += (digit & 31) * factor; factor *= 32; } while (digit > 31);
      return value;
    };
    while (at < text.length) {
      slot += 1 + number();
      if (!blocks) { found.set(slot, -1); continue; }
      const bit = DIGITS.get(text[at++]);
      found.set(slot, bit < 31 ? 1 << bit : number());
    }
    return found;
  };
  const hasBlocks = term => { const all = [...term]; return all.length > 2 || (all.length === 2 && all.some(unit => !isAlphabetic(unit))); };
  const postings = async term => {
    const number = hash(term) % dossierIndex.shards;
    await load(`search/terms/${number}.js`);
    const table = tables.get(number);
    return Object.hasOwn(table, term) ? decode(table[term], hasBlocks(term)) : new Map();
  };

  // The grams of a phrase: runs of letters between signs; of a run the pairs and triples, of a single letter itself.
  const gramsOf = phrase => {
    const pairs = [], singles = [];
    for (const run of phrase.split(/[\p{P}\p{S}\u{10000}-\u{10ffff}]/u)) {
      for (let at = 0; at + 1 < run.length; at++) {
        const pair = run.slice(at, at + 2), triple = run.slice(at, at + 3);
        const both = isAlphabetic(pair[0]) && isAlphabetic(pair[1]);
        if (!both) pairs.push(pair);
        else if (triple.length === 3 && isAlphabetic(triple[2])) pairs.push(triple);
        else if (at === 0 || !isAlphabetic(run[at - 1])) pairs.push(pair);
      }
      if (run.length === 1) singles.push(run);
    }
    pairs.push(...Array.from(phrase).filter(character => character.length > 1)); // beyond the first plane: by itself
    return pairs.length ? pairs : singles.length ? singles : [...phrase];
  };
  const spread = (grams, most) => {
    const distinct = [...new Set(grams)];
    if (distinct.length <= most) return distinct;
    return Array.from({length: most}, (_, nth) => distinct[Math.round(nth * (distinct.length - 1) / Math.max(1, most - 1))]);
  };
  const union = maps => {
    const all = new Map();
    for (const map of maps) for (const [slot, mask] of map) all.set(slot, (all.get(slot) ?? 0) | mask);
    return all;
  };
  const phrasePostings = async (phrase, most) => {
    const grams = spread(gramsOf(phrase), most);
    if (!grams.length) return null; // nothing that is indexed: the texts decide
    const lists = (await Promise.all(grams.map(postings))).sort((one, other) => one.size - other.size);
    const [first, ...others] = lists;
    const found = new Map();
    for (const [slot, mask] of first) {
      let common = mask;
      for (const list of others) common = list.has(slot) ? common & list.get(slot) : 0;
      if (common) found.set(slot, common);
    }
    return found;
  };

  // ── Queries ──
  const MONTHS = {january: 1, february: 2, march: 3, april: 4, may: 5, june: 6, july: 7, august: 8, september: 9, october: 10, november: 11, december: 12};
  const month = word => { const short = word.toLowerCase().replace(".", ""); return MONTHS[Object.keys(MONTHS).find(name => name === short || (short.length > 2 && name.startsWith(short))) ?? ""]; };
  const two = number => String(number).padStart(2, "0");
  const HAN_DIGITS = "〇一二三四五六七八九";
  const hanNumber = text => /^\d+$/.test(text) ? +text : text.replace("○", "〇").split("十").length === 1 ? +Array.from(text.replace("○", "〇"), digit => HAN_DIGITS.indexOf(digit)).join("")
    : (text[0] === "十" ? 1 : HAN_DIGITS.indexOf(text[0])) * 10 + (text.at(-1) === "十" ? 0 : HAN_DIGITS.indexOf(text.at(-1)));
  const DATE_FORMS = [
    [/^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/, ([, y, m, d]) => [+y, +m, +d]],
    [/^(\d{4})[-/.](\d{1,2})$/, ([, y, m]) => [+y, +m, 0]],
    [/^([\d〇○一二三四五六七八九]{4})年([\d一二三四五六七八九十]{1,2})月(?:([\d一二三四五六七八九十]{1,3})[日号號]?)?$/, ([, y, m, d]) => [hanNumber(y), hanNumber(m), d ? hanNumber(d) : 0]],
    [/^([\d一二三四五六七八九十]{1,2})月([\d一二三四五六七八九十]{1,3})[日号號]?$/, ([, m, d]) => [0, hanNumber(m), hanNumber(d)]],
    [/^(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9}\.?)(?:,?\s+(\d{4}))?$/i, ([, d, m, y]) => [y ? +y : 0, month(m), +d]],
    [/^([a-z]{3,9}\.?)\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?$/i, ([, m, d, y]) => [y ? +y : 0, month(m), +d]],
    [/^([a-z]{3,9}\.?)\s+(\d{4})$/i, ([, m, y]) => [+y, month(m), 0]],
  ];
  const dateOf = text => {
    for (const [form, read] of DATE_FORMS) {
      const match = form.exec(text);
      if (!match) continue;
      const [y, m, d] = read(match);
      if (m >= 1 && m <= 12 && d <= 31) return {y, m, d, key: `${y || ""}-${two(m)}${d ? `-${two(d)}` : ""}`};
    }
  };
  const SPANS = /\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?(?:,?\s+\d{4})?|[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?(?!\d)(?:,?\s+\d{4})?|[a-z]{3,9}\.?\s+\d{4}/gi;
  const KEYS = {outlet: "outlet", 媒体: "outlet", 媒體: "outlet", who: "who", 人: "who", 谁: "who", 誰: "who", year: "year", 年: "year", 年份: "year", type: "type", 种类: "type", 種類: "type", 类型: "type", date: "date", 日期: "date", 发布日: "date", 發布日: "date", 发布: "date", 發布: "date"};
  const PIECE = /(-)?(?:([\p{L}]+)[:：])?(?:["“”„«＂「『]([^"”“»＂」』]*)["”“»＂」』]?|([^\s"“”„«＂「『]+))/gu;

  const parse = query => {
    const tokens = [];
    const hidden = [];
    const plain = query.replace(SPANS, span => dateOf(span.trim()) && !/["“「『]/.test(query) ? ` \u{f8f0}${hidden.push(span.trim()) - 1} ` : span);
    for (const [, minus, key, phrase, word] of plain.matchAll(PIECE)) {
      const quoted = phrase !== undefined;
      const raw = quoted ? phrase : word.startsWith("\u{f8f0}") ? hidden[+word.slice(2)] ?? hidden[+word.slice(1)] ?? word : word;
      const field = key && KEYS[key.toLowerCase()];
      const text = key && !field ? `${key}:${raw}` : raw;
      const token = {raw: text, quoted, not: Boolean(minus) && Boolean(text), key: field, phrase: letters(text)};
      if (!token.phrase) continue;
      if (!quoted && !field) token.date = dateOf(text);
      tokens.push(token);
    }
    return tokens;
  };

  // Whose name a word is: a form of it, or a word of one.
  const namesOf = token => {
    if (token.quoted || token.key || token.date) return [];
    const exact = index.byForm.get(token.phrase);
    if (exact) return exact.slice(0, 3);
    if (token.phrase.length < 3 && isAlphabetic(token.phrase)) return [];
    return index.names.filter(name => name.words.has(token.phrase)).slice(0, 3);
  };
  const entityOf = value => {
    const phrase = letters(value);
    return index.names.find(name => name.id === value) ?? index.byForm.get(phrase)?.[0] ?? index.names.find(name => name.words.has(phrase) || name.plain.some(form => form.startsWith(phrase)));
  };

  // ── Slots that a filter leaves ──
  const groupOf = slot => {
    let low = 0, high = index.groups.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (index.groups[middle].start <= slot) low = middle; else high = middle - 1; }
    return index.groups[low];
  };
  const outletOf = slot => slot < index.firstArticle ? undefined : dossierIndex.outlets[dossierIndex.sources.charCodeAt(slot - index.firstArticle) - 0x23];
  const dayRange = value => {
    const [from, to] = value.split("..").map(end => { const date = dateOf(end); return date ? date.key : end; });
    if (to === undefined) return group => from.startsWith("-") ? group.name.slice(4).startsWith(from) : group.name.startsWith(from);
    return group => group.name >= from && group.name.slice(0, to.length || 10) <= (to || "9999");
  };
  const filterOf = async token => {
    const value = token.raw;
    if (token.key === "year") return slot => { const group = groupOf(slot); return group.kind === "article" && group.name.startsWith(value); };
    if (token.key === "date") { const within = dayRange(value); return slot => { const group = groupOf(slot); return group.kind === "article" && Boolean(group.name) && within(group); }; }
    if (token.key === "outlet") {
      const those = new Set(dossierIndex.outlets.filter(([id, name]) => id === value || letters(name).includes(token.phrase)).map(([id]) => id));
      return slot => those.has(outletOf(slot)?.[0]);
    }
    if (token.key === "who") {
      const entity = entityOf(value);
      const list = entity ? union(await Promise.all([postings(`name:${entity.id}`), postings(`who:${entity.id}`)])) : new Map();
      token.entity = entity;
      return slot => list.has(slot);
    }
    const kind = KINDS.find(name => name === value.toLowerCase() || letters(say[name] ?? "").startsWith(token.phrase));
    if (kind) return slot => groupOf(slot).kind === kind;
    const list = await postings(`type:${say.types.split("|").find(pair => letters(pair.split("=")[1]) === token.phrase)?.split("=")[0] ?? value.toLowerCase()}`);
    return slot => list.has(slot);
  };

  // ── The search itself: candidates by the index, in the order of their scores ──
  const candidates = async tokens => {
    const words = tokens.filter(token => !token.key && !token.not), nots = tokens.filter(token => !token.key && token.not);
    const most = Math.max(1, Math.floor(MOST_GRAMS / Math.max(1, words.length + nots.length)));
    const filters = await Promise.all(tokens.filter(token => token.key).map(async token => { const keep = await filterOf(token); return token.not ? slot => !keep(slot) : keep; }));
    await Promise.all([...words, ...nots].map(async token => {
      token.names = namesOf(token);
      token.forms = [...new Set([token.phrase, ...token.names.flatMap(name => name.plain)])];
      const lists = [phrasePostings(token.phrase, token.names.length ? Math.max(1, most - 1) : most), ...token.names.map(name => postings(`name:${name.id}`))];
      if (token.date) lists.push(postings(`@${token.date.key}`));
      const [literal, ...others] = await Promise.all(lists);
      token.named = others.slice(0, token.names.length);
      const isExact = literal && gramsOf(token.phrase)[0] === token.phrase;
      token.certain = union(isExact ? [literal, ...others] : others); // what holds without a look at the text
      token.slots = literal && union([literal, ...others]);
    }));
    const limiting = words.filter(token => token.slots).sort((one, other) => one.slots.size - other.slots.size);
    let slots;
    if (limiting.length) slots = [...limiting[0].slots.keys()].filter(slot => limiting.every(token => token.slots.has(slot)));
    else { slots = Array.from({length: index.total}, (_, slot) => slot).filter(slot => slot < index.firstArticle ? true : outletOf(slot)); if (!words.length && !filters.length) slots = []; }
    slots = slots.filter(slot => filters.every(keep => keep(slot)));
    // A day is found in the texts; what was published on it comes behind.
    const dates = words.filter(token => token.date);
    const published = dates.length ? publishedOn(dates, words, filters, slots) : [];
    const scored = slots.map(slot => ({slot, group: groupOf(slot), score: score(slot, limiting)}));
    // Of several names, each is listed, though no record holds all of them.
    if (words.length > 1) for (const token of words) for (const list of token.named) for (const slot of list.keys()) {
      const group = groupOf(slot);
      if (group.kind === "name" && !scored.some(candidate => candidate.slot === slot) && filters.every(keep => keep(slot))) scored.push({slot, group, score: 500, named: true});
    }
    for (const slot of published) scored.push({slot, group: groupOf(slot), score: -1000 + slot / index.total, published: true});
    scored.sort((one, other) => other.score - one.score || other.slot - one.slot);
    for (const candidate of scored) candidate.certain = !nots.length && !candidate.published && words.every(token => token.certain.has(candidate.slot));
    return {words, nots, scored};
  };
  const publishedOn = (dates, words, filters, slots) => {
    const taken = new Set(slots);
    const within = dates.map(token => dayRange(token.date.key));
    return index.groups.filter(group => group.kind === "article" && group.name && within.every(test => test(group)))
      .flatMap(group => Array.from({length: group.end - group.start}, (_, nth) => group.start + nth))
      .filter(slot => !taken.has(slot) && outletOf(slot) && filters.every(keep => keep(slot)) && words.every(token => token.date || !token.slots || token.slots.has(slot)));
  };
  const bits = mask => { let count = 0; for (let rest = mask >>> 0; rest; rest &= rest - 1) count++; return count; };
  const score = (slot, tokens) => {
    let together = -1, value = 0;
    for (const token of tokens) {
      const mask = token.slots.get(slot);
      if (mask === -1) continue;
      together &= mask;
      value += Math.log2(1 + bits(mask)) + (mask & 1 ? 4 : 0) + (mask & 2 ? 1 : 0);
    }
    if (tokens.length > 1 && together !== -1) value += together ? 4 + 2 * Math.log2(1 + bits(together)) + (together & 1 ? 4 : 0) : 0;
    return value + 2 * slot / index.total;
  };

  // ── Verified on the texts ──
  const textOf = async slot => {
    await load(slot < index.firstArticle ? `search/records/${Math.floor(slot / dossierIndex.perFile)}.js` : `search/texts/${slot}.js`);
    return texts.get(slot);
  };
  const spelt = text => {
    let plain = "", at = 0;
    const starts = [], ends = [];
    for (const character of text) {
      const shown = letter(character);
      for (let unit = 0; unit < shown.length; unit++) { starts.push(at); ends.push(at + character.length); }
      plain += shown;
      at += character.length;
    }
    return {plain, starts, ends};
  };
  const places = ({plain, starts, ends}, phrase) => {
    const found = [];
    for (let at = plain.indexOf(phrase); phrase && at >= 0; at = plain.indexOf(phrase, at + phrase.length)) found.push([starts[at], ends[at + phrase.length - 1]]);
    return found;
  };
  const DAY = 86_400_000;
  const isDated = ([, first, last], {y, m, d}) => {
    const from = Date.parse(first), to = Date.parse(last);
    if (!(to - from < 31 * DAY)) return false;
    if (d && first.slice(8) === "01" && new Date(to + DAY).getUTCDate() === 1) return false;
    for (let day = from; day <= to; day += DAY) {
      const date = new Date(day);
      if ((!y || date.getUTCFullYear() === y) && date.getUTCMonth() + 1 === m && (!d || date.getUTCDate() === d)) return true;
    }
    return false;
  };
  // What of a block a word is found at; and whether a document holds a word.
  const hitsIn = (token, block, shape) => {
    const found = token.forms.flatMap(form => places(shape, form));
    if (token.date) for (const dated of block[3] ?? []) if (dated[0] && isDated(dated, token.date)) found.push(...places(shape, letters(dated[0])));
    return found;
  };
  const verify = (candidate, found) => {
    const [, , , , , , blocks] = candidate.text = texts.get(candidate.slot);
    const isRecord = candidate.group.kind !== "article";
    const seen = new Set();
    candidate.blocks = blocks.map((block, nth) => {
      const shape = spelt(block[2]), by = found.words.map(token => hitsIn(token, block, shape));
      by.forEach((hits, number) => { if (hits.length) seen.add(number); });
      return {block, nth, by, kinds: by.filter(hits => hits.length).length, hits: by.flat().sort(([one], [other]) => one - other)};
    });
    const holds = candidate.named || found.words.every((token, number) => seen.has(number) || (isRecord && token.certain.has(candidate.slot)) || (token.date && candidate.published));
    if (!holds) return false;
    return !found.nots.some(token => blocks.some(block => hitsIn(token, block, spelt(block[2])).length) || (isRecord && token.certain.has(candidate.slot)));
  };
  const nearest = by => { // how few letters lie between one of each word
    const every = by.flatMap((hits, number) => hits.map(([from, to]) => [from, to, number])).sort(([one], [other]) => one - other);
    const wanted = by.filter(hits => hits.length).length;
    let best = Infinity;
    for (let at = 0; at < every.length; at++) {
      const seen = new Set();
      for (let end = at; end < every.length; end++) {
        seen.add(every[end][2]);
        if (seen.size === wanted) { best = Math.min(best, every[end][1] - every[at][0]); break; }
      }
    }
    return best;
  };
  const weigh = (candidate, found) => {
    const {blocks} = candidate;
    const [title, ...body] = blocks;
    const all = found.words.length;
    for (const passage of blocks) passage.score = passage.kinds * 4 + (passage.kinds > 1 ? 8 / (1 + nearest(passage.by) / 20) : 0) + Math.log2(1 + passage.hits.length) + passage.hits.length * 20 / (40 + passage.block[2].length);
    const best = Math.max(0, ...body.map(passage => passage.score));
    const length = blocks.reduce((sum, {block}) => sum + block[2].length, 0);
    const hits = blocks.reduce((sum, passage) => sum + passage.hits.length, 0);
    candidate.weight = (candidate.published ? -1000 : 0) + (title.kinds ? 8 * title.kinds / Math.max(1, all) + (title.kinds === all ? 6 : 0) : 0) + best + 2 * Math.log2(1 + hits) + 200 * hits / (300 + length) + 2 * candidate.slot / index.total;
    if (candidate.group.kind === "name") candidate.weight += nameFit(candidate, found);
  };
  const nameOf = ({text: [, path]}) => index.names.find(({id}) => path === `entities/${id}.html`);
  const nameFit = (candidate, found) => {
    const name = nameOf(candidate);
    return found.words.reduce((sum, token) => sum + (name?.plain.includes(token.phrase) ? 60 : token.names.includes(name) ? 30 : name?.plain.some(form => form.startsWith(token.phrase)) ? 20 : 0), 0) + Math.log2(1 + (name?.count ?? 0)) * 2;
  };
  // Verified candidates of a kind, a page at a time; the first page is put in order by what the texts say.
  const verified = (found, list) => {
    let next = 0;
    const state = {shown: [], done: list.length === 0};
    state.more = async count => {
      const page = [];
      while (page.length < count && next < list.length) {
        const batch = list.slice(next, next + count - page.length);
        next += batch.length;
        await Promise.all(batch.map(({slot}) => textOf(slot)));
        page.push(...batch.filter(candidate => texts.has(candidate.slot) && verify(candidate, found)));
        if (next >= MOST_VERIFIED + state.shown.length * 2 && page.length) break;
      }
      for (const candidate of page) weigh(candidate, found);
      page.sort((one, other) => other.weight - one.weight);
      state.shown.push(...page);
      state.done = next >= list.length;
      return page;
    };
    const certain = list.filter(candidate => candidate.certain).length;
    state.count = () => state.done ? {n: state.shown.length, exact: true} : {n: Math.max(certain, state.shown.length), exact: certain === list.length};
    return state;
  };

  // ── Near misses: what a word that stands nowhere may have been meant for ──
  const distance = (one, other) => { // edits between two words, an exchange of neighbours being one
    const a = [...one], b = [...other], rows = [Array.from({length: b.length + 1}, (_, at) => at)];
    for (let i = 1; i <= a.length; i++) {
      rows[i] = [i];
      for (let j = 1; j <= b.length; j++) {
        rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
    return rows[a.length][b.length];
  };
  const allowed = word => { const n = [...word].length; return isAlphabetic(word) ? (n < 4 ? 0 : n < 7 ? 1 : 2) : n < 3 ? 0 : n < 7 ? 1 : 2; };
  let readings;
  const reading = word => {
    if (!readings) {
      readings = new Map();
      for (const [, syllable, characters] of dossierPinyin.matchAll(/([a-z]+)(\P{ASCII}+)/gu)) for (const character of characters) readings.set(character, syllable);
    }
    const all = Array.from(word, character => readings.get(character));
    return all.every(Boolean) ? all.join("") : "";
  };
  const nearNames = word => {
    const isLatin = isAlphabetic(word), sound = isLatin ? word : reading(word), most = allowed(word);
    const found = [];
    for (const name of index.names) {
      let best = Infinity, form = name.title, why = "edit";
      const take = (value, text, reason) => { if (value < best) { best = value; form = text; why = reason; } };
      name.plain.forEach((plain, nth) => { if (Math.abs(plain.length - word.length) <= most) take(distance(word, plain) <= most ? distance(word, plain) : Infinity, name.forms[nth], "edit"); });
      for (const [part, written] of name.words) if (isLatin === isAlphabetic(part) && Math.abs(part.length - word.length) <= most && distance(word, part) <= most) take(distance(word, part) + 0.1, written, "edit");
      for (const said of name.readings) if (sound) {
        const far = distance(sound, said);
        if (far === 0) take(0.5, name.title, "sound");
        else if (said.length > 5 && far <= (isLatin ? 1 : 2) && [...word].length > (isLatin ? 5 : 1)) take(far + 0.6, name.title, "sound");
        if (isLatin && word.length > 3 && said.startsWith(word)) take(1.4, name.title, "sound");
      }
      if (best < Infinity) found.push({best: best - Math.min(0.4, Math.log2(1 + name.count) / 40), form, why});
    }
    return found;
  };
  const nearWords = async word => { // words of the texts that hold most of its grams
    const most = allowed(word), grams = spread(gramsOf(word), MOST_GRAMS);
    if (!most || grams.length < 2) return [];
    const tally = new Map();
    for (const list of await Promise.all(grams.map(postings))) for (const [slot] of list) tally.set(slot, (tally.get(slot) ?? 0) + 1);
    const least = isAlphabetic(word) ? grams.length / 3 : grams.length / 2.01;
    const likely = [...tally].filter(([, count]) => count >= least && count < grams.length + 1).sort(([one, a], [other, b]) => b - a || other - one).slice(0, 6).map(([slot]) => slot);
    await Promise.all(likely.map(textOf));
    const near = new Map();
    for (const slot of likely) for (const [, , text] of texts.get(slot)?.[6] ?? []) {
      const windows = isAlphabetic(word) ? text.match(/[\p{L}\p{N}]+/gu)?.filter(isAlphabetic) ?? [] : [];
      if (!isAlphabetic(word)) {
        const plain = text.replace(/\s/g, "");
        for (let at = 0; at < plain.length; at++) for (const length of [word.length, word.length - 1, word.length + 1]) {
          const window = plain.slice(at, at + length);
          if (window.length === length && !/[\p{P}\p{S}]/u.test(window) && (letters(window)[0] === word[0] || letters(window).at(-1) === word.at(-1))) windows.push(window);
        }
      }
      for (const window of windows) {
        const plain = letters(window);
        if (near.has(window) || Math.abs(plain.length - word.length) > most) continue;
        const far = distance(word, plain);
        if (far && far <= most) near.set(window, far + (plain.length === word.length ? 0.3 : 0.45));
      }
    }
    return [...near].map(([form, best]) => ({best, form, why: "edit"}));
  };
  const splitWord = word => { // names that were typed without a space between them
    for (let at = 2; at < word.length - 1; at++) {
      const [one, other] = [word.slice(0, at), word.slice(at)];
      if (index.byForm.has(one) || index.byForm.has(other)) return {best: 1.2, form: `${one} ${other}`, why: "split"};
    }
  };
  const nearMiss = async word => {
    await load("assets/pinyin.js");
    const found = [...nearNames(word), ...await nearWords(word)];
    const split = !isAlphabetic(word) && splitWord(word);
    if (split) found.push(split);
    return found.sort((one, other) => one.best - other.best)[0];
  };

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
    const notes = [date, source, ...(passages.length ? [counted("passages", passages.length)] : []), ...(candidate.published ? [say.published_then] : [])];
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
    draw(results.shown);
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
    return {tokens, found, results, total: KINDS.reduce((sum, kind) => sum + results[kind].shown.filter(candidate => !candidate.named).length, 0)};
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
      out.replaceChildren(...KINDS.filter(kind => results[kind].shown.length).map(kind => section(kind, results[kind], query, whole)));
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
}
