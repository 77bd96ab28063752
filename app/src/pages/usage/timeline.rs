//! When records were used how often and what for: a picture, a sentence, and the same as a table.

use crate::i18n::Locale;
use crate::text;
use domain::disclosure::history::{MonthCount, Timeline as Counted};
use domain::purpose::{Catalogue, PurposeCode};
use leptos::prelude::*;

/// How high the picture is, in units of its own; a month is ten wide.
const HEIGHT: u32 = 120;
/// What the picture is scaled to at least, so that a single use does not look like a flood.
const AT_LEAST: u32 = 4;
/// How many colours there are; purposes beyond them share the last.
const COLOURS: usize = 8;
/// How many months one word below the picture stands for: a quarter of what is shown.
const WORDS: usize = 4;

/// The timeline.
#[component]
pub(super) fn Timeline(
    /// The months, the earliest first.
    timeline: Counted,
    /// To name the purposes, and to give each its colour.
    catalogue: Catalogue,
) -> AnyView {
    let locale = Locale::current();
    let (Some(first), Some(last)) = (timeline.months.first(), timeline.months.last()) else { return ().into_any() };
    let (from, to) = (locale.month(first.month.first_day()), locale.month(last.month.first_day()));
    let total = timeline.total();
    let heading = text!("usage-timeline", from = from, to = to);
    let sentence = match timeline.purposes().first() {
        None => text!("usage-timeline-none"),
        Some((purpose, count)) => {
            text!("usage-timeline-sum", count = total, purpose = name(purpose, &catalogue), most = *count)
        }
    };
    let drawn = (total > 0).then(|| view! { <Drawn timeline=timeline.clone() catalogue=catalogue.clone() /> });
    view! {
        <section class="card stack tight" aria-labelledby="timeline" data-uses=total.to_string()>
            <h2 id="timeline">{heading}</h2>
            <p class="lead">{sentence}</p>
            {timeline.more.then(|| view! { <p class="small muted">{text!("usage-timeline-more")}</p> })}
            {drawn}
        </section>
    }
    .into_any()
}

/// The picture with what its colours mean, and the table behind a fold.
#[component]
fn Drawn(timeline: Counted, catalogue: Catalogue) -> AnyView {
    let locale = Locale::current();
    let top = timeline.months.iter().map(stacked).max().unwrap_or(0).max(AT_LEAST);
    let shown: Vec<(PurposeCode, usize)> = in_order(&timeline, &catalogue);
    let paths = shown.iter().map(|(purpose, colour)| {
        view! { <path class=format!("p{colour}") d=blocks(&timeline.months, purpose, &shown, top) /> }
    });
    let meanings = shown.iter().map(|(purpose, colour)| {
        view! {
            <li>
                <svg viewBox="0 0 12 12" width="12" height="12" focusable="false">
                    <rect class=format!("p{colour}") width="12" height="12" rx="3" />
                </svg>
                <span>{name(purpose, &catalogue)}</span>
            </li>
        }
    });
    let months = timeline.months.len();
    let every = (months / WORDS).max(1);
    let words = timeline.months.iter().step_by(every).map(|month| view! { <span>{locale.month(month.month.first_day())}</span> });
    view! {
        <div class="timeline" aria-hidden="true">
            <p class="scale small muted">
                <span>{top}</span>
                <span>"0"</span>
            </p>
            <svg viewBox=format!("0 0 {} {HEIGHT}", months * 10) preserveAspectRatio="none" focusable="false">
                {paths.collect_view()}
            </svg>
            <p class="months small muted">{words.collect_view()}</p>
            <ul class="meanings small">{meanings.collect_view()}</ul>
        </div>
        <AsTable timeline=timeline catalogue=catalogue />
    }
    .into_any()
}

