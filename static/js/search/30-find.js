// From a query to results: candidates by the index, verified and weighed on the texts.
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
    const those = new Set(dossierIndex.outlets.filter(([id, name]) => id.startsWith(value.toLowerCase()) || letters(name).includes(token.phrase)).map(([id]) => id));
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
  return value + RECENCY * groupOf(slot).start / index.total;
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
  if (!m) return to - from < 366 * DAY && +first.slice(0, 4) <= y && +last.slice(0, 4) >= y;
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
const rarity = token => Math.log2(2 + index.total / (1 + (token.slots?.size ?? 0))); // a word that few have says more
const weigh = (candidate, found) => {
  const {blocks} = candidate;
  const [title, ...body] = blocks;
  const all = found.words.reduce((sum, token) => sum + rarity(token), 0) || 1;
  const share = passage => found.words.length * passage.by.reduce((sum, hits, number) => sum + (hits.length ? rarity(found.words[number]) : 0), 0) / all;
  for (const passage of blocks) passage.score = share(passage) * 4 + (passage.kinds > 1 ? 8 / (1 + nearest(passage.by) / 20) : 0) + Math.log2(1 + passage.hits.length) + passage.hits.length * 20 / (40 + passage.block[2].length);
  const best = Math.max(0, ...body.map(passage => passage.score));
  const length = blocks.reduce((sum, {block}) => sum + block[2].length, 0);
  const hits = blocks.reduce((sum, passage) => sum + passage.hits.length, 0);
  candidate.weight = (candidate.published ? -1000 : 0) + (title.kinds ? 8 * share(title) / found.words.length + (title.kinds === found.words.length ? 6 : 0) : 0) + best + 2 * Math.log2(1 + hits) + 200 * hits / (300 + length) + RECENCY * candidate.group.start / index.total;
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
