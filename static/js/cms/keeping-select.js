/* A select of the editor that keeps a value its list does not (or no longer) offer: the plugin that offers it may be
   switched off while a page is saved. Registered for lms/courses/competency_keys.py. */
(() => {
  const Select = window.telepath.constructors["wagtail.widgets.Select"];
  const BoundSelect = new Select("").boundWidgetClass;

  class BoundKeepingSelect extends BoundSelect {
    setState(state) {
      for (const value of [state ?? []].flat()) {
        const known = [...this.input.options].some((option) => option.value === value);
        if (value && !known) this.input.add(new Option(value, value));
      }
      super.setState([state ?? ""].flat());
    }
  }

  class KeepingSelect extends Select {
    boundWidgetClass = BoundKeepingSelect;
  }

  window.telepath.register("talante.widgets.KeepingSelect", KeepingSelect);
})();
