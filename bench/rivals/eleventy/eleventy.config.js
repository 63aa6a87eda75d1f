export default function (config) {
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addCollection("articles", (all) => all.getFilteredByGlob("articles/*.md").reverse());
  config.addCollection("named", (all) => {
    const named = {};
    for (const page of all.getFilteredByGlob("articles/*.md").reverse())
      for (const id of page.data.named) (named[id] ??= []).push(page);
    return named;
  });
  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
}
