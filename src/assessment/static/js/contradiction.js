/* Where two people changed the same part differently: both versions side by side, until one is chosen. */

import { within } from "./parts.js";
import { tell } from "./telling.js";

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

  /* Both versions stand below the first part that they are about; what else is changed waits for the choice. */
  show(data, changed) {
    this.theirs = data;
    this.place.replaceChildren(document.createRange().createContextualFragment(data.panel));
    this.partNamed(data.parts[0])?.after(this.place);
    for (const part of changed) this.tell(part);
  }

  /** Says beside a changed part why it is not saved, with the way to where it is decided. */
  tell(part) {
    const words = within(this.theirs.parts, part) ? this.theirs.said : this.saving.words.waits;
    tell(part, words, true, `#${this.place.id}`);
  }

  partNamed(name) {
    return this.form.querySelector(`[data-part="${CSS.escape(name)}"]`);
  }

  settle(button) {
    if (!button) return;
    const act = { mine: "insist", theirs: "giveWay", both: "putTogether", back: "bringBack" }[button.dataset.settle];
    this[act]();
  }

  close() {
    const { version, parts, texts } = this.theirs;
    this.theirs = null;
    this.given = this.place.querySelector("template");
    this.place.replaceChildren();
    return { version, parts, texts, first: this.partNamed(parts[0]) };
  }

  insist() {
    const { version, first } = this.close();
    fieldOf(first)?.focus();
    this.saving.insist(version, first);
  }

  putTogether() {
    for (const [name, theirs] of Object.entries(this.theirs.texts)) {
      const field = this.partNamed(name)?.querySelector("textarea");
      if (field) field.value = [theirs, field.value].filter(Boolean).join("\n\n");
    }
    this.insist();
  }

  /* Mine can be brought back as soon as theirs is seen, until the page is left. */
  giveWay() {
    const { version, parts, first } = this.close();
    this.mine = { parts, fields: this.saving.fieldsIn(parts) };
    first?.addEventListener(
      "takenover",
      () => {
        this.place.replaceChildren(this.given.content.cloneNode(true));
        if (document.activeElement === document.body) fieldOf(first)?.focus();
      },
      { once: true },
    );
    this.saving.giveWay(version, parts);
  }

  bringBack() {
    const { parts, fields } = this.mine;
    this.place.replaceChildren();
    this.saving.bringBack(fields, parts);
    fieldOf(this.partNamed(parts[0]))?.focus();
  }
}
