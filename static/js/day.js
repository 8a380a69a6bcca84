// The leader's day: what was done is told at once, and the button of a postponement says to when.
(() => {
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
