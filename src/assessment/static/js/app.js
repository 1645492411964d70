import { checkUploads } from "./upload.js";
import { growTables } from "./rows.js";
import { saveWhileTyping } from "./autosave.js";
import { submitOnce } from "./submit-once.js";
import { warnOfUnsavedChanges } from "./unsaved.js";
import { waitForDocument } from "./waiting.js";

// Uploads first, then what still has to be saved: a submit that they stop must leave the buttons and the
// warning as they are.
checkUploads();
growTables();
saveWhileTyping();
submitOnce();
warnOfUnsavedChanges();
waitForDocument();
if (document.querySelector("[data-mention]")) import("./mentions.js").then((module) => module.offerMentions());
