// The static index (dossier/render/search/), whose files are loaded as scripts, by need. The files of this folder are one
// script, assets/search.js, in a scope of their own.
const root = new URL("..", document.currentScript.src);
const MOST_GRAMS = 6, SHOWN = 10, PASSAGES = 3, ENTRIES = 5, MOST_VERIFIED = 24, AROUND = 60, RECENCY = 5, FEW = 3;
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
