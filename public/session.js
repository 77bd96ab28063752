// @ts-check
// Says two minutes before a sign-in ends by itself, and once it has ended. The page draws everything that may have to be said, hidden
// (`app/src/components/time_out.rs`); this shows, hides and fills in. Nothing on the page is lost, and the focus stays where it is.
//
// Spans come from the server. Here only the time that passes is taken, by a clock that goes on while the machine sleeps; and the server is
// asked only when somebody presses the button, as every question keeps the session alive.

/** How long before the end it is said. */
const BEFORE = 120_000;
/** The session may last so much longer than what is sure (`SESSION_SEEN_EVERY`). Before that nobody is told that it is over. */
const UNSURE = 60_000;

/** What is known of the session, by this browser's clock; `ahead` is what the server's clock is before that.
 * @typedef {{ idle: number, ends: number, latest: number, ahead: number }} Known */

const place = document.querySelector("[data-time-out]");
if (place instanceof HTMLElement) watch(place);

/** @param {DOMStringMap} drawn @returns {Known} */
function read({ idle, rest, now }) {
  const here = Date.now();
  const [lasts, latest] = [Number(idle) * 1000, here + Number(rest) * 1000];
  return { idle: lasts, ends: Math.min(here + lasts, latest), latest, ahead: Number(now) - here };
}

/** @param {HTMLElement} place */
function watch(place) {
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("session") : undefined;
  const button = /** @type {HTMLButtonElement} */ (place.querySelector("[data-do=stay]"));
  let known = read(place.dataset);
  let shown = "";
  /** What had the focus before. @type {Element | null} */
  let before = null;

  const look = () => {
    const left = known.ends - Date.now();
    const why = known.ends < known.latest ? "idle" : "latest";
    const met = left > BEFORE ? "" : left > -UNSURE ? why : "over";
    // What is in it is read aloud whenever it changes.
    if (shown === `${met} ${known.ends}`) return;
    shown = `${met} ${known.ends}`;
    const focused = place.contains(document.activeElement);
    for (const time of place.querySelectorAll("[data-value=time]")) time.textContent = clock(known.ends + known.ahead);
    show(place, met ? [met] : []);
    // What had the focus may be gone.
    const to = met ? place.querySelector(".btn:not([hidden])") : before?.isConnected ? before : document.getElementById("main");
    if (focused && to instanceof HTMLElement) to.focus({ preventScroll: true });
  };
  /** @param {Known} now */
  const learn = (now) => {
    known = now;
    look();
  };
  /** @param {Known} now */
  const tell = (now) => {
    learn(now);
    tabs?.postMessage(now);
  };

  place.addEventListener("focusin", ({ relatedTarget }) => {
    if (relatedTarget instanceof Element && !place.contains(relatedTarget)) before = relatedTarget;
  });
  button.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    try {
      // Any page keeps the session; this one is everybody's who has one. Whoever has none is sent to sign in.
      const answer = await fetch("/account");
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const drawn = page.querySelector("[data-time-out]");
      tell(drawn instanceof HTMLElement ? read(drawn.dataset) : { ...known, ends: 0 });
    } catch {
      if (shown.startsWith("idle")) show(place, ["idle", "unreached"]);
    }
    button.removeAttribute("aria-busy");
  });
  // What is done in another tab, or without leaving the page, keeps the session, too.
  tabs?.addEventListener("message", ({ data }) => void learn(data));
  new PerformanceObserver((list) => {
    const done = list.getEntries().some(({ name }) => name.startsWith(`${location.origin}/do/`));
    if (done && Date.now() < known.ends) tell({ ...known, ends: Math.min(Date.now() + known.idle, known.latest) });
  }).observe({ type: "resource" });
  document.addEventListener("visibilitychange", look);
  setInterval(look, 5_000);
  tell(known);
}

/** @param {HTMLElement} place @param {string[]} codes */
function show(place, codes) {
  for (const told of place.querySelectorAll("[data-met]")) {
    const met = told.getAttribute("data-met")?.split(" ") ?? [];
    told.toggleAttribute("hidden", !met.some((code) => codes.includes(code)));
  }
  place.hidden = !codes.length;
}

/** A time of the day in Tokyo, as the pages write it (`Locale::moment`). @param {number} at */
function clock(at) {
  const time = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Tokyo" });
  return new Intl.DateTimeFormat("en-GB", time).format(at).replace(/^0(?=\d)/, "");
}
