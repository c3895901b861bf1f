/* Runs what the theme adds (to the header, the list of contents, the choice of light and dark) once the page has been shown and
   its tables answer: a reader waits for those, not for these. */
(src => {
  const run = () => document.head.append(Object.assign(document.createElement("script"), { src }));
  requestAnimationFrame(() => window.requestIdleCallback ? requestIdleCallback(run, { timeout: 1000 }) : setTimeout(run));
})(document.currentScript.dataset.then);
