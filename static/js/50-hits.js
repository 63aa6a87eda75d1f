// Whoever comes from the search finds the words marked in the paragraph that the address points at.
{
  const hit = new URLSearchParams(location.search).get("hit");
  const at = hit && pointed();
  if (at) {
    const others = ".gloss, .ref, .note, .no, .cite, .elided"; // what stands in the paragraph and is not its text
    const walker = document.createTreeWalker(at, NodeFilter.SHOW_ALL, node => node.matches?.(others) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const nodes = [];
    let text = "";
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeType === Node.TEXT_NODE) nodes.push([node, text.length]);
      text += node.nodeType === Node.TEXT_NODE ? node.data : node.nodeName === "BR" ? "\n" : "";
    }
    const places = [];
    for (let place = text.indexOf(hit); place >= 0; place = text.indexOf(hit, place + hit.length)) places.push(place);
    for (const [node, start] of nodes.reverse()) for (const place of places.toReversed()) {
      const from = Math.max(place - start, 0), to = Math.min(place + hit.length - start, node.data.length);
      if (from >= to) continue;
      const mark = Object.assign(document.createElement("mark"), {className: "hit"});
      node.splitText(to);
      const words = node.splitText(from);
      words.replaceWith(mark);
      mark.append(words);
    }
  }
}
