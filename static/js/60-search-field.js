// The search field of the masthead: `/` focuses it; what it suggests is loaded at the first focus. Without JavaScript it
// leads to the names and headlines from A to Z.
for (const form of document.querySelectorAll("form[data-search]")) form.action = form.dataset.search;
{
  const seek = document.querySelector(".seek"), input = seek?.querySelector("input");
  const field = () => { const large = document.querySelector("#_find [name=q]"); return large ?? input; };
  input?.addEventListener("focus", () => {
    for (const source of [seek.dataset.names, seek.dataset.script]) document.head.append(Object.assign(document.createElement("script"), {src: source, async: false}));
  }, {once: true});
  addEventListener("keydown", event => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    field()?.focus();
    field()?.select();
  });
}
