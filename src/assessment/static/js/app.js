import { checkUploads } from "./upload.js";
import { submitOnce } from "./submit-once.js";
import { warnOfUnsavedChanges } from "./unsaved.js";
import { waitForDocument } from "./waiting.js";

// Uploads first: a submit that it stops must leave the buttons and the warning as they are.
checkUploads();
submitOnce();
warnOfUnsavedChanges();
waitForDocument();

const trying = document.querySelector("form[data-recalculate]");
if (trying) import("./recalculate.js").then((module) => module.recalculateOnChange(trying));
