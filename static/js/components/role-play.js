// A conversation that goes on without leaving the page. The form underneath works alone: whatever goes wrong here, it is
// sent as the browser would, and the server accepts the same turn only once.

const PAUSE = 450; // ms between two lines of one answer
const EXTRA = 30; // s
const GAP = 16; // px above the newest line
const still = matchMedia("(prefers-reduced-motion: reduce)");
const OFF = "talante-no-time-limit";

function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, still.matches ? 0 : ms));
}

function remembered() {
  try {
    return sessionStorage.getItem(OFF) === "yes";
  } catch {
    return false;
  }
}

function remember() {
  try {
    sessionStorage.setItem(OFF, "yes");
  } catch {
    // Without storage the choice lasts for this moment of the conversation.
  }
}

class RolePlay extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.answer(event));
    this.clock = 0;
    this.begin();
  }

  disconnectedCallback() {
    clearInterval(this.clock);
  }

  part(name, inside = this) {
    return inside.querySelector(`[data-part="${name}"]`);
  }

  begin() {
    this.shownAt = performance.now();
    clearInterval(this.clock);
    const timer = this.querySelector(".timer");
    if (!timer) return;
    timer.hidden = false;
    if (remembered()) {
      this.noLimit(timer);
      return;
    }
    this.left = Number(timer.dataset.seconds);
    this.show(timer);
    timer.querySelector("[data-more]")?.addEventListener("click", () => {
      this.left += EXTRA;
      this.show(timer);
    });
    timer.querySelector("[data-off]")?.addEventListener("click", () => {
      remember();
      this.noLimit(timer);
      timer.querySelector(".timer__off").focus();
    });
    this.clock = setInterval(() => {
      // Nobody loses a turn for looking at another window.
      if (document.hidden || this.busy) return;
      this.left -= 1;
      this.show(timer);
      if (this.left <= 0) {
        clearInterval(this.clock);
        this.querySelector("[data-timeout]")?.click();
      }
    }, 1000);
  }

  show(timer) {
    const left = Math.max(0, this.left);
    timer.querySelector("[data-left]").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }

  noLimit(timer) {
    clearInterval(this.clock);
    for (const element of timer.querySelectorAll(".timer__left, [data-more], [data-off]")) element.hidden = true;
    const off = timer.querySelector(".timer__off");
    off.hidden = false;
    off.tabIndex = -1;
  }

  async answer(event) {
    const form = event.target;
    if (this.plain || this.part("reply") !== form) return;
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.setAttribute("aria-busy", "true");
    form.elements.dwell_ms.value = Math.round(performance.now() - this.shownAt);
    try {
      const body = new FormData(form, event.submitter);
      const response = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const next = page.querySelector("role-play");
      // A login page, a switched-off plugin, a server in trouble: the plain form shows it as it is.
      if (!next || (!response.ok && response.status !== 422)) throw new Error(String(response.status));
      await this.goOn(next, page);
    } catch {
      this.plain = true;
      form.requestSubmit(event.submitter);
    } finally {
      this.busy = false;
      this.removeAttribute("aria-busy");
    }
  }

  async goOn(next, page) {
    const chat = this.part("chat");
    const lines = [...this.part("chat", next).children];
    const fresh = lines.slice(chat.children.length);
    this.tell(page);
    this.part("reply").replaceWith(this.part("reply", next));
    const reply = this.part("reply");
    reply.hidden = fresh.length > 0;
    for (const [at, line] of fresh.entries()) {
      if (at > 0) await wait(PAUSE);
      line.classList.add("line--new");
      chat.append(line);
      line.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
    }
    this.part("mood").replaceWith(this.part("mood", next));
    if (fresh.length > 0) this.part("live").textContent = next.dataset.announcement;
    reply.hidden = false;
    this.begin();
    this.focusOn(reply, fresh);
  }

  tell(page) {
    // What is around the conversation: the turn in the bar, notices above, the way out below.
    for (const selector of [".scenehead", ".appbar__tools", ".scene__side"]) {
      const [now, then] = [document.querySelector(selector), page.querySelector(selector)];
      if (!now || !then) continue;
      if (selector === ".scene__side") this.keepOpen(now, then);
      now.replaceWith(then);
    }
    document.querySelector("main > .messages")?.remove();
    const messages = page.querySelector("main > .messages");
    if (messages) document.querySelector("main").prepend(messages);
  }

  keepOpen(now, then) {
    // The same folds in the same order: the facts of a case do not change while it is played.
    const before = [...now.querySelectorAll("details")];
    for (const [at, fold] of then.querySelectorAll("details").entries()) fold.open = before[at]?.open ?? fold.open;
  }

  focusOn(reply, fresh) {
    const hint = fresh.length === 0 ? reply.querySelector("#hint") : null;
    const target = hint ?? reply.querySelector("input[type=radio], textarea, select, a.btn") ?? reply;
    target.focus({ preventScroll: true });
    const shown = hint ?? fresh.find((line) => !line.matches(".line--me")) ?? reply.querySelector("#turn-error") ?? reply;
    // The newest line at the top, unless the reply in focus would then lie under the buttons at the bottom edge.
    const edge = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom) || 0;
    const head = this.part("mood").getBoundingClientRect();
    const fromTop = shown.getBoundingClientRect().top - head.height - parseFloat(getComputedStyle(this.part("mood")).top);
    const fromBottom = (target.closest(".choice") ?? target).getBoundingClientRect().bottom - (innerHeight - edge);
    const by = hint ? fromTop : Math.max(fromTop, fromBottom);
    scrollBy({ top: by - GAP * (by === fromTop), behavior: still.matches ? "auto" : "smooth" });
  }
}

customElements.define("role-play", RolePlay);
