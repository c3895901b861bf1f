/* Runs in the head of a page with long tables. They wait in the page as text for tables.js, which makes elements of the rows it
   shows; once the page has loaded they show in any case, so a script that fails costs nobody a row.

   On a first look, from the top, what lies below the first screen is laid out only when it comes into sight or when the tables
   have their tools (tables.css, tables.js). Whoever goes to a place on the page, or back to one, finds it laid out. */
(root => {
  const [visit] = performance.getEntriesByType("navigation");
  if (!location.hash && visit && visit.type === "navigate") root.classList.add("first-look");
  addEventListener("load", () => {
    for (const place of document.querySelectorAll(".table-wrap > noscript")) {
      place.outerHTML = place.textContent;
      root.classList.remove("first-look");
    }
  });
})(document.documentElement);
