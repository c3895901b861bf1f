/* Runs in the head: long tables are laid out only after tables.js has put all but one page of their rows aside. Once the
   page has loaded they show in any case, so a script that fails costs nobody a row. */
document.documentElement.classList.add("tables-coming");
addEventListener("load", () => document.documentElement.classList.remove("tables-coming"));
