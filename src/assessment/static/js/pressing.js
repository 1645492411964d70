/* What a press on a button does: it waits for the save that is under way, so that nobody contradicts themselves,
   and leads to two versions that are still to be chosen from.
   Without a line the page stays; where there was none a moment ago, what is changed is tried first. */

import { tellAtButtons } from "./telling.js";
import { sendByButton } from "./unsent.js";

export class Pressing {
  constructor(saving) {
    this.saving = saving;
    saving.form.addEventListener("submit", (event) => this.heed(event));
  }

  heed(event) {
    const { saving } = this;
    clearTimeout(saving.timer);
    this.takeBack();
    if (saving.contradiction.isOpen) {
      event.preventDefault();
      saving.contradiction.place.focus();
      return;
    }
    if (!navigator.onLine) {
      event.preventDefault();
      saving.failWithoutLine();
      this.refuse();
      return;
    }
    if (saving.isCut) saving.save();
    this.isSent = !saving.running;
    if (this.isSent) {
      sendByButton(saving.address);
      return;
    }
    event.preventDefault();
    saving.isWanted = false;
    const submitter = event.submitter;
    saving.running.then(() => {
      if (saving.isCut) this.refuse();
      else setTimeout(() => saving.form.requestSubmit(submitter));
    });
  }

  refuse() {
    this.told = tellAtButtons(this.saving.form, this.saving.words.offline);
  }

  takeBack() {
    this.told?.remove();
  }
}
