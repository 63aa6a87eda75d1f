// Citations of the article, and of the paragraph that the address points at, to be copied.
{
  const cites = document.querySelector(".cites");
  const copy = (button, text) => {
    const said = button.textContent;
    const done = () => { button.textContent = cites.dataset.copied; setTimeout(() => button.textContent = said, 2000); };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, () => {});
  };
  const forms = cites ? $$("[data-form]", cites).map(button => {
    const pre = button.closest("div").querySelector("pre");
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => copy(button, pre.textContent));
    return {form: button.dataset.form, label: button.textContent, text: pre.textContent};
  }) : [];

  // What each form says of one paragraph: its number, and its address here.
  const said = {
    text: (text, at) => `${text} ${at}`,
    bibtex: (text, at) => text.replace(/\n\}\s*$/, `\n  addendum = {${at}},\n}\n`),
    csl: (text, at) => {
      const [item] = JSON.parse(text);
      return JSON.stringify([{...item, note: [item.note, at].filter(Boolean).join(" ")}], null, 1);
    },
  };
  const show = () => {
    $$(".para > .cite").forEach(line => line.remove());
    const para = pointed();
    const number = para && para.matches(".para") && para.querySelector(":scope > .no");
    if (!number) return;
    const at = `${cites.dataset.paragraph.replace("{n}", number.textContent)} ${location.href}`;
    const line = Object.assign(document.createElement("p"), {className: "cite", lang: document.documentElement.lang});
    line.append(`${said.text(forms[0].text, at)} `);
    for (const {form, label, text} of navigator.clipboard ? forms : []) {
      const button = Object.assign(document.createElement("button"), {type: "button", textContent: label});
      button.addEventListener("click", () => copy(button, said[form](text, at)));
      line.append(button, " ");
    }
    para.querySelector(":scope > p").after(line);
  };
  if (forms.length) { addEventListener("hashchange", show); show(); }
}
