// Two small improvements on pages that work without them: a theme switch, and one submit for each press of a button.

const root = document.documentElement;
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : systemIsDark.matches;
}

function choose(theme) {
  // Back to what the system says is no choice at all: from then on it may change by itself.
  const follow = (theme === "dark") === systemIsDark.matches;
  if (follow) delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (follow) localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Without storage the choice lasts until the next page.
  }
}

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    choose(isDark() ? "light" : "dark");
    show();
  });
  systemIsDark.addEventListener("change", show);
}

// A form that answers with a file, and so stays on the page, carries data-repeatable.
const sent = new Set();

function submitButtons(form) {
  return [...form.elements].filter((element) => element.type === "submit" && !element.disabled);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "repeatable" in form.dataset) return;
  // After this event, because a disabled button would not send its own name and value.
  setTimeout(() => {
    for (const button of submitButtons(form)) {
      button.disabled = true;
      sent.add(button);
    }
  });
});

// Coming back with the browser's button finds the form as it was left, ready to be sent again.
addEventListener("pageshow", () => {
  for (const button of sent) button.disabled = false;
  sent.clear();
});
