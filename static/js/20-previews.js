// A name shows its preview on hover, focus or a first tap; a click, Enter or a second tap follows the link.
{
  const open = popover => popover.matches(":popover-open");
  let timer;
  const later = (act, milliseconds) => { clearTimeout(timer); timer = setTimeout(act, milliseconds); };
  if (HTMLElement.prototype.showPopover) $$("a[data-pop]").forEach(link => {
    const popover = document.getElementById(link.dataset.pop);
    if (!popover) return;
    const show = () => {
      if (open(popover)) return;
      $$(":popover-open").forEach(other => other.hidePopover());
      popover.showPopover({source: link});
    };
    const leave = () => later(() => {
      if (open(popover) && !popover.matches(":hover, :focus-within") && !link.matches(":hover")) popover.hidePopover();
    }, 250);
    link.addEventListener("pointerenter", event => event.pointerType === "mouse" && later(show, 300));
    for (const part of [link, popover]) part.addEventListener("pointerleave", event => event.pointerType === "mouse" && leave());
    link.addEventListener("focus", () => link.matches(":focus-visible") && show());
    for (const part of [link, popover]) part.addEventListener("focusout", leave);
    let tapped = false, seen = false;
    link.addEventListener("pointerdown", event => { tapped = event.pointerType === "touch"; seen = open(popover); });
    link.addEventListener("click", event => {
      clearTimeout(timer);
      if (tapped && !seen) { event.preventDefault(); show(); }
      tapped = false;
    });
  });
}
