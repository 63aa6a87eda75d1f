// Speaks livereload's protocol: says what this browser shows, loads again what has changed, and keeps the reader's place.
const shown = document.currentScript.dataset;
const kept = {
  get: name => JSON.parse(sessionStorage.getItem(`dossier-${name}`)),
  set: (name, value) => sessionStorage.setItem(`dossier-${name}`, JSON.stringify(value)),
};

// A style sheet is replaced when the new one is there, so that the page is never without.
const swapped = path => {
  const links = () => [...document.querySelectorAll("link[rel=stylesheet]")].filter(link => new URL(link.href).pathname === path);
  const last = links().at(-1);
  if (!last) return;
  const fresh = last.cloneNode();
  fresh.href = `${path}?${performance.now()}`;
  fresh.addEventListener("load", () => links().slice(0, links().indexOf(fresh)).forEach(link => link.remove()));
  last.after(fresh);
};

// The place is what is seen, not how far down it is: what is written above must not move it.
const reloaded = () => {
  const seen = [...document.querySelectorAll("main [id]")]
    .map(element => [element.id, element.getBoundingClientRect()])
    .filter(([, box]) => box.height && box.bottom > 0 && box.top < innerHeight);
  kept.set("place", {path: location.pathname, y: scrollY, seen: scrollY ? seen.map(([id, box]) => [id, box.top]) : []});
  history.scrollRestoration = "manual";
  location.reload();
};
{
  const place = kept.get("place");
  sessionStorage.removeItem("dossier-place");
  if (place?.path === location.pathname) {
    const back = () => {
      const [id, top] = place.seen.find(([id]) => document.getElementById(id)) ?? [];
      const y = id ? scrollY + document.getElementById(id).getBoundingClientRect().top - top : place.y;
      scrollTo({top: y, behavior: "instant"});
    };
    back();
    addEventListener("load", back, {once: true});
  }
}

const heard = {reload: () => {}, problems: () => {}, stopped: () => {}};
{
  let leaving = false;
  heard.reload = said => {
    if (said.liveCSS) swapped(said.path);
    else if (!leaving) { leaving = true; reloaded(); }
  };
  const connected = () => {
    const socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/livereload`);
    const say = said => socket.send(JSON.stringify(said));
    socket.addEventListener("open", () => {
      heard.stopped(false);
      say({command: "hello", protocols: ["http://livereload.com/protocols/official-7", "dossier-preview-1"]});
      say({command: "info", url: location.href, ...shown});
    });
    socket.addEventListener("message", event => {
      const said = JSON.parse(event.data);
      heard[said.command]?.(said);
    });
    socket.addEventListener("close", () => { heard.stopped(!leaving); setTimeout(connected, 1000); });
  };
  addEventListener("pagehide", () => {
    if (!leaving) history.scrollRestoration = "auto"; // whoever comes back to this page finds the place as ever
    leaving = true;
  });
  addEventListener("pageshow", () => leaving = false);
  connected();
}
