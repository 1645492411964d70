/* Where two people changed the same part differently: both versions side by side, until one is chosen. */

import { within } from "./parts.js";
import { sayAloud, tell } from "./telling.js";

function fieldOf(part) {
  const typed = part?.querySelector("input:checked, textarea, select, input:not([type=radio], [type=hidden])");
  return typed ?? part?.querySelector("input[type=radio]");
}

export class Contradiction {
  constructor(saving) {
    this.saving = saving;
    this.form = saving.form;
    this.place = this.form.querySelector("[data-contradiction]");
    this.given = new Map(); // what gave way, by the box that brings it back
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
    this[act](button);
  }

  close() {
    const { version, parts } = this.theirs;
    const box = this.place.querySelector("template").content.firstElementChild;
    this.theirs = null;
    this.place.replaceChildren();
    return { version, parts, box, first: this.partNamed(parts[0]) };
  }

  insist() {
    const { version, parts, first } = this.close();
    fieldOf(first)?.focus();
    this.saving.insist(version, parts, first);
  }

  putTogether() {
    for (const [name, theirs] of Object.entries(this.theirs.texts)) {
      const field = this.form.elements[name];
      field.value = [theirs, field.value].filter(Boolean).join("\n\n");
    }
    this.insist();
  }

  /* Mine can be brought back until the page is left. */
  async giveWay() {
    const { version, parts, box, first } = this.close();
    this.given.set(box, { version, parts, fields: this.saving.fieldsIn(parts) });
    fieldOf(first)?.focus();
    await this.saving.giveWay(version, parts);
    (first?.isConnected ? first : this.place).after(box);
    sayAloud(box.querySelector("[role=status]"));
  }

  bringBack(button) {
    const box = button.closest(".contradiction__settled");
    const { version, parts, fields } = this.given.get(box);
    this.given.delete(box);
    box.remove();
    this.saving.bringBack(fields, parts, version);
    fieldOf(this.partNamed(parts[0]))?.focus();
  }
}
