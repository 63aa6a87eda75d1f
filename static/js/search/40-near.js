// Near misses.
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
