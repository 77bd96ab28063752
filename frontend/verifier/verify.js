// @ts-check
// Verifies receipts in the page, on /decisions/{n} and /verify. The page draws everything, with all that may have to be
// said hidden in it (`data-met="<code> …"`), as for islands; this shows, hides and fills in. The rules are in the module
// beside it, which is fetched when somebody verifies, and never before. Nothing of a receipt is sent anywhere.

// The version of all static files, so that the three of them are always those of one build.
const version = new URL(import.meta.url).search;

/** @typedef {(receipt: string, keys: string, witnesses: string) => string} Verify */
/** @type {Promise<Verify> | undefined} */
let loading;

/** @returns {Promise<Verify>} */
function verifier() {
  loading ??= import(`./verifier.js${version}`).then(async (module) => {
    await module.default({ module_or_path: new URL(`verifier_bg.wasm${version}`, import.meta.url) });
    return module.verify;
  });
  loading.catch(() => (loading = undefined));
  return loading;
}

for (const root of document.querySelectorAll("[data-verify]")) {
  if (root instanceof HTMLElement) wake(root);
}

/** The page leads somewhere from now on. @param {HTMLElement} root */
function wake(root) {
  const form = root.querySelector("form");
  const file = /** @type {HTMLInputElement | null} */ (root.querySelector("input[type=file]"));
  const text = /** @type {HTMLTextAreaElement | null} */ (root.querySelector("[name=receipt]"));
  for (const waiting of root.querySelectorAll("[disabled]")) waiting.removeAttribute("disabled");
  for (const waiting of root.querySelectorAll("[data-awake]")) waiting.removeAttribute("hidden");
  root.querySelector("[data-do=print]")?.addEventListener("click", () => window.print());
  root.querySelector("[data-do=verify]")?.addEventListener("click", () => {
    void tell(root, root.querySelector("[data-receipt]")?.textContent ?? "");
  });
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void tell(root, text?.value ?? "");
  });
  const take = async (/** @type {File | undefined} */ taken) => {
    // No receipt is as long as that; whatever it is, it is not read.
    if (!taken || !text) return;
    text.value = taken.size > 65_536 ? "" : await taken.text();
    await tell(root, text.value);
  };
  // What is typed or pasted is not what stands in the file named above it.
  text?.addEventListener("input", () => {
    if (file) file.value = "";
  });
  file?.addEventListener("change", () => void take(file.files?.[0]));
  // What is dropped beside the field would be opened by the browser, and the page would be gone.
  root.addEventListener("dragover", (event) => event.preventDefault());
  root.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  });
  if (text && location.hash.startsWith("#receipt=")) {
    text.value = unfolded(location.hash.slice("#receipt=".length));
    // What was said stays out of the history of the browser.
    history.replaceState(null, "", location.pathname);
    void tell(root, text.value);
  }
}

/** The text of a receipt from a printed code; folded by `app/src/components/proof.rs`. @param {string} folded */
function unfolded(folded) {
  try {
    return decodeURIComponent(folded.replaceAll("~", "\n").replaceAll("_", " "));
  } catch {
    return folded;
  }
}

/** Verifies, and says what came of it. @param {HTMLElement} root @param {string} text */
async function tell(root, text) {
  const own = /** @type {HTMLTextAreaElement | null} */ (root.querySelector("[name=key]"))?.value.trim();
  const { keys = "", witnesses = "", needed = "2" } = root.dataset;
  root.setAttribute("aria-busy", "true");
  try {
    const verify = await verifier();
    // Mail programs and editors change the ends of lines, which say nothing.
    const receipt = text.replaceAll(/\r\n?/g, "\n").trim() + "\n";
    const began = performance.now();
    const answer = read(verify(receipt, own || keys, witnesses));
    const leaf = leafOf(receipt);
    root.dataset.millis = (performance.now() - began).toFixed(2);
    fill(root, Object.assign(claimed(receipt), answer), leaf);
    show(root, answer.fault ? failing(answer, leaf) : holding(root, answer, leaf, Number(needed), Boolean(own)));
  } catch {
    show(root, ["unavailable"]);
  }
  root.removeAttribute("aria-busy");
  const outcome = root.querySelector("[data-outcome]:not([hidden])");
  if (outcome instanceof HTMLElement) outcome.focus();
}

/** @typedef {{ [name: string]: string } & { seen: { name: string, time: number }[] }} Answer */

/** What the module says: lines of a name and a value. @param {string} lines */
function read(lines) {
  /** @type {any} */
  const answer = { seen: [] };
  for (const line of lines.split("\n")) {
    const [name, ...rest] = line.split(" ");
    if (name === "seen") answer.seen.push({ time: Number(rest[0]), name: rest.slice(1).join(" ") });
    else answer[name] = rest.join(" ");
  }
  return /** @type {Answer} */ (answer);
}

/** What a receipt says of itself: for one that does not hold, and shown only as far as the signature is right. @param {string} receipt */
function claimed(receipt) {
  const [, position, origin, size] = /^index (\d+)\n[^]*?\n\n(.+)\n(\d+)$/m.exec(receipt) ?? [];
  return { position: position ?? "", origin: origin ?? "", size: size ?? "" };
}

