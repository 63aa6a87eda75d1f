// Words selected in an article, as the YAML of a note, an event's source or a claim's stance.
{
  const article = location.pathname.match(/\/articles\/([^/]+)\.html$/)?.[1];
  const others = ".gloss, .ref, .fn, .note, .no, .cite, .elided, .slot"; // what stands in a block and is not its text
  let wanted, before;

  // The words of a block that lie in a range, and where they start, in characters as the program counts them.
  const chosen = (range, block) => {
    const root = block.querySelector(":scope > p") ?? block;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL, node => node.matches?.(others) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    let text = "", start = -1, end = -1;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeName === "BR") text += "\n";
      if (node.nodeType !== Node.TEXT_NODE) continue;
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : node.length;
      if (range.intersectsNode(node) && from < to) {
        if (start < 0) start = text.length + from;
        end = text.length + to;
      }
      text += node.data;
    }
    return {block: block.id, start: [...text.slice(0, Math.max(start, 0))].length, words: start < 0 ? "" : text.slice(start, end)};
  };

  const kinds = ["note", "source", "stance"].map(kind => made("button", {type: "button", textContent: words[kind], value: kind}));
  const yaml = made("pre", {tabIndex: 0, hidden: true});
  const said = made("p", {aria: {role: "status"}});
  const choice = made("p", {className: "choice"}, `${words.quote} `, ...kinds);
  const palette = made("section", {id: "palette", hidden: true, aria: {role: "dialog", label: words.quote}}, choice, yaml, said);
  shade.append(palette);

  const placed = range => {
    const boxes = [...range.getClientRects()], first = boxes[0], last = boxes.at(-1);
    if (!last) return;
    const {width, height} = palette.getBoundingClientRect();
    const below = last.bottom + 8 + height < innerHeight ? last.bottom + 8 : first.top - 8 - height;
    palette.style.left = `${Math.max(8, Math.min(last.right - width / 2, innerWidth - width - 8))}px`;
    palette.style.top = `${Math.max(8, Math.min(below, innerHeight - height - 8))}px`;
  };
  const hidden = () => {
    const inside = shade.activeElement && palette.contains(shade.activeElement);
    palette.hidden = true;
    wanted = undefined;
    if (inside) before?.focus();
  };
  const offered = () => {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : undefined;
    if (shade.activeElement && palette.contains(shade.activeElement)) return;
    const touched = range ? [...document.querySelectorAll("main [id^='p-']")].map(block => chosen(range, block)).filter(one => one.words.trim()) : [];
    if (!touched.length) { hidden(); return; }
    if (JSON.stringify(touched) === JSON.stringify(wanted?.touched) && !palette.hidden) return;
    wanted = {touched, range};
    choice.hidden = touched.length > 1;
    yaml.hidden = true;
    said.textContent = touched.length > 1 ? words.across : "";
    palette.hidden = false;
    placed(range);
  };

  const copied = async text => {
    try { await navigator.clipboard.writeText(text); return true; } catch { return false; }
  };
  const given = async kind => {
    const asked = {kind, article: decodeURIComponent(article), ...wanted.touched[0]};
    const answer = await fetch("/livereload/quote", {method: "POST", body: JSON.stringify(asked)}).then(answer => answer.json(), () => ({problem: words.stopped}));
    yaml.hidden = !answer.yaml;
    yaml.textContent = answer.yaml ?? "";
    if (answer.problem) said.textContent = answer.problem;
    else {
      const where = answer.href ? made("a", {href: answer.href, textContent: answer.file}) : answer.file;
      said.replaceChildren(`${await copied(answer.yaml) ? words.copied : words.uncopied} `, where);
    }
    if (wanted) placed(wanted.range);
  };

  if (article) {
    let timer, pressed = false;
    const soon = () => { clearTimeout(timer); if (!pressed) timer = setTimeout(offered, 200); };
    document.addEventListener("selectionchange", soon);
    addEventListener("pointerdown", event => pressed = !event.composedPath().includes(host));
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { pressed = false; soon(); });
    addEventListener("scroll", () => wanted && placed(wanted.range), {passive: true});
    for (const button of kinds) button.addEventListener("click", () => given(button.value));
    addEventListener("keydown", event => {
      if (palette.hidden) return;
      if (event.key === "Escape") { event.preventDefault(); hidden(); }
      else if (event.key === "Tab" && !event.shiftKey && document.activeElement !== host && !choice.hidden) {
        event.preventDefault();
        before = document.activeElement;
        kinds[0].focus();
      }
    }, {capture: true});
  }
}
