// Controls of the scenario editor: effects and conditions as rows, competencies to tick, and suggested names.
(() => {
  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "text") made.textContent = value;
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };

  const MOOD = ["trust", "irritation", "patience"];
  let made = 0;

  // --- Rows: [variable, operator, value], all text, kept in order in one hidden field ---------------------------
  class BoundRows {
    constructor(root, name, capabilities) {
      this.root = root;
      this.input = root.querySelector("input[type=hidden]");
      this.words = JSON.parse(root.dataset.words);
      this.kind = root.dataset.scnRows;
      this.idForLabel = "";
      this.parentCapabilities = capabilities || new Map();
      this.rows = [];
    }

    getValue() { return this.input.value; }
    getState() { return this.input.value; }
    setState(state) {
      try { this.rows = JSON.parse(state || "[]"); } catch { this.rows = []; }
      this.draw();
    }
    setInvalid(invalid) { this.root.classList.toggle("scn-rows--invalid", Boolean(invalid)); }
    getValueForLabel() { return null; }
    getTextLabel() { return null; }
    focus() { this.root.querySelector("input:not([type=hidden]), button")?.focus(); }
    setCapabilityOptions(name, options) { Object.assign(this.parentCapabilities.get(name), options); }

    keep() {
      this.input.value = JSON.stringify(this.rows.filter((row) => row[0].trim()));
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    isMood(row) {
      return this.kind === "effects" && row[1] === "add" && MOOD.includes(row[0]) &&
        this.rows.find((other) => other[1] === "add" && other[0] === row[0]) === row;
    }

    draw() {
      this.root.querySelectorAll(":scope > :not(input[type=hidden])").forEach((part) => part.remove());
      if (this.kind === "effects") this.root.append(this.mood());
      this.list = element("ul", { class: "scn-rows__list" });
      this.rows.filter((row) => !this.isMood(row)).forEach((row) => this.list.append(this.row(row)));
      const add = element("button", { type: "button", class: "button button-small button-secondary scn-rows__add", text: this.words.add });
      add.addEventListener("click", () => {
        const row = ["", Object.keys(this.words.operators)[0], ""];
        this.rows.push(row);
        const shown = this.row(row);
        this.list.append(shown);
        shown.querySelector("input").focus();
      });
      this.root.append(this.list, add);
      this.input.value = JSON.stringify(this.rows);
    }

    mood() {
      const group = element("div", { class: "scn-mood", role: "group" });
      made += 1;
      const help = element("p", { class: "scn-mood__help", id: `scn-mood-help-${made}`, text: this.words.moodHelp });
      for (const axis of MOOD) {
        const input = element("input", {
          type: "number", min: "-10", max: "10", step: "1", "data-scn-mood": axis, "aria-describedby": help.id,
        });
        const row = this.rows.find((other) => other[0] === axis && other[1] === "add");
        if (row) input.value = row[2];
        input.addEventListener("input", () => this.setMood(axis, input.value));
        group.append(element("label", { class: "scn-mood__axis" }, element("span", { text: this.words.mood[axis] }), input));
      }
      group.append(help);
      return group;
    }

    setMood(axis, value) {
      const at = this.rows.findIndex((row) => row[0] === axis && row[1] === "add");
      const empty = value.trim() === "" || Number(value) === 0;
      if (at >= 0 && empty) this.rows.splice(at, 1);
      else if (at >= 0) this.rows[at][2] = value;
      else if (!empty) this.rows.push([axis, "add", value]);
      this.keep();
    }

    row(row) {
      const variable = element("input", { type: "text", "aria-label": this.words.variable, placeholder: this.words.variable,
        "data-suggest": "variable", list: "scenario-names-variable", autocomplete: "off", spellcheck: "false" });
      const operator = element("select", { "aria-label": this.words.operator });
      for (const [key, word] of Object.entries(this.words.operators)) operator.append(element("option", { value: key, text: word }));
      const value = element("input", { type: "text", "aria-label": this.words.value, placeholder: this.words.value });
      [variable.value, operator.value, value.value] = row;
      [variable, operator, value].forEach((control, part) => {
        control.addEventListener("input", () => { row[part] = control.value; this.keep(); });
      });
      const remove = element("button", { type: "button", class: "button button-small button-secondary no scn-rows__remove", "aria-label": this.words.remove, title: this.words.remove, text: "×" });
      const item = element("li", { class: "scn-rows__row" }, variable, operator, value, remove);
      remove.addEventListener("click", () => {
        this.rows.splice(this.rows.indexOf(row), 1);
        item.remove();
        this.keep();
        this.focus();
      });
      return item;
    }
  }

  // --- Keys to tick; one that nobody offers is shown besides ----------------------------------------------------
  class BoundKeys {
    constructor(root, name, capabilities) {
      this.root = root;
      this.name = name;
      this.idForLabel = "";
      this.parentCapabilities = capabilities || new Map();
      fold(root);
    }

    boxes() { return [...this.root.querySelectorAll("input[type=checkbox]")]; }
    getValue() { return this.boxes().filter((box) => box.checked).map((box) => box.value); }
    getState() { return this.getValue(); }
    setState(state) {
      const keys = state || [];
      const offered = this.boxes().map((box) => box.value);
      this.boxes().forEach((box) => { box.checked = keys.includes(box.value); });
      const others = this.root.querySelector("[data-scn-others]");
      for (const key of keys.filter((item) => !offered.includes(item))) {
        const box = element("input", { type: "checkbox", name: this.name, value: key });
        box.checked = true;
        others.append(element("label", { class: "scn-keys__key" }, box, element("span", { text: key })));
        others.hidden = false;
      }
      count(this.root);
    }
    setInvalid(invalid) { this.boxes().forEach((box) => box.toggleAttribute("aria-invalid", Boolean(invalid))); }
    getValueForLabel() { return null; }
    getTextLabel() { return null; }
    focus() { this.root.querySelector("summary, input")?.focus(); }
    setCapabilityOptions(name, options) { Object.assign(this.parentCapabilities.get(name), options); }
  }

  // A long list of competencies opens on demand and says in one line what is ticked.
  const count = (root) => {
    const names = [...root.querySelectorAll("input:checked")].map((box) => box.closest("label").textContent.trim());
    const line = root.querySelector("[data-scn-chosen]");
    if (line) line.textContent = names.length ? names.join(" · ") : line.dataset.none;
  };
  const fold = (root) => {
    root.addEventListener("change", () => count(root));
    count(root);
  };

  class Control {
    constructor(html, bound) { this.html = html; this.bound = bound; }
    render(placeholder, name, id, state, capabilities) {
      const holder = document.createElement("div");
      holder.innerHTML = this.html.replaceAll("__NAME__", name).replaceAll("__ID__", id).trim();
      const root = holder.firstElementChild;
      placeholder.replaceWith(root);
      const bound = new this.bound(root, name, capabilities);
      bound.setState(state);
      return bound;
    }
    getByName(name, container) {
      const root = (container.querySelector ? container : document).querySelector(`[name="${CSS.escape(name)}"]`);
      return new this.bound(root.closest("[data-scn-rows], [data-scn-keys]"), name);
    }
  }

  if (window.telepath) {
    window.telepath.register("scenarios.widgets.Rows", class extends Control {
      constructor(html) { super(html, BoundRows); }
    });
    window.telepath.register("scenarios.widgets.Indicators", class extends Control {
      constructor(html) { super(html, BoundKeys); }
    });
  }
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".w-field__input > [data-scn-keys], [data-field-input] > [data-scn-keys]").forEach(fold);
  });

  // --- Names: given from the title once, and suggested wherever they are needed ---------------------------------
  const shortName = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
    .replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40).replace(/-+$/, "");
  const named = (kind) => [...document.querySelectorAll(`input[data-names="${kind}"]`)];
  const SOURCES = { scene_id: "title", member_id: "name" };
  const sourceOf = (input) => {
    const [, stem, field] = input.name.match(/^(.*-value-)(\w+)$/) || [];
    return SOURCES[field] ? document.getElementsByName(stem + SOURCES[field])[0] : null;
  };

  document.addEventListener("change", (event) => {
    const [, stem, field] = (event.target.name || "").match(/^(.*-value-)(title|name)$/) || [];
    if (!field) return;
    for (const [target, source] of Object.entries(SOURCES)) {
      const input = source === field && document.getElementsByName(stem + target)[0];
      if (!input || input.value.trim()) continue;
      const taken = new Set(named(input.dataset.names).map((other) => other.value.trim()));
      const wanted = shortName(event.target.value);
      let name = wanted;
      for (let number = 2; name && taken.has(name); number += 1) name = `${wanted}-${number}`;
      input.value = name;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  const KNOWN = { variable: MOOD };
  document.addEventListener("focusin", (event) => {
    const kind = event.target.dataset?.suggest;
    if (!kind) return;
    const id = `scenario-names-${kind}`;
    let list = document.getElementById(id);
    if (!list) {
      list = element("datalist", { id });
      document.body.append(list);
    }
    const offered = new Map((KNOWN[kind] || []).map((name) => [name, ""]));
    for (const input of named(kind)) {
      if (input.value.trim()) offered.set(input.value.trim(), sourceOf(input)?.value || "");
    }
    list.replaceChildren(...[...offered].map(([name, title]) => element("option", { value: name, label: title || name })));
  });
})();
