/* Says while a level is chosen that it has to be explained: below the minimum, two levels from the self-assessment,
   or of another view whether the criterion applies (`needs_comment` in domain/review.py decides). */

function isNeeded({ self, minimum }, level) {
  if (level === "") return false;
  if (level === "not_applicable") return self !== undefined;
  if (self === undefined) return true;
  return (minimum !== undefined && Number(level) < Number(minimum)) || Math.abs(level - self) >= 2;
}

export function sayWhatToExplain(form) {
  const look = () => {
    const place = form.querySelector("[data-explain-words]");
    const level = form.querySelector("[name=level]:checked")?.value ?? "";
    const isOpen = isNeeded(form.dataset, level) && !form.elements.comment.value.trim();
    if (isOpen === Boolean(place.textContent.trim())) return;
    place.replaceChildren();
    if (!isOpen) return;
    const words = Object.assign(document.createElement("p"), { textContent: place.dataset.explainWords });
    const body = Object.assign(document.createElement("div"), { className: "notice__body" });
    const notice = Object.assign(document.createElement("div"), { className: "notice notice--warning notice--bare" });
    body.append(words);
    notice.append(body);
    place.append(notice);
  };
  form.addEventListener("input", look);
  form.addEventListener("change", look);
  form.addEventListener("takenover", look);
  look();
}
