//! The uses to take home: the links, and what a table of them says.

use crate::i18n::{Locale, text_in};
use crate::routes::Path;
use crate::text;
use domain::clock::{Timestamp, format_date};
use domain::disclosure::history::ExportFormat;
use domain::disclosure::{UseDetails, UseView};
use domain::words::Words;
use leptos::prelude::*;

/// The links, one for each form.
#[component]
pub(super) fn TakeHome() -> AnyView {
    let link = |format: ExportFormat| {
        let code = format.code();
        view! {
            <li>
                <div>
                    <p>
                        <a href=format!("{}/export?format={code}", Path::Usage) download="">
                            {text!(&format!("usage-export-{code}"))}
                        </a>
                    </p>
                    <p class="small muted">{text!(&format!("usage-export-{code}-what"))}</p>
                </div>
            </li>
        }
    };
    view! {
        <section class="card flush" id="export">
            <div class="head">
                <h2>{text!("usage-export")}</h2>
                <p class="lead">{text!("usage-export-lead")}</p>
            </div>
            <ul class="rows">{ExportFormat::ALL.map(link).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// What stands at the head of each column of a table, in that order.
const COLUMNS: [&str; 18] = [
    "use-day",
    "use-holder",
    "use-purposes",
    "use-categories",
    "use-form",
    "use-study",
    "use-users",
    "usage-export-commercial",
    "use-recipient",
    "usage-export-records-from",
    "usage-export-records-to",
    "use-count",
    "use-review",
    "use-approval-number",
    "use-legal-basis",
    "usage-export-checked",
    "usage-export-conflict",
    "usage-export-address",
];

/// The first row of a table.
#[must_use]
pub fn heads(locale: Locale) -> Vec<String> {
    COLUMNS.map(|key| text_in(locale, key, &[])).into()
}

/// The row of a use. What its person may not see is empty, like what there is not.
#[must_use]
pub fn row(locale: Locale, of: &UseView, base_url: &str) -> Vec<String> {
    let pick = |words: &[&Words]| words.iter().map(|words| locale.pick(words)).collect::<Vec<_>>().join("; ");
    let mut cells = vec![
        format_date(of.disclosed_at.in_tokyo().0),
        of.holder.as_ref().map(|holder| locale.pick(&holder.name)).unwrap_or_default(),
        pick(&of.purposes.iter().map(|purpose| &purpose.name).collect::<Vec<_>>()),
        pick(&of.categories.iter().map(|category| &category.name).collect::<Vec<_>>()),
        text_in(locale, &format!("form-{}", of.form.code()), &[]),
    ];
    match &of.details {
        Some(details) => cells.extend(details_of(locale, details)),
        None => cells.resize(COLUMNS.len() - 2, String::new()),
    }
    let conflict = of.conflict().map(|kind| text_in(locale, &format!("conflict-{}", kind.code()), &[]));
    cells.push(conflict.unwrap_or_default());
    cells.push(format!("{base_url}{}", Path::Use(of.id)));
    cells
}

fn details_of(locale: Locale, details: &UseDetails) -> [String; 11] {
    let registered = &details.study.registration;
    let users: Vec<String> = registered.users.iter().map(|user| locale.pick(&user.name)).collect();
    let commercial = if details.study.commercial() { "usage-export-yes" } else { "usage-export-no" };
    let (from, to) = details.records.map_or_else(Default::default, |(from, to)| (format_date(from), format_date(to)));
    [
        locale.pick(&registered.title),
        users.join("; "),
        text_in(locale, commercial, &[]),
        details.recipient.clone(),
        from,
        to,
        details.record_count.map(|count| count.to_string()).unwrap_or_default(),
        locale.pick(&registered.review.body),
        registered.review.approval_number.clone(),
        locale.pick(&registered.legal_basis),
        details.checked_at.map(minute_in_tokyo).unwrap_or_default(),
    ]
}

/// `2026-11-22 10:14`, as spreadsheets read it.
fn minute_in_tokyo(at: Timestamp) -> String {
    let (day, (hour, minute, _)) = at.in_tokyo();
    format!("{} {hour:02}:{minute:02}", format_date(day))
}

/// What the file is called.
#[must_use]
pub fn file_name(format: ExportFormat, now: Timestamp) -> String {
    let extension = match format {
        ExportFormat::Csv => "csv",
        ExportFormat::Json | ExportFormat::Fhir => "json",
    };
    let kind = if format == ExportFormat::Fhir { "-fhir" } else { "" };
    format!("hikae-uses{kind}-{}.{extension}", format_date(now.in_tokyo().0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Person, uses};

    #[test]
    fn every_row_has_a_cell_for_each_column_whatever_is_told() {
        for of in uses(Person::Patient) {
            for locale in Locale::ALL {
                assert_eq!(row(locale, &of, "https://hikae.example").len(), heads(locale).len());
            }
        }
    }

    #[test]
    fn a_use_in_general_terms_leaves_the_rest_empty() {
        let generic = uses(Person::Patient).into_iter().find(|of| of.details.is_none()).unwrap();
        let cells = row(Locale::En, &generic, "https://hikae.example");
        assert!(cells[..5].iter().all(|cell| !cell.is_empty()));
        assert!(cells[5..17].iter().all(String::is_empty));
    }
}
