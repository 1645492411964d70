/* What was typed into questions that are not asked any more: it has no place to be seen, and is sent all the same. */

function hidden(name, value) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  return field;
}

/* The longest, as one question's name may begin like another's. */
function questionOf(name, questions) {
  const bare = `${name.replace(/^seen-/, "")}-`;
  const own = questions.filter((each) => bare.startsWith(`q-${each}-`));
  return own.sort((one, other) => other.length - one.length)[0];
}

/** Gives the form an unseen part for each question that these fields [[name, value]] answer and it does not ask. */
export function addUnasked(form, fields) {
  const seen = fields.filter(([name]) => name === "shown").map(([, question]) => question);
  const isAsked = (question) => form.querySelector(`[name=shown][value="${CSS.escape(question)}"]`);
  const parts = new Map();
  for (const question of seen.filter((each) => !isAsked(each))) {
    const part = document.createElement("div");
    part.hidden = true;
    part.dataset.part = `q-${question}`;
    part.append(hidden("shown", question));
    parts.set(question, part);
  }
  for (const [name, value] of fields) parts.get(questionOf(name, seen))?.append(hidden(name, value));
  form.querySelector("[data-parts]").append(...parts.values());
  return [...parts.values()];
}