/** The leaf that a receipt carries, if it is written as the log writes (RFC 8785). @param {string} receipt @returns {any} */
function leafOf(receipt) {
  try {
    const bytes = atob(/^extra (\S+)$/m.exec(receipt)?.[1] ?? "");
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
    const leaf = JSON.parse(text);
    return leaf?.v === 1 && canonical(leaf) === text ? leaf : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 8785 is what `JSON.stringify` writes, with the members in the order of their names. @param {any} value @returns {string} */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join()}}`;
}

/**
 * The codes of a receipt that holds.
 * @param {HTMLElement} root @param {Answer} answer @param {any} leaf @param {number} needed @param {boolean} own
 */
function holding(root, answer, leaf, needed, own) {
  const codes = ["holds", "steps", "leaf-ok", "included-ok", "signed-ok", own ? "own-key" : "our-key"];
  const names = new Set(answer.seen.map((witness) => witness.name));
  codes.push(names.size >= needed ? "witnessed" : "pending");
  if (names.size) codes.push("seen");
  if (leaf?.kind !== "decision") return [...codes, leaf ? "no-decision" : "unreadable"];
  const { stance, scope, channel, actor, time, effective } = leaf;
  const about = `${stance}:${scope}`;
  const known = root.querySelector(`[data-met="${CSS.escape(about)}"]`);
  codes.push("decision", known ? about : `${stance}:${scope.split(":")[0]}`, `channel-${channel}`, `by-${actor}`);
  if (time !== effective) codes.push("earlier");
  return codes;
}

/** The codes of one that does not. @param {Answer} answer @param {any} leaf */
function failing(answer, leaf) {
  const { about } = answer;
  const beside = ["not-included", "beyond-checkpoint"].includes(answer.fault);
  // What can no more be read was changed itself; else it may as well be its number or the proof.
  const fault = beside && !leaf ? "leaf-changed" : answer.fault;
  // In this order it is verified: signature, inclusion, leaf. What was not come to is not said to be right.
  const steps = {
    "not-included": ["signed-ok", "included-bad"],
    "beyond-checkpoint": ["signed-ok", "included-bad"],
    "leaf-changed": ["signed-ok", "leaf-bad"],
    "other-log": ["signed-bad"],
    "unknown-key": ["signed-bad"],
    "retired-key": ["signed-bad"],
    "bad-signature": ["signed-bad"],
    "bad-cosignature": ["signed-bad"],
  };
  const met = /** @type {Record<string, string[]>} */ (steps)[fault];
  return ["fails", `fault-${fault}`, `part-${about}`, ...(met ? ["steps", ...met] : [])];
}

/** @param {HTMLElement} root @param {string[]} codes */
function show(root, codes) {
  for (const told of root.querySelectorAll("[data-met]")) {
    const met = told.getAttribute("data-met")?.split(" ") ?? [];
    told.toggleAttribute("hidden", !met.some((code) => codes.includes(code)));
  }
}

/** A moment in Tokyo, as the pages write it (`Locale::moment`). @param {string} language @param {Date} at */
function moment(language, at) {
  const english = parts("en-GB", at);
  const time = `${Number(english.hour)}:${english.minute}`;
  if (language !== "ja") return `${english.day} ${english.month} ${english.year}, ${time}`;
  const { era, year, month, day } = parts("ja-JP-u-ca-japanese", at);
  return `${english.year}年（${era}${year}年）${Number.parseInt(month ?? "")}月${Number.parseInt(day ?? "")}日 ${time}`;
}

/** @param {string} locale @param {Date} at @returns {{ [part: string]: string }} */
function parts(locale, at) {
  const day = /** @type {const} */ ({ year: "numeric", month: "long", day: "numeric" });
  const time = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Tokyo" });
  const pieces = new Intl.DateTimeFormat(locale, { ...day, ...time }).formatToParts(at);
  return Object.fromEntries(pieces.map(({ type, value }) => [type, value]));
}

/** Fills in numbers and times, in the language of the page. @param {HTMLElement} root @param {Answer} answer @param {any} leaf */
function fill(root, answer, leaf) {
  const language = document.documentElement.lang;
  const number = new Intl.NumberFormat(language);
  const time = (/** @type {string | number | undefined} */ at) => (at === undefined ? "" : moment(language, new Date(at)));
  const { size, position, origin, imprint, about } = answer;
  const said = leaf?.kind === "decision" ? leaf : {};
  /** @type {Record<string, string>} */
  const values = {
    size: number.format(Number(size)),
    position: number.format(Number(position)),
    witnesses: number.format(new Set(answer.seen.map((witness) => witness.name)).size),
    seen: answer.seen.map((witness) => `${witness.name} (${time(witness.time)})`).join(", "),
    time: time(said.time),
    effective: time(said.effective),
    scope: said.scope,
    kind: leaf?.kind,
    ...{ origin, imprint, about },
  };
  for (const place of root.querySelectorAll("[data-value]")) {
    place.textContent = values[place.getAttribute("data-value") ?? ""] ?? "";
  }
}
