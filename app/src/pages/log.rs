//! The public log: how it stands, who watches it, and how anybody checks it.

use crate::components::fact::Fact;
use crate::components::heading::Heading;
use crate::components::moment::Moment;
use crate::components::prose::{Prose, Sections};
use crate::i18n::{Locale, number};
use crate::page::page_with_own_heading;
use crate::text;
use domain::actor::Operation;
use domain::clock::Date;
use domain::ports::{LogView, Published, WITNESSES_NEEDED, WitnessAnswer, WitnessView};
use leptos::prelude::*;

const WHAT: &[(&str, &str, &str)] = &[("what", "log-what", "log-what-text")];

/// The public log.
#[component]
pub fn Log() -> impl IntoView {
    page_with_own_heading("log-title", |visit| async move {
        visit.actor.may(Operation::ReadPublic)?;
        let seen = visit.ports.log.state().await?;
        let (locale, today) = (visit.locale, visit.ports.clock.now().in_tokyo().0);
        Ok(view! {
            <div class="wrap narrow stack loose">
                <Heading title="log-title" lead="log-lead" />
                <Alarms witnesses=seen.witnesses.clone() />
                <Standing seen=seen.clone() locale=locale />
                <Growth days=seen.growth.per_day(today) locale=locale />
                <Sections of=WHAT />
                <Witnesses seen=seen.clone() locale=locale />
                <Keys seen=seen.clone() />
                <HowToCheck prefix=seen.prefix />
            </div>
        })
    })
}

/// What somebody has to look at: a witness whose word does not go together with ours.
#[component]
fn Alarms(witnesses: Vec<WitnessView>) -> AnyView {
    let alarm = |witness: WitnessView| {
        let name = witness.key.name().to_owned();
        let words = match witness.answer {
            WitnessAnswer::Ahead { size } => text!("log-alarm-ahead", name = name, size = number(size)),
            WitnessAnswer::Inconsistent => text!("log-alarm-inconsistent", name = name),
            _ => text!("log-alarm-wrong", name = name),
        };
        view! {
            <div class="banner" role="alert" data-alarm=witness.answer.code()>
                <span class="tag alert">{text!("log-alarm")}</span>
                <div>
                    <strong>{words}</strong>
                    <p>{text!("log-alarm-what")}</p>
                </div>
            </div>
        }
    };
    witnesses.into_iter().filter(|witness| witness.answer.alarms()).map(alarm).collect_view().into_any()
}

/// Size, root and time, and how far enough others saw it.
#[component]
fn Standing(seen: LogView, locale: Locale) -> AnyView {
    let (witnessed, cosigners) = (seen.witnessed(), seen.cosigners());
    let Some(Published { size, root, time }) = seen.checkpoint else {
        return view! { <p class="card wash">{text!("log-none")}</p> }.into_any();
    };
    let (look, words) = if witnessed > 0 {
        ("notice ok", text!("log-witnessed", size = number(witnessed), count = cosigners))
    } else {
        ("notice warn", text!("log-pending", count = cosigners, needed = WITNESSES_NEEDED))
    };
    view! {
        <section class="stack" aria-label=text!("log-standing") data-size=size.to_string()>
            <div class="card">
                <p class="eyebrow">{text!("log-size")}</p>
                <p class="num key">{number(size)}</p>
                <dl class="facts lines">
                    <Fact term=text!("log-time")>
                        <Moment at=time locale=locale />
                    </Fact>
                    <Fact term=text!("log-root")>
                        <span class="mono leaf">{root.to_string()}</span>
                    </Fact>
                    <Fact term=text!("log-origin")>
                        <span class="mono leaf">{seen.origin}</span>
                    </Fact>
                </dl>
            </div>
            <div class=look data-witnessed=witnessed.to_string()>
                <p>{words}</p>
            </div>
        </section>
    }
    .into_any()
}

/// How many entries came of late, day by day, as bars; the figures are the words beside them.
#[component]
fn Growth(days: Vec<(Date, u64)>, locale: Locale) -> AnyView {
    let (Some((first, _)), Some((last, _))) = (days.first().copied(), days.last().copied()) else { return ().into_any() };
    let came = |latest: usize| days.iter().rev().take(latest).map(|(_, came)| came).sum::<u64>();
    if came(days.len()) == 0 {
        return ().into_any();
    }
    let facts = [("log-growth-today", 1), ("log-growth-days", 7), ("log-growth-days", days.len())];
    let facts = facts
        .map(|(term, latest)| (text!(term, days = latest), number(came(latest))))
        .map(|(term, came)| view! { <Fact term=term>{came}</Fact> });
    view! {
        <section class="stack tight" aria-labelledby="growth" data-growth=came(days.len()).to_string()>
            <h2 id="growth">{text!("log-growth")}</h2>
            <div class="card">
                <svg class="bars" viewBox=format!("0 0 {} {HEIGHT}", days.len() * 10) preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <path d=bars(&days) />
                </svg>
                <p class="ends small muted" aria-hidden="true">
                    <span>{locale.day(first)}</span>
                    <span>{locale.day(last)}</span>
                </p>
                <dl class="facts lines">{facts.collect_view()}</dl>
            </div>
        </section>
    }
    .into_any()
}

/// How high the highest bar is.
const HEIGHT: u64 = 100;

