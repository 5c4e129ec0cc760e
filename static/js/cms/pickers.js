// Starts the CMS's date and time pickers, also those that arrive with a dialog or a refreshed list.
// Beside each input stands an element with the picker's kind, the input's id and its configuration.
(() => {
  const starters = { date: "initDateChooser", time: "initTimeChooser", datetime: "initDateTimeChooser" };

  class Picker extends window.StimulusModule.Controller {
    static values = { kind: String, target: String, config: Object };

    connect() {
      const start = () => window[starters[this.kindValue]]?.(this.targetValue, this.configValue);
      if (document.readyState === "complete") start();
      // The pickers' own script stands further down in the page than this one.
      else window.addEventListener("load", start, { once: true });
    }
  }

  window.wagtail.app.register("talante-picker", Picker);
})();
