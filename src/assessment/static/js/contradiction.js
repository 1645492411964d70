/* Where two people changed the same part differently: both versions side by side, until one is chosen. */

function fieldOf(part) {
  const typed = part?.querySelector("input:checked, textarea, select, input:not([type=radio], [type=hidden])");
  return typed ?? part?.querySelector("input[type=radio]");
}

export class Contradiction {
  constructor(saving) {
    this.saving = saving;
    this.form = saving.form;
    this.place = this.form.querySelector("[data-contradiction]");
    this.form.addEventListener("click", (event) => this.settle(event.target.closest("[data-settle]")));
  }

  get isOpen() {
    return Boolean(this.theirs);
  }

  show(data) {
    this.theirs = data;
    this.place.replaceChildren(document.createRange().createContextualFragment(data.panel));
  }

  partNamed(name) {
    return this.form.querySelector(`[data-part="${CSS.escape(name)}"]`);
  }

  settle(button) {
    if (!button) return;
    const { version, parts } = this.theirs;
    const first = this.partNamed(parts[0]);
    this.theirs = null;
    this.place.replaceChildren();
    if (button.dataset.settle === "theirs") {
      first?.addEventListener("takenover", () => fieldOf(first)?.focus(), { once: true });
      this.saving.giveWay(version, parts);
      return;
    }
    if (button.dataset.settle === "both") {
      const text = this.form.elements.justification;
      text.value = [button.dataset.theirs, text.value].join("\n\n");
    }
    fieldOf(first)?.focus();
    this.saving.insist(version, first);
  }
}
