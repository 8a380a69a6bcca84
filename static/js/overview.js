// HR's overview: the bar of what is ticked comes with the first tick, and the filters need no button.
(() => {
  document.documentElement.classList.add("with-script");

  function count() {
    const bulk = document.getElementById("bulk");
    if (!bulk) return;
    const number = document.querySelectorAll('#chosen input[name="row"]:checked').length;
    const words = bulk.querySelector(".bulk__count");
    bulk.hidden = number === 0;
    words.textContent = number === 1 ? words.dataset.one : words.dataset.many.replace("NUMBER", number);
  }

  document.addEventListener("change", (event) => {
    if (event.target.name === "row") count();
  });
  document.addEventListener("reset", () => setTimeout(count));
  // What was ticked before the page was left is still ticked when it is shown again.
  window.addEventListener("pageshow", count);
  document.addEventListener("htmx:afterSettle", count);
  // A page that is no longer the overview (the session has ended, say) is shown as it is.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.xhr.responseText.includes('id="overview"')) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });
  count();
})();
