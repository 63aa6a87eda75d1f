// Whoever comes from the search finds the words marked in the place that the address points at; the address says nothing
// of the query: the search page left the words in the browser's own storage.
{
  let hits = [];
  try {
    const [href, words, then] = JSON.parse(localStorage.getItem("dossier-hits") ?? "[]");
    if (href === location.href.replace(/\?[^#]*/, "") && Date.now() - then < 600_000) {
      hits = words;
      localStorage.removeItem("dossier-hits");
    }
  } catch { /* no storage here: nothing is marked */ }
  const at = hits.length ? location.hash ? pointed() : document.querySelector("main") : null;
  if (at) {
    const others = ".gloss, .ref, .note, .no, .cite, .elided, nav, aside, form"; // what stands in the place and is not its text
    const walker = document.createTreeWalker(at, NodeFilter.SHOW_ALL, node => node !== at && node.matches?.(others) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const nodes = [];
    let text = "";
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeType === Node.TEXT_NODE) nodes.push([node, text.length]);
      text += node.nodeType === Node.TEXT_NODE ? node.data : node.nodeName === "BR" ? "\n" : "";
    }
    const places = [];
    for (const hit of hits.sort((one, other) => other.length - one.length)) {
      for (let place = text.indexOf(hit); place >= 0; place = text.indexOf(hit, place + hit.length)) {
        if (!places.some(([from, to]) => place < to && place + hit.length > from)) places.push([place, place + hit.length]);
      }
    }
    places.sort(([one], [other]) => other - one);
    for (const [node, start] of nodes.reverse()) for (const [first, last] of places) {
      const from = Math.max(first - start, 0), to = Math.min(last - start, node.data.length);
      if (from >= to) continue;
      const mark = Object.assign(document.createElement("mark"), {className: "hit"});
      node.splitText(to);
      const words = node.splitText(from);
      words.replaceWith(mark);
      mark.append(words);
    }
  }
}
