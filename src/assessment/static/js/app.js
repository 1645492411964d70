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

const trying = document.querySelector("form[data-recalculate]");
if (trying) import("./recalculate.js").then((module) => module.recalculateOnChange(trying));
if (document.querySelector("[data-live]")) import("./staying.js").then((found) => found.stayOnThePage());
if (document.querySelector("[data-drop]")) import("./dropping.js").then((found) => found.takeDroppedFiles());
if (document.querySelector("[data-mention]")) import("./mentions.js").then((module) => module.offerMentions());

// What few pages need is fetched there alone.
const passkeys = document.querySelectorAll("form[data-passkey]");
if (passkeys.length) import("./passkeys.js").then(({ offerPasskeys }) => offerPasskeys(passkeys));
const late = document.querySelector("form[data-send-again]");
if (late) import("./session.js").then(({ sendAgain }) => sendAgain(late));
const print = document.querySelector("[data-print]");
if (print) import("./printing.js").then(({ offerPrinting }) => offerPrinting(print));
const every = document.querySelector("[data-choose-all]");
if (every) import("./choosing.js").then(({ chooseAll }) => chooseAll(every));
const keys = document.querySelector("[data-review-keys]");
if (keys) import("./review-keys.js").then(({ listenToKeys }) => listenToKeys(keys));
const explained = document.querySelector("form[data-explain]");
if (explained) import("./explaining.js").then(({ sayWhatToExplain }) => sayWhatToExplain(explained));
const naming = document.querySelector("form[data-cluster-names]");
if (naming) import("./naming.js").then(({ suggestNames }) => suggestNames(naming));
if (document.querySelector("[data-follow]")) import("./following.js").then(({ followWork }) => followWork());
