// The curve of a plan moves while its hours are typed, before they are saved; and a list has one line more than is written.
// The server draws the same (roundtable/plans/drawing.py).
(() => {
  const BELOW = 22;
  const ROOM = 30;
  const HALF = 2;

  const hoursOf = (field) => (/^\d{1,3}([.,]\d{1,2})?$/.test(field.value.trim()) ? Number(field.value.trim().replace(",", ".")) : null);

  function redraw() {
    const curve = document.getElementById("plan-curve");
    const fields = [...document.querySelectorAll("#plan-form .weeks input")];
    const weeks = curve ? [...curve.querySelectorAll(".curve__week")] : [];
    if (weeks.length !== fields.length) return;
    const [top, base, most] = ["top", "base", "most"].map((name) => Number(curve.dataset[name]));
    const fills = curve.querySelectorAll(".curve__fill");
    let before = null;
    fields.forEach((field, place) => {
      const hours = hoursOf(field);
      const y = hours === null ? base : Math.max(top, base - (hours / most) * (base - top));
      const [rise, line] = weeks[place].querySelectorAll("line");
      const words = weeks[place].querySelector("text");
      fills[place].setAttribute("y", y);
      fills[place].setAttribute("height", base - y);
      if (hours === null) weeks[place].setAttribute("display", "none");
      else weeks[place].removeAttribute("display");
      const over = before === null || before === y ? 0 : HALF * Math.sign(before - y);
      rise.setAttribute("y1", (before ?? y) + over);
      rise.setAttribute("y2", y - over);
      line.setAttribute("y1", y);
      line.setAttribute("y2", y);
      words.setAttribute("y", base - y >= ROOM ? y + BELOW : y - 8);
      words.textContent = field.value.trim();
      field.closest("li").querySelector(".weeks__bar rect").setAttribute("width", `${Math.min(100, ((hours ?? 0) / most) * 100)}%`);
      before = y;
    });
  }

  // The next line's fields are named one further.
  function grow(line) {
    const next = line.cloneNode(true);
    for (const field of next.querySelectorAll("[name]")) {
      const further = (name) => name.replace(/\d+$/, (number) => Number(number) + 1);
      next.querySelector(`label[for="${CSS.escape(field.id)}"]`).htmlFor = further(field.id);
      [field.name, field.id] = [further(field.name), further(field.id)];
      if (!field.matches("select")) field.value = "";
    }
    line.after(next);
  }

  document.addEventListener("input", (event) => {
    if (event.target.closest("#plan-form .weeks")) redraw();
    const line = event.target.closest(".plan-line");
    if (line && event.target.matches("textarea") && event.target.value && !line.nextElementSibling) grow(line);
  });
  // A line is one line: what is typed goes on with the next.
  document.addEventListener("keydown", (event) => {
    const line = event.key === "Enter" && event.target.matches("textarea") && event.target.closest(".plan-line");
    if (!line) return;
    event.preventDefault();
    line.nextElementSibling?.querySelector("textarea").focus();
  });
})();
