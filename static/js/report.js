// Reporting sick: find a name while typing, and a button that says what it does. Without it the page does the same in more words.
(() => {
  const form = document.getElementById("report");
  if (!form) return;
  const button = form.querySelector("button[data-words]");
  const merge = document.getElementById("merge");
  const search = form.querySelector("input[data-filters]");
  const plain = button.textContent;
  const lang = document.documentElement.lang === "en" ? "en-GB" : "da-DK";

  if (search) {
    const picks = [...document.querySelectorAll(`#${search.dataset.filters} > .pick`)];
    const nobody = form.querySelector("[data-nobody]");
    form.querySelector("button[data-search]").hidden = true;
    search.addEventListener("input", () => {
      const words = search.value.toLocaleLowerCase(lang).split(/\s+/).filter(Boolean);
      for (const pick of picks) {
        const name = pick.querySelector(".pick__name").textContent.toLocaleLowerCase(lang);
        pick.hidden = !words.every((word) => name.includes(word));
      }
      nobody.hidden = picks.some((pick) => !pick.hidden);
    });
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const first = picks.find((pick) => !pick.hidden);
      if (!first) return;
      first.querySelector("input").checked = true;
      say();
    });
  }

  const chosen = (name) => form.querySelector(`input[name="${name}"]:checked`);

  function firstDay() {
    const begins = chosen("begins");
    const day = new Date();
    day.setHours(12, 0, 0, 0);
    if (!begins) return null;
    if (begins.value === "yesterday") day.setDate(day.getDate() - 1);
    if (begins.value !== "other") return day;
    const typed = form.querySelector('input[name="first_day"]').value.trim();
    const parts = typed.match(/^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/);
    return parts ? new Date(Number(parts[3]), Number(parts[2]) - 1, Number(parts[1]), 12) : null;
  }

  function dayWords(day) {
    const begins = chosen("begins");
    if (begins && begins.value !== "other") {
      return form.querySelector(`label[for="${CSS.escape(begins.id)}"]`).textContent.trim().toLocaleLowerCase(lang);
    }
    return new Intl.DateTimeFormat(lang, { day: "numeric", month: "long" }).format(day);
  }

  function say() {
    const who = chosen("who");
    const pick = who && who.closest(".pick");
    const day = firstDay();
    const cause = chosen("cause");
    const words = cause && cause.value === "child" ? button.dataset.wordsChild : button.dataset.words;
    button.textContent =
      pick && day ? words.replace("{name}", pick.dataset.name).replace("{day}", dayWords(day)) : plain;
    if (pick) {
      form.querySelector("#div_id_expected legend").textContent = form.dataset.asks.replace("{name}", pick.dataset.name);
      form.querySelector(".hint-box p").textContent = form.dataset.hint.replace("{name}", pick.dataset.name);
    }
    const iso = day && `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
    const merges = pick && iso && pick.dataset.until && iso <= pick.dataset.until;
    merge.textContent = merges ? merge.dataset.words.replace("{day}", pick.dataset.from) : "";
  }

  form.addEventListener("change", say);
  form.addEventListener("input", say);
  say();
})();
