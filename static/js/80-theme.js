// Light, dark, or as the system has it; kept in this browser.
{
  const field = document.querySelector("#_theme");
  const root = document.documentElement;
  if (field) {
    field.value = root.dataset.theme ?? "";
    field.closest("[hidden]").hidden = false;
    field.addEventListener("change", () => {
      if (field.value) root.dataset.theme = field.value; else delete root.dataset.theme;
      try { if (field.value) localStorage.setItem("theme", field.value); else localStorage.removeItem("theme"); } catch { /* no storage here */ }
    });
  }
}
