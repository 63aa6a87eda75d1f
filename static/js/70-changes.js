// What is new since the reader's last look at the changes; only the day and the number are kept, in this browser.
{
  const ledger = document.querySelector("[data-total][data-latest]");
  let seen = null;
  const key = ledger && `changes ${new URL("index.html", location).pathname}`;
  try { seen = JSON.parse(localStorage.getItem(key)); } catch { /* no storage here, or not ours */ }
  if (ledger) {
    const {total, latest} = ledger.dataset;
    const isNew = row => seen && row.dataset.on > seen.day;
    const count = seen && Number.isInteger(seen.total) ? Math.max(+total - seen.total, $$("li[data-on]", ledger).filter(isNew).length) : 0;
    const line = ledger.querySelector("output[data-new]");
    if (line && seen && (count || line.dataset.none)) {
      line.textContent = count ? line.dataset.new.replace("{n}", count) : line.dataset.none;
      line.parentElement.hidden = false;
    }
    $$("li[data-on]", ledger).filter(isNew).forEach(row => row.classList.add("new"));
    if (ledger.matches(".ledger") || !seen) try { localStorage.setItem(key, JSON.stringify({day: latest, total: +total})); } catch { /* as above */ }
  }
}
