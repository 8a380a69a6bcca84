// What pages share: the calendar beside a date field, the button that prints, and what the leader's day tells.

// --- A button beside a date field that opens the browser's own calendar. What is typed stays as it was typed. ---
(() => {
  const words = { da: "Vælg i kalender", en: "Choose in a calendar" };

  function pad(number) {
    return String(number).padStart(2, "0");
  }

  function asIso(text) {
    const parts = /^\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\s*$/.exec(text);
    return parts ? `${parts[3]}-${pad(parts[2])}-${pad(parts[1])}` : text.trim();
  }

  function addCalendar(field) {
    const input = field.querySelector("input");
    const calendar = document.createElement("input");
    if (!input || !calendar.showPicker || field.querySelector(".day-field__button")) return;
    calendar.type = "date";
    calendar.className = "day-field__calendar";
    calendar.tabIndex = -1;
    calendar.setAttribute("aria-hidden", "true");
    calendar.min = input.dataset.earliest || "";
    calendar.max = input.dataset.latest || "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "day-field__button";
    button.setAttribute("aria-label", words[document.documentElement.lang] || words.da);
    button.addEventListener("click", () => {
      calendar.value = asIso(input.value);
      calendar.showPicker();
    });
    calendar.addEventListener("change", () => {
      if (!calendar.value) return;
      const [year, month, day] = calendar.value.split("-");
      input.value = `${day}-${month}-${year}`;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
    });
    field.append(button, calendar);
  }

  function addCalendars() {
    document.querySelectorAll(".day-field").forEach(addCalendar);
  }
  addCalendars();
  document.addEventListener("htmx:afterSettle", addCalendars);
})();

// --- The button that prints the page it stands on. ---
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// --- The leader's day: what was done is told at once, and the button of a postponement says to when. ---
(() => {
  if (!document.getElementById("day")) return;
  // A page that is no longer the day (the session has ended, say) is shown as it is.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.xhr.responseText.includes('id="day"')) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });
  document.addEventListener("htmx:afterSettle", () => {
    const said = document.querySelector("#messages .alert");
    if (said) {
      said.tabIndex = -1;
      said.focus({ preventScroll: true });
      said.parentElement.classList.add("said");
      window.setTimeout(() => said.parentElement.classList.remove("said"), 10_000);
    }
  });

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-says-day]");
    if (form) sayDay(form);
  });
  function sayDay(form) {
    const button = form.querySelector("button[data-words]");
    const chosen = form.querySelector('input[name="until"]:checked');
    if (!button || !chosen || chosen.value === "other") return;
    const label = form.querySelector(`label[for="${CSS.escape(chosen.id)}"]`).textContent.trim();
    button.textContent = `${button.dataset.words} ${label.charAt(0).toLowerCase()}${label.slice(1)}`;
  }
  document.querySelectorAll("form[data-says-day]").forEach(sayDay);
})();
