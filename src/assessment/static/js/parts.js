/* The parts of an answer, and what is sent for them. */

/** What fields [[name, value]] say, by name: options to tick share one. */
export function byName(fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  return values;
}

/** Whether parts, by name, have this one among them; a level and that it does not apply are one claim. */
export function within(parts, part) {
  return parts.includes(saidOf(part));
}

/** What a part is called where it is compared. */
export function saidOf(part) {
  const name = part?.dataset.part;
  return name === "applies" ? "claim" : name;
}
