// What the masthead's field suggests as one types: names, events and claims (search/names.js), as a combobox whose list
// opens below it. Enter without a choice searches all texts.
"use strict";
{
  const seek = document.querySelector(".seek"), input = seek.querySelector("input"), box = seek.querySelector(".hints"), status = seek.querySelector("[role=status]");
  const [NAME, EVENT, CLAIM, NEAR, ALL, COUNT] = seek.dataset.labels.split("|"), LABELS = [NAME, EVENT, CLAIM], MOST = [4, 3, 3];
  const root = new URL(".", new URL(seek.dataset.search, document.baseURI));
  const to = [...dossierNames.fold[1]], folded = new Map(Array.from(dossierNames.fold[0], (other, at) => [other, to[at]]));
  const letter = character => {
    const code = character.codePointAt(0), narrow = code > 0xff00 && code < 0xff5f ? String.fromCodePoint(code - 0xfee0) : character;
    return /[\p{Z}\p{C}\p{M}]/u.test(narrow) ? "" : (folded.get(narrow) ?? narrow).toLowerCase();
  };
  const letters = text => Array.from(text, letter).join("");
  const rows = dossierNames.rows.map(([kind, id, title, forms, readings, what, side]) => ({
    kind, title, forms, what, side,
    href: new URL(dossierNames.paths[kind].replace("%", encodeURIComponent(id)), root).href,
    plain: [title, ...forms].map(letters),
    words: [title, ...forms].flatMap(form => form.split(/[\s·・-]+/).map(letters)),
    sounds: readings.flatMap(text => [text.replaceAll(" ", ""), text.split(" ").map(one => one[0]).join("")]),
  }));

  // How well a row fits what is typed: it is that, begins so, has a word that does, holds it, or sounds so; 9: not at all.
  const fit = (row, query) => row.plain.includes(query) ? 0 : row.plain.some(form => form.startsWith(query)) ? 1
    : row.words.some(word => word.startsWith(query)) ? 2 : row.plain.some(form => form.includes(query)) ? 3
      : /^[a-z]{2,}$/.test(query) && row.sounds.some(sound => sound.startsWith(query)) ? 4 : 9;
  const suggestions = typed => {
    const words = typed.trim().split(/\s+/).map(letters).filter(Boolean), whole = letters(typed);
    const weighed = rows.map((row, nth) => {
      const one = fit(row, whole), each = words.map(word => fit(row, word));
      return [Math.min(one, each.every(value => value < 9) ? 2.5 + Math.max(...each) / 10 : 9, row.kind === 0 && words.length > 1 && Math.min(...each) < 2 ? 5 : 9), nth, row];
    }).filter(([value]) => value < 9).sort(([one, a], [other, b]) => one - other || a - b);
    return LABELS.map((_, kind) => weighed.filter(([, , row]) => row.kind === kind).slice(0, MOST[kind]).map(([, , row]) => row));
  };
  const near = typed => { // names but one letter away
    const query = [...letters(typed)];
    if (query.length < 3) return [];
    const isNear = form => {
      const other = [...form];
      if (Math.abs(other.length - query.length) > 1) return false;
      let start = 0, end = 0;
      while (start < Math.min(query.length, other.length) && query[start] === other[start]) start++;
      while (end < Math.min(query.length, other.length) - start && query.at(-1 - end) === other.at(-1 - end)) end++;
      return Math.max(query.length, other.length) - start - end <= 1;
    };
    return rows.filter(row => row.kind === 0 && row.plain.some(isNear)).slice(0, 3);
  };

  // ── The combobox ──
  for (const [key, value] of Object.entries({role: "combobox", "aria-expanded": "false", "aria-controls": "_hints", "aria-autocomplete": "list"})) input.setAttribute(key, value);
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", input.labels[0].textContent);
  let options = [], lit = -1;
  const node = (name, properties, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const marked = (text, words) => {
    const shape = [];
    let at = 0;
    for (const character of text) { const shown = letter(character); for (const unit of shown) shape.push([unit, at, at + character.length]); at += character.length; }
    const plain = shape.map(([unit]) => unit).join("");
    for (const word of words) {
      const place = word ? plain.indexOf(word) : -1;
      if (place >= 0 && [...plain].length === plain.length) {
        const from = shape[place][1], end = shape[place + word.length - 1][2];
        return [text.slice(0, from), node("b", {}, text.slice(from, end)), text.slice(end)];
      }
    }
    return [text];
  };
  const close = () => { box.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); lit = -1; };
  const light = next => {
    options[lit]?.setAttribute("aria-selected", "false");
    lit = (next + options.length + 1) % (options.length + 1);
    if (lit === options.length) { lit = -1; input.removeAttribute("aria-activedescendant"); return; }
    options[lit].setAttribute("aria-selected", "true");
    options[lit].scrollIntoView({block: "nearest"});
    input.setAttribute("aria-activedescendant", options[lit].id);
  };
  const show = () => {
    const typed = input.value.trim();
    if (!typed) { close(); return; }
    options = [];
    lit = -1;
    input.removeAttribute("aria-activedescendant");
    const words = [letters(typed), ...typed.split(/\s+/).map(letters)];
    const option = row => {
      const also = row.forms.filter(form => words.some(word => letters(form).includes(word)) || row.kind === 0).slice(0, 2);
      const label = node("span", {class: "hint"}, ...marked(row.title, words), ...(also.length ? [node("span", {class: "pencil"}, "　", ...also.flatMap((form, nth) => [nth ? " · " : "", ...marked(form, words)]))] : []));
      const element = node("div", {role: "option", id: `_hint${options.length}`, "aria-selected": "false"}, label, node("span", {class: "side"}, [row.what, row.side].filter(Boolean).join(" · ")));
      element.addEventListener("click", () => { location.href = row.href; });
      options.push(element);
      return element;
    };
    const group = (label, some) => some.length ? [node("div", {role: "group", "aria-label": label}, node("p", {"aria-hidden": "true"}, label), ...some.map(option))] : [];
    const found = suggestions(typed);
    const groups = found.flatMap((some, kind) => group(LABELS[kind], some));
    if (!groups.length) groups.push(...group(NEAR, near(typed)));
    const all = node("div", {role: "option", id: `_hint${options.length}`, "aria-selected": "false", class: "all"}, ALL.replace("{query}", typed));
    all.addEventListener("click", () => seek.requestSubmit());
    options.push(all);
    box.replaceChildren(...groups, all);
    status.textContent = COUNT.replace("{n}", options.length);
    box.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  input.addEventListener("input", event => { if (!event.isComposing) show(); });
  input.addEventListener("compositionend", show);
  input.addEventListener("focus", show);
  input.addEventListener("keydown", event => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (box.hidden) show();
      light(lit + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && options[lit] && !box.hidden) {
      event.preventDefault();
      options[lit].click();
    } else if (event.key === "Escape" && !box.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Escape") input.blur();
  });
  box.addEventListener("pointerdown", event => event.preventDefault());
  seek.addEventListener("focusout", event => { if (!seek.contains(event.relatedTarget)) close(); });
  if (document.activeElement === input) show();
}
