/* Saves each answer as it is typed and says so beside it. What is not saved yet is kept in this browser. */

import { Contradiction } from "./contradiction.js";
import { byName, saidOf, within } from "./parts.js";
import { Pressing } from "./pressing.js";
import { refreshSoon } from "./refresh.js";
import { ensureRows } from "./rows.js";
import { renew } from "./session.js";
import { clearFaults, isToldBeside, tell, tellFault } from "./telling.js";
import { addUnasked } from "./unasked.js";
import {
  drop,
  forgetSaved,
  holdWhatIsKept,
  keep,
  keepUntilLeft,
  send,
  sendWhatWaits,
  takeOver,
} from "./unsent.js";

const PAUSE = 800; // milliseconds after the last key
const LONGEST_PAUSE = 30000;
const KEEPALIVE_LIMIT = 60000; // characters that a browser still sends while the page goes away

/* Until the line is back, or so many milliseconds. */
function lineOr(pause) {
  return new Promise((done) => {
    setTimeout(done, pause);
    addEventListener("online", done, { once: true });
  });
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.address = new URL(form.action).pathname;
    this.words = form.dataset;
    this.pause = PAUSE;
    this.isAsSent = "asSent" in form.dataset;
    this.isKept = true;
    this.running = null;
    this.versions = new Map(); // parts that were seen at another version than the form's, with its number
    this.contradiction = new Contradiction(this);
    this.pressing = new Pressing(this);
    this.state = form.querySelector("[data-save-state]");
    form.addEventListener("input", (event) => this.note(event.target, this.pause));
    form.addEventListener("change", (event) => this.note(event.target, 0));
    form.addEventListener("takenover", (event) => this.catchUp(event.target, event.detail));
    form.addEventListener("formdata", ({ formData }) => {
      for (const [part, version] of this.versions) formData.append("part_version", `${part}:${version}`);
    });
  }

  get changed() {
    return [...this.form.querySelectorAll("[data-changed]")];
  }

  fields() {
    const outside = new Set(
      [...this.form.querySelectorAll("[data-not-autosaved] [name], button")].map((each) => each.name),
    );
    const typed = [...new FormData(this.form)].filter(
      ([name, value]) => typeof value === "string" && name !== "csrf_token" && !outside.has(name),
    );
    return typed;
  }

  /* Of an answer the page knows which version it shows; of a form without versions, what stood in each field. */
  get version() {
    return Number(this.form.elements.version?.value ?? 0);
  }

  set version(value) {
    if (this.form.elements.version) this.form.elements.version.value = value;
  }

  compareWith(fields) {
    for (const [name, text] of fields) {
      if (name.startsWith("seen-") && this.form.elements[name]) this.form.elements[name].value = text;
    }
  }

  async begin() {
    const use = (entry) => (this.isAsSent ? this.goOnWith(entry) : this.takeUp(entry));
    const isTaken = await takeOver(this.address, use);
    if (this.isAsSent && !isTaken) this.goOnWith(null);
  }

  /* What was left here unsaved goes back into the fields; the other parts are shown as they are saved by now. */
  takeUp(entry) {
    const values = byName(entry.fields);
    const left = entry.parts.map((name) => (name === "applies" ? "claim" : name));
    const isLeft = (part) => within(left, part);
    const others = [...this.form.querySelectorAll("[data-part]")].filter((part) => !isLeft(part)).map(saidOf);
    const shown = this.version;
    ensureRows(this.form, values.keys());
    const here = JSON.stringify(this.fields());
    const asked = new Set(values.get("shown"));
    for (const part of addUnasked(this.form, entry.fields)) this.mark(part, this.words.kept);
    for (const field of this.form.elements) {
      const part = field.closest("[data-part]");
      if (!field.name || !isLeft(part) || field.type === "file" || field.type === "hidden") continue;
      const question = part.querySelector("[name=shown]");
      if (question && !asked.has(question.value) && !values.has(field.name)) continue; // was not there to be emptied
      this.putBack(field, values.get(field.name) ?? []);
    }
    if (JSON.stringify(this.fields()) === here) return;
    this.version = values.get("version")?.[0] ?? "0";
    this.versions.clear();
    this.lookBack(entry.fields);
    for (const part of others) this.versions.set(part, shown);
    this.compareWith(entry.fields.filter(([name]) => isLeft(this.partOf(name.replace(/^seen-/, "")))));
    this.say(this.words.kept);
    this.store();
    this.schedule(0);
  }

  /* The page shows what a button sent and the server did not save: so it stays until somebody goes on. */
  goOnWith(entry) {
    for (const part of this.form.querySelectorAll("[data-part]")) {
      if (entry?.parts?.includes(part.dataset.part) ?? true) this.mark(part, this.words.typing);
    }
    this.say(this.words.typing);
    this.lookBack(entry?.fields ?? []);
    this.remember(entry ?? this.entry());
  }

  lookBack(fields) {
    for (const [name, value] of fields) {
      if (name !== "part_version") continue;
      const [part, version] = value.split(/:(?=\d+$)/);
      this.versions.set(part, Number(version));
    }
  }

  putBack(field, values) {
    const isTick = field.type === "radio" || field.type === "checkbox";
    const isSame = isTick ? field.checked === values.includes(field.value) : field.value === (values[0] ?? "");
    if (isSame) return;
    if (isTick) field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
    this.mark(field.closest("[data-part]"), this.words.kept);
  }

  note(field, pause) {
    const part = field.closest("[data-part]");
    if (!part) return;
    if (field.type === "file") {
      tell(part, field.files.length ? this.words.file : "");
      this.warn();
      return;
    }
    this.isAsSent = false;
    this.mark(part, this.words.typing);
    this.store();
    this.schedule(pause);
  }

  entry() {
    const unsaved = this.form.querySelectorAll("[data-changed], [data-refused]");
    const parts = [...unsaved].map((part) => part.dataset.part);
    const fields = this.fields();
    return { title: this.words.autosave, page: location.pathname, fields, parts, at: Date.now() };
  }

  store() {
    this.remember(this.entry());
  }

  remember(entry) {
    this.isKept = keep(this.address, entry);
    this.warn();
  }

  /* A chosen file is sent by a button alone, and no page can keep it. */
  warn() {
    const holdsFile = [...this.form.elements].some((field) => field.files?.length);
    this.form.toggleAttribute("data-unsaved-warning", holdsFile || !this.isKept);
  }

  mark(part, text) {
    part.dataset.changed = Date.now();
    delete part.dataset.awaited;
    delete part.dataset.refused;
    if (this.contradiction.isOpen) this.contradiction.tell(part);
    else tell(part, text);
  }

  say(text, isFault = false) {
    if (this.state.textContent !== text) this.state.textContent = text;
    this.state.classList.toggle("save-state--fault", isFault);
    this.state.classList.toggle("visually-hidden", isToldBeside(this.form, text));
  }

  schedule(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  async save(options = {}) {
    clearTimeout(this.timer);
    if (this.running) {
      this.isWanted = true;
      return;
    }
    const parts = this.changed.map((part) => [part, part.dataset.changed]);
    if (!parts.length || this.contradiction.isOpen || this.isYielding || this.isAsSent) return;
    for (const [part] of parts) tell(part, this.words.saving);
    this.running = this.exchange(this.fields(), parts, options);
    await this.running;
    this.running = null;
    if (this.isWanted) {
      this.isWanted = false;
      this.schedule(0);
    }
  }

  async exchange(fields, parts, options) {
    try {
      const answer = await send(this.address, fields, options);
      this.isCut = false;
      await this.heed(answer, parts);
    } catch {
      this.isCut = true;
      this.fail(parts, this.words.offline);
    }
  }

  async heed({ status, data }, parts) {
    if (data?.state === "saved") this.saved(data, parts);
    else if (data?.state === "conflict") this.contradict(data, parts);
    else if (data?.state === "stale") await this.renewed(parts);
    else if (data && status < 500 && status !== 429) this.stop(parts, data.said);
    else this.fail(parts, this.words.failed);
  }

  saved(data, parts) {
    this.pause = PAUSE;
    this.pressing.takeBack();
    this.seeAsSaved(data);
    this.version = data.version;
    this.compareWith(Object.entries(data.seen ?? {}));
    const words = (fault) => this.words.fault.replace("{why}", fault.text);
    for (const [part, since] of parts) {
      if (part.dataset.changed !== since) continue; // typed on meanwhile: the next save tells
      const faults = data.errors.filter((error) => this.partOf(error.name) === part);
      clearFaults(part);
      part.toggleAttribute("data-refused", faults.length > 0);
      if (faults.length) tellFault(part, faults.map((fault) => fault.name), words(faults[0]));
      else tell(part, data.said);
      delete part.dataset.changed;
    }
    const fault = data.errors[0];
    this.say(fault ? words(fault) : data.said, Boolean(fault));
    if (!fault && !this.changed.length) drop(this.address);
    else this.store();
    refreshSoon(this.form, this.versions.keys());
  }

  /* What was sent stands there now, but for what others changed and what its field does not take. */
  seeAsSaved({ others, errors }) {
    const differing = [...others, ...errors.map((error) => saidOf(this.partOf(error.name)))];
    for (const part of this.versions.keys()) if (!differing.includes(part)) this.versions.delete(part);
    this.seeLess(differing.filter(Boolean));
  }

  /* A part now shows what the server had in this version. */
  catchUp(part, version) {
    if ((version ?? this.version) === this.version) this.versions.delete(saidOf(part));
    else this.versions.set(saidOf(part), version);
    if (this.changed.length) this.schedule(PAUSE);
  }

  partOf(name) {
    const field = this.form.querySelector(`[data-part] [name="${CSS.escape(name)}"]`);
    return field?.closest("[data-part]") ?? this.form.querySelector(`[data-part="${CSS.escape(name)}"]`);
  }

  fail(parts, text) {
    for (const [part] of parts) tell(part, text, true);
    this.say(text, true);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    this.schedule(this.pause);
  }

  failWithoutLine() {
    if (!this.changed.length || this.contradiction.isOpen) return;
    this.fail(this.changed.map((part) => [part]), this.words.offline);
  }

  /* The server will not take it as things are; it stays in this browser. */
  stop(parts, text) {
    for (const [part] of parts) tell(part, text, true);
    this.say(text, true);
  }

  /* Somebody has signed in again in another tab. */
  async renewed(parts) {
    const outcome = await renew();
    if (outcome === "renewed") this.schedule(0);
    else if (outcome === "other") this.stop(parts, this.words.somebodyElse);
    else this.fail(parts, this.words.failed);
  }

  contradict(data, parts) {
    this.contradiction.show(data, parts.map(([part]) => part));
    this.say(data.said, true);
  }

  /* What is written here counts, over the version that contradicts it in these parts. */
  insist(version, parts, part) {
    for (const each of parts) this.versions.set(each, version);
    this.mark(part ?? this.changed[0], this.words.typing);
    this.store();
    this.schedule(0);
  }

  /* Of these parts the other version counts. Until the page shows it an older one is seen, of the other parts as
     well: whoever sends that says so. Where the page cannot be had, what the server says to a save tells why. */
  async giveWay(version, parts) {
    const all = [...this.form.querySelectorAll("[data-part]")];
    this.seeLess(all.map(saidOf));
    this.version = version;
    const given = all.filter((part) => within(parts, part));
    for (const part of given) {
      delete part.dataset.changed;
      delete part.dataset.refused;
      part.dataset.awaited = "";
    }
    if (this.form.querySelector("[data-changed], [data-refused]")) this.store();
    else drop(this.address);
    this.tellAll(given, "");
    this.isYielding = true;
    for (let pause = PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      const outcome = await refreshSoon(this.form, all.map((part) => part.dataset.part), 0);
      if (outcome !== "later") break;
      this.tellAll(given, this.words.follows);
      await lineOr(pause);
    }
    this.isYielding = false;
    this.tellAll(given, "");
    if (this.changed.length) this.schedule(PAUSE);
  }

  tellAll(parts, text) {
    for (const part of parts.filter((each) => each.isConnected)) tell(part, text, true);
    this.say(text, true);
  }

  fieldsIn(parts) {
    const isIn = (name, value) => (name === "shown" ? parts.includes(`q-${value}`) : within(parts, this.partOf(name)));
    return this.fields().filter(([name, value]) => isIn(name, value));
  }

  /* These parts say again what they said before another version came: that one was seen, and no later one is
     overruled unseen. */
  bringBack(fields, parts, version) {
    const values = byName(fields);
    for (const part of addUnasked(this.form, fields)) this.versions.set(saidOf(part), version);
    ensureRows(this.form, values.keys());
    for (const part of this.form.querySelectorAll("[data-part]")) {
      if (!within(parts, part)) continue;
      const name = saidOf(part);
      if (this.versions.has(name)) this.versions.set(name, Math.max(version, this.versions.get(name)));
      this.mark(part, this.words.typing);
    }
    for (const field of this.form.elements) {
      if (!field.name || ["file", "hidden"].includes(field.type)) continue;
      if (within(parts, field.closest("[data-part]"))) this.putBack(field, values.get(field.name) ?? []);
    }
    this.store();
    this.schedule(0);
  }

  seeLess(parts) {
    for (const part of parts) {
      if (!this.versions.has(part)) this.versions.set(part, this.version);
    }
  }

  leave() {
    const isSmall = JSON.stringify(this.fields()).length < KEEPALIVE_LIMIT;
    if (this.changed.length && !this.running && !this.pressing.isSent && isSmall) this.save({ keepalive: true });
  }
}

export async function saveWhileTyping() {
  const forms = [...document.querySelectorAll("form[data-autosave]")].map((form) => new Autosave(form));
  const own = new Set(forms.map((each) => each.address));
  addEventListener("pagehide", () => forms.forEach((each) => each.leave()));
  addEventListener("pageshow", () => forms.forEach((each) => (each.pressing.isSent = false)));
  addEventListener("online", () => {
    for (const each of forms) {
      each.pressing.takeBack();
      each.changed.length ? each.schedule(0) : each.begin();
    }
    sendWhatWaits(own);
  });
  // Back from another tab, where somebody may have signed in again.
  addEventListener("focus", () => forms.filter((each) => each.changed.length).forEach((each) => each.schedule(0)));
  const givingWay = document.querySelector("[data-gives-way]");
  if (forms.length || givingWay) holdWhatIsKept();
  await forgetSaved();
  for (const each of forms) each.begin();
  if (givingWay) own.add(keepUntilLeft(givingWay));
  sendWhatWaits(own);
}
