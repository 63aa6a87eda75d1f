// The problems of the last build: over the page where it failed, behind a count where it only warns.
const made = (name, properties = {}, ...children) => {
  const {aria = {}, ...own} = properties;
  const element = Object.assign(document.createElement(name), own);
  for (const [key, value] of Object.entries(aria)) element.setAttribute(key === "role" ? key : `aria-${key}`, value);
  element.append(...children);
  return element;
};
const counted = (key, n) => words[n === 1 && `${key}.one` in words ? `${key}.one` : key].replace("{n}", n);

// In a tree of its own: the page's styles and scripts do not reach it, nor these the page.
const host = made("dossier-preview", {hidden: true});
const shade = host.attachShadow({mode: "open"});
{
  const style = made("link", {rel: "stylesheet", href: "/livereload.css"});
  style.addEventListener("load", () => host.hidden = false);
  shade.append(style);
  document.body.append(host);
}
{
  const alert = made("p", {className: "unseen", aria: {role: "alert"}});
  const stopped = made("p", {id: "stopped", hidden: true, aria: {role: "status"}});
  const title = made("h2", {id: "title"});
  const close = made("button", {type: "button", textContent: "×", aria: {label: words.close}});
  const list = made("ol", {lang: "en", tabIndex: 0, aria: {labelledby: "title"}});
  const panel = made("section", {id: "panel", hidden: true, aria: {role: "dialog", labelledby: "title"}}, made("header", {}, title, close), list);
  const badge = made("button", {id: "badge", type: "button", hidden: true, aria: {controls: "panel", expanded: "false"}});
  shade.append(alert, made("div", {id: "corner", aria: {role: "region", label: words.label}}, stopped, badge, panel));

  const item = problem => {
    const place = problem.href ? made("a", {href: problem.href, textContent: problem.place}) : made("span", {textContent: problem.place});
    const said = made("p", {}, made("b", {textContent: words[problem.severity], lang: document.documentElement.lang}), ` ${problem.message}`);
    const details = made("dl", {}, ...Object.entries(problem.details).flatMap(([name, text]) => [made("dt", {textContent: name}), made("dd", {textContent: text})]));
    const help = problem.hint ? [made("p", {className: "help"}, made("b", {textContent: words.help, lang: document.documentElement.lang}), ` ${problem.hint}`)] : [];
    return made("li", {className: problem.severity}, made("p", {className: "place"}, place), said, details, ...help);
  };
  const opened = open => {
    const {activeElement} = shade;
    panel.hidden = !open;
    badge.hidden = open || !badge.textContent;
    badge.setAttribute("aria-expanded", open);
    if (activeElement === badge && open) close.focus();
    if (panel.contains(activeElement) && !open) badge.focus();
    kept.set("panel", {...kept.get("panel"), open});
  };
  heard.problems = ({broken, errors, warnings, problems}) => {
    const counts = [errors && counted("errors", errors), warnings && counted("warnings", warnings)].filter(Boolean).join(" · ");
    const was = kept.get("panel") ?? {}, key = JSON.stringify([broken, counts, problems]), urgent = broken || errors > 0;
    badge.textContent = counts;
    title.textContent = [broken ? words.broken : words.problems, counts].filter(Boolean).join(" · ");
    alert.textContent = urgent ? title.textContent : "";
    const more = errors + warnings - problems.length;
    list.replaceChildren(...problems.map(item), ...more ? [made("li", {className: "more", textContent: counted("more", more), lang: document.documentElement.lang})] : []);
    kept.set("panel", {key, urgent});
    // What was closed stays closed until there is something new; what is whole again closes by itself.
    opened(was.key === key ? was.open : urgent || Boolean(problems.length && was.open && !was.urgent));
  };
  heard.stopped = now => { stopped.textContent = now ? words.stopped : ""; stopped.hidden = !now; };
  badge.addEventListener("click", () => opened(true));
  close.addEventListener("click", () => opened(false));
  addEventListener("keydown", event => {
    if (event.key === "Escape" && !event.defaultPrevented && !panel.hidden) opened(false);
  });
}
