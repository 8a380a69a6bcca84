// A button beside a date field that opens the browser's own calendar. What is typed stays as it was typed.
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
    if (!input || !calendar.showPicker) return;
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

  document.querySelectorAll(".day-field").forEach(addCalendar);
})();