/// A bar for each day, ten wide with the gap beside it. A day on which anything came has a bar that is seen.
fn bars(days: &[(Date, u64)]) -> String {
    let most = days.iter().map(|(_, came)| *came).max().unwrap_or_default().max(1);
    let bar = |(at, (_, came)): (usize, &(Date, u64))| {
        let high = if *came == 0 { 1 } else { (came.saturating_mul(HEIGHT) / most).max(3) };
        format!("M{} {HEIGHT}v-{high}h8v{high}z", at * 10 + 1)
    };
    days.iter().enumerate().map(bar).collect()
}

/// Who watches: each witness, and what it did when it was last asked.
#[component]
fn Witnesses(seen: LogView, locale: Locale) -> AnyView {
    let signed = seen.cosigned.map(|cosigned| cosigned.by).unwrap_or_default();
    let row = |witness: WitnessView| {
        let name = witness.key.name().to_owned();
        let at = signed.iter().find(|(by, _)| *by == name).map(|(_, at)| *at);
        let look = match witness.answer {
            WitnessAnswer::Cosigned => "tag ok",
            answer if answer.alarms() => "tag alert",
            _ => "tag",
        };
        view! {
            <li>
                <div>
                    <p class="mono">
                        <strong>{name}</strong>
                    </p>
                    {at
                        .map(|at| {
                            view! {
                                <p class="small muted">
                                    {text!("log-cosigned-at")} " " <Moment at=at locale=locale />
                                </p>
                            }
                        })}
                    <p class="small mono leaf">{witness.key.to_string()}</p>
                </div>
                <span class=look>{text!(&format!("witness-{}", witness.answer.code()))}</span>
            </li>
        }
    };
    let list = if seen.witnesses.is_empty() {
        view! { <p class="card wash">{text!("log-no-witness")}</p> }.into_any()
    } else {
        view! {
            <div class="card flush">
                <ul class="rows">{seen.witnesses.into_iter().map(row).collect_view()}</ul>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="stack" id="witnesses">
            <div class="prose">
                <h2>{text!("log-witnesses")}</h2>
                <Prose text=text!("log-witnesses-text") />
            </div>
            {list}
        </section>
    }
    .into_any()
}

/// The keys, to be copied.
#[component]
fn Keys(seen: LogView) -> AnyView {
    let lines: String = seen.keys.iter().map(|key| format!("{key}\n")).collect();
    view! {
        <section class="prose" id="key">
            <h2>{text!("log-key")}</h2>
            <Prose text=text!("log-key-text") />
            <Code label=text!("log-key") text=lines />
        </section>
    }
    .into_any()
}

/// Commands and the page for receipts.
#[component]
fn HowToCheck(prefix: String) -> AnyView {
    view! {
        <section class="prose" id="check">
            <h2>{text!("log-check")}</h2>
            <Prose text=text!("log-check-text") />
            <h3>{text!("log-check-signature")}</h3>
            <Prose text=text!("log-check-signature-text") />
            <Code label=text!("log-check-signature") text=signature(&prefix) />
            <h3>{text!("log-check-tree")}</h3>
            <Prose text=text!("log-check-tree-text") />
            <details class="more">
                <summary>{text!("log-check-program")}</summary>
                <Code label=text!("log-check-program") text=root(&prefix) />
            </details>
        </section>
    }
    .into_any()
}

/// Lines to copy, which scroll by themselves.
#[component]
fn Code(label: String, text: String) -> AnyView {
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=label>
            <pre class="mono">
                <code>{text}</code>
            </pre>
        </div>
    }
    .into_any()
}

/// Checks the signature of the newest checkpoint with OpenSSL: 12 bytes before an Ed25519 key make it one that OpenSSL reads.
fn signature(prefix: &str) -> String {
    format!(
        r"curl -s {prefix}/checkpoint > checkpoint
curl -s {prefix}/key | head -1 | cut -d+ -f3- | base64 -d | tail -c 32 > raw
(printf '\060\052\060\005\006\003\053\145\160\003\041\000'; cat raw) > key.der
sed '/^$/,$d' checkpoint > body
grep '^— ' checkpoint | head -1 | cut -d' ' -f3 | base64 -d | tail -c 64 > signature
openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in body -sigfile signature"
    )
}

/// Rebuilds the root from the leaf hashes, with Python and nothing else: hashing of RFC 6962, tiles of C2SP tlog-tiles.
fn root(prefix: &str) -> String {
    ROOT.replace("PREFIX", prefix)
}

const ROOT: &str = r#"import base64, hashlib, urllib.request
log = "PREFIX/"
get = lambda path: urllib.request.urlopen(log + path).read()
origin, size, root = get("checkpoint").decode().split("\n")[:3]
size, parts = int(size), []

def join(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()

def name(tile):
    whole, last = divmod(tile, 1000)
    above = name(whole).split("/") if whole else []
    return "/".join(["x" + part.lstrip("x") for part in above] + [f"{last:03}"])

for tile in range((size + 255) // 256):
    width = min(256, size - 256 * tile)
    hashes = get(f"tile/0/{name(tile)}" + (f".p/{width}" if width < 256 else ""))
    for at in range(width):
        node, n = hashes[32 * at:32 * at + 32], 256 * tile + at
        while n % 2:
            node, n = join(parts.pop(), node), n // 2
        parts.append(node)
while len(parts) > 1:
    right = parts.pop()
    parts.append(join(parts.pop(), right))
rebuilt = base64.b64encode(parts[0] if parts else hashlib.sha256(b"").digest()).decode()
print(size, "entries:", "the root holds" if rebuilt == root else "THE ROOT DOES NOT HOLD")"#;
