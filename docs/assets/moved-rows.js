/* A row that moved to a page of its own part of the year left its number behind under its anchor: go on to the row. */
(() => {
  "use strict";
  function follow() {
    const place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (place && place.classList.contains("moved-row")) location.replace(place.href);
  }
  addEventListener("hashchange", follow);
  follow();
})();