/// The months in which there was a use, the latest first.
#[component]
fn AsTable(timeline: Counted, catalogue: Catalogue) -> AnyView {
    let locale = Locale::current();
    let row = |month: &MonthCount| {
        let purposes = month.purposes.iter().map(
            |(purpose, count)| view! { <li>{text!("usage-timeline-purpose", purpose = name(purpose, &catalogue), count = *count)}</li> },
        );
        view! {
            <tr>
                <th scope="row">{locale.month(month.month.first_day())}</th>
                <td>{month.uses}</td>
                <td>
                    <ul class="bare">{purposes.collect_view()}</ul>
                </td>
            </tr>
        }
    };
    let rows = timeline.months.iter().rev().filter(|month| month.uses > 0).map(row).collect_view();
    view! {
        <details class="more">
            <summary>{text!("usage-timeline-table")}</summary>
            <p class="small muted">{text!("usage-timeline-table-what")}</p>
            <table class="table timeline-table">
                <thead>
                    <tr>
                        <th scope="col">{text!("usage-timeline-month")}</th>
                        <th scope="col">{text!("usage-timeline-uses")}</th>
                        <th scope="col">{text!("usage-timeline-purposes")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
    .into_any()
}

fn name(purpose: &PurposeCode, catalogue: &Catalogue) -> String {
    // A purpose that a study names is in the catalogue; its code is better than nothing where it is not.
    catalogue.find(purpose).map_or_else(|| purpose.to_string(), |purpose| Locale::current().pick(&purpose.name))
}

/// The purposes that are shown, in the order of the catalogue, each with its colour: the same whatever the list is narrowed to.
fn in_order(timeline: &Counted, catalogue: &Catalogue) -> Vec<(PurposeCode, usize)> {
    let mut met: Vec<(PurposeCode, usize)> = timeline
        .purposes()
        .into_iter()
        .map(|(purpose, _)| {
            let place = catalogue.purposes.iter().position(|of| of.code == purpose).unwrap_or(COLOURS);
            (purpose, place.min(COLOURS - 1) + 1)
        })
        .collect();
    met.sort_by(|one, other| (one.1, &one.0).cmp(&(other.1, &other.0)));
    met
}

/// How high a month is: a use with two purposes stands in it twice, once in each colour.
fn stacked(month: &MonthCount) -> u32 {
    month.purposes.values().sum()
}

/// One block for each month in which that purpose was met, on top of those that stand below it.
fn blocks(months: &[MonthCount], purpose: &PurposeCode, order: &[(PurposeCode, usize)], top: u32) -> String {
    let mut path = String::new();
    for (index, month) in months.iter().enumerate() {
        let count = |of: &PurposeCode| month.purposes.get(of).copied().unwrap_or(0);
        let below: u32 = order.iter().take_while(|(other, _)| other != purpose).map(|(other, _)| count(other)).sum();
        let own = count(purpose);
        if own > 0 {
            // A pixel or so stays free between blocks, so that they are told apart without their colours.
            let (height, foot) = (own * HEIGHT * 10 / top, HEIGHT * 10 - below * HEIGHT * 10 / top);
            let height = height.saturating_sub(12).max(8);
            path.push_str(&format!("M{} {}.{}h7v-{}.{}h-7z", index * 10 + 1, foot / 10, foot % 10, height / 10, height % 10));
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::disclosure::history::Month;

    fn months() -> Vec<MonthCount> {
        let count = |code: &str, count| (code.parse().unwrap(), count);
        let month = |number, uses, purposes: Vec<(PurposeCode, u32)>| MonthCount {
            month: Month::new(2026, number).unwrap(),
            uses,
            purposes: purposes.into_iter().collect(),
        };
        vec![
            month(1, 2, vec![count("academic-research", 1), count("education", 1)]),
            month(2, 0, vec![]),
            month(3, 3, vec![count("education", 3)]),
        ]
    }

    #[test]
    fn a_block_stands_on_those_below_it() {
        let order = [("academic-research".parse().unwrap(), 1), ("education".parse().unwrap(), 7)];
        assert_eq!(blocks(&months(), &order[0].0, &order, 4), "M1 120.0h7v-28.8h-7z");
        assert_eq!(blocks(&months(), &order[1].0, &order, 4), "M1 90.0h7v-28.8h-7zM21 120.0h7v-88.8h-7z");
    }

    #[test]
    fn a_purpose_keeps_its_colour_whatever_else_is_shown() {
        let all = Counted { months: months(), more: false };
        let last = Counted { months: months().split_off(2), more: false };
        let colour = |timeline: &Counted| in_order(timeline, &Catalogue::version_1()).pop().unwrap();
        assert_eq!(colour(&all), ("education".parse().unwrap(), 7));
        assert_eq!(colour(&all), colour(&last));
    }
}
