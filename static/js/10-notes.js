// Everything works without these files; they open what CSS cannot, and count.
"use strict";
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
// What the address points at; nothing where its fragment is no text, as in #%.
const pointed = () => {
  try { return document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return null; }
};

// Notes are open in the margin and on paper, folded on a phone and where the margin is too short; so is an article's record.
{
  const wide = matchMedia("(min-width: 67rem)"), fits = matchMedia("(min-width: 44rem)");
  const set = (open, all = false) => $$("details.note").forEach(note => note.open = open && (all || !note.closest(".long")));
  const setRecord = () => $$("details:is(.prov, .more)").forEach(one => one.open = fits.matches);
  set(wide.matches);
  setRecord();
  fits.addEventListener("change", setRecord);
  wide.addEventListener("change", event => set(event.matches));
  addEventListener("beforeprint", () => set(true, true));
  addEventListener("afterprint", () => set(wide.matches));
  const unfold = () => {
    const at = pointed();
    const folded = at && at.closest("details");
    if (folded) folded.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
  document.addEventListener("click", event => {
    const link = event.target.closest("a.ref");
    if (link) document.getElementById(link.hash.slice(1)).open = true;
    if (wide.matches && event.target.closest(":not(.long) > .notes > .note > summary")) event.preventDefault();
  });
}
