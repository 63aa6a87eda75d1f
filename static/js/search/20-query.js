// A query as it is typed: words, phrases, fields, dates, and the names that words are.
// ── Queries ──
const MONTHS = {january: 1, february: 2, march: 3, april: 4, may: 5, june: 6, july: 7, august: 8, september: 9, october: 10, november: 11, december: 12};
const month = word => { const short = word.toLowerCase().replace(".", ""); return MONTHS[Object.keys(MONTHS).find(name => name === short || (short.length > 2 && name.startsWith(short))) ?? ""]; };
const two = number => String(number).padStart(2, "0");
const HAN_DIGITS = "〇一二三四五六七八九";
const hanNumber = text => /^\d+$/.test(text) ? +text : text.replace("○", "〇").split("十").length === 1 ? +Array.from(text.replace("○", "〇"), digit => HAN_DIGITS.indexOf(digit)).join("")
  : (text[0] === "十" ? 1 : HAN_DIGITS.indexOf(text[0])) * 10 + (text.at(-1) === "十" ? 0 : HAN_DIGITS.indexOf(text.at(-1)));
const DATE_FORMS = [
  [/^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/, ([, y, m, d]) => [+y, +m, +d]],
  [/^(1[5-9]\d\d|20\d\d)年?$/, ([, y]) => [+y, 0, 0]],
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
    if (m === 0 && y) return {y, m, d, key: String(y)};
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
