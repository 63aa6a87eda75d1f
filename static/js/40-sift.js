// The timeline narrowed by name, outlet and status: the state is in the address, the count is announced.
{
  const form = document.querySelector("form.sift");
  if (form) {
    const events = $$(".ev"), output = form.querySelector("output"), boxes = $$("[name=status]", form);
    const has = (listed, wanted) => !wanted || listed.split(" ").includes(wanted);
    const sift = () => {
      const wanted = new FormData(form), statuses = wanted.getAll("status");
      let shown = 0;
      for (const event of events) {
        const {who, outlet, status} = event.dataset;
        event.hidden = !(has(who, wanted.get("who")) && has(outlet, wanted.get("outlet")) && statuses.includes(status));
        shown += !event.hidden;
      }
      $$(".months").forEach(section => section.hidden = !section.querySelector(".ev:not([hidden])"));
      output.textContent = shown === events.length ? form.dataset.all : form.dataset.some.replace("{n}", shown);
    };
    const read = () => {
      const state = new URLSearchParams(location.search);
      for (const name of ["who", "outlet"]) form[name].value = [...form[name].options].some(o => o.value === state.get(name)) ? state.get(name) : "";
      boxes.forEach(box => box.checked = !state.has("status") || state.getAll("status").includes(box.value));
      sift();
    };
    const write = () => {
      const state = new URLSearchParams();
      for (const name of ["who", "outlet"]) if (form[name].value) state.set(name, form[name].value);
      if (!boxes.every(box => box.checked)) for (const box of boxes) if (box.checked) state.append("status", box.value);
      if (!boxes.some(box => box.checked)) state.set("status", "");
      history.replaceState(null, "", (state.size ? `?${state}` : location.pathname) + location.hash);
    };
    form.hidden = false;
    form.addEventListener("input", () => { sift(); write(); });
    form.addEventListener("submit", event => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { sift(); write(); }));
    addEventListener("popstate", read);
    read();
    const at = pointed();
    if (at && at.hidden) form.reset();
    if (at) at.scrollIntoView();
  }
}
