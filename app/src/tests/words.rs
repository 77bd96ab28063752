//! Every key in every language; every key that is used is defined, and every one that is defined is used.

use crate::i18n::Locale;
use crate::side::has_words;
use domain::account::NoticeKind;
use domain::actor::{OperatorRole, StaffRole};
use domain::approval;
use domain::category::Form;
use domain::choice::{Channel, DecidedBy};
use domain::desk::{Act, FoundBy, Proof, Source};
use domain::disclosure::Conflict;
use domain::disclosure::case::{CaseStatus, NoteBy};
use domain::disclosure::report::{ClinicianRole, DisplayReason};
use domain::disclosure::review::Standing;
use domain::failure::Problem;
use domain::holder::SourceKind;
use domain::purpose::Catalogue;
use domain::study::Status;
use domain::study::draft::{Field, Flaw};
use domain::study::search::Stage;
use std::collections::BTreeSet;
use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn files_under(folder: &Path, extension: &str) -> Vec<std::path::PathBuf> {
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_under(&path, extension));
        } else if path.extension().is_some_and(|of| of == extension) {
            found.push(path);
        }
    }
    found
}

/// The keys of a language: what stands at the beginning of a line, before ` =`.
fn defined(locale: Locale) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for file in files_under(&Path::new(ROOT).join("locales").join(locale.code()), "ftl") {
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            if line.starts_with(|c: char| c.is_ascii_lowercase())
                && let Some((key, _)) = line.split_once(" =")
            {
                assert!(keys.insert(key.to_owned()), "{}: {key} is defined twice", file.display());
            }
        }
    }
    keys
}

/// Keys that are made from codes.
fn families() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    keys.extend(Problem::ALL.iter().map(|problem| format!("problem-{}", problem.code())));
    keys.extend(NoticeKind::ALL.iter().map(|kind| format!("notice-{}", kind.code())));
    keys.extend(Form::ALL.iter().flat_map(|form| [format!("form-{}", form.code()), format!("form-{}-why", form.code())]));
    keys.extend(["code", "security", "news"].iter().flat_map(|kind| ["subject", "text"].map(|part| format!("mail-{kind}-{part}"))));
    keys.insert("mail-foot".to_owned());
    let exports = domain::disclosure::history::ExportFormat::ALL.iter();
    keys.extend(exports.flat_map(|format| ["", "-what"].map(|suffix| format!("usage-export-{}{suffix}", format.code()))));
    keys.extend(domain::ports::RowFault::ALL.iter().map(|fault| format!("letters-fault-{}", fault.code())));
    keys.extend(approval::Kind::ALL.iter().flat_map(|kind| ["", "-what"].map(|suffix| format!("approval-{}{suffix}", kind.code()))));
    keys.extend(approval::Outcome::ALL.iter().map(|outcome| format!("approval-outcome-{}", outcome.code())));
    keys.extend(approval::Paper::ALL.iter().map(|paper| format!("paper-{}", paper.code())));
    keys.extend(domain::proxy::ProxyRole::ALL.iter().map(|role| format!("proxy-role-{}", role.code())));
    keys.extend(SourceKind::ALL.iter().map(|kind| format!("source-{}", kind.code())));
    keys.extend(Channel::ALL.iter().map(|channel| format!("channel-{}", channel.code())));
    keys.extend(DecidedBy::ALL.iter().map(|who| format!("decided-by-{}", who.code())));
    keys.extend(Conflict::ALL.iter().flat_map(|kind| [format!("conflict-{}", kind.code()), format!("conflict-{}-why", kind.code())]));
    keys.extend(Conflict::ALL.iter().flat_map(|kind| ["", "-why"].map(|suffix| format!("conflict-kind-{}{suffix}", kind.code()))));
    keys.extend(CaseStatus::ALL.iter().map(|status| format!("conflict-status-{}", status.code())));
    keys.extend(NoteBy::ALL.iter().map(|by| format!("conflict-note-{}", by.code())));
    keys.extend(domain::disclosure::report::RowFault::ALL.iter().map(|fault| format!("report-fault-{}", fault.code())));
    keys.extend(domain::inquiry::Kind::ALL.iter().map(|kind| format!("inquiry-kind-{}", kind.code())));
    let statuses = domain::inquiry::Status::ALL.iter();
    keys.extend(statuses.flat_map(|status| ["", "-what"].map(|suffix| format!("inquiry-status-{}{suffix}", status.code()))));
    let roles = StaffRole::ALL.map(StaffRole::code).into_iter().chain(OperatorRole::ALL.map(OperatorRole::code));
    keys.extend(roles.flat_map(|role| [format!("role-{role}"), format!("role-{role}-why")]));
    // A draft is nobody's to see.
    keys.extend(Status::ALL.iter().filter(|status| **status != Status::Draft).map(|status| format!("study-status-{}", status.code())));
    keys.extend([Status::Ended, Status::Deleted].iter().map(|status| format!("study-status-{}-on", status.code())));
    keys.extend(Stage::ALL.iter().map(|stage| format!("studies-stage-{}", stage.code())));
    keys.extend(Field::ALL.iter().map(|field| format!("draft-{}", field.code())));
    keys.extend(Flaw::ALL.iter().map(|flaw| format!("flaw-{}", flaw.code())));
    keys.extend(Catalogue::version_1().purposes.iter().map(|purpose| format!("purpose-{}-why", purpose.code)));
    keys.extend(FoundBy::ALL.iter().flat_map(|way| ["found-by", "looked-by"].map(|of| format!("{of}-{}", way.code()))));
    keys.extend(Act::ALL.iter().map(|act| format!("desk-act-{}", act.code())));
    keys.extend(domain::log::receipt::ReceiptFault::CODES.iter().chain(&["bad-key"]).map(|code| format!("receipt-fault-{code}")));
    keys.extend(["leaf", "index", "proof", "checkpoint"].map(|part| format!("receipt-part-{part}")));
    keys.extend(["leaf-bad", "included-bad", "signed-bad"].map(|step| format!("verify-{step}")));
    keys.extend(DecidedBy::ALL.iter().map(|who| format!("verify-by-{}", who.code())));
    keys.extend(domain::ports::WitnessAnswer::ALL.iter().map(|answer| format!("witness-{}", answer.code())));
    for why in domain::desk::WaitsFor::ALL {
        keys.extend([format!("person-waits-{}", why.code()), format!("person-waits-{}-why", why.code())]);
    }
    for sign in domain::alarm::Sign::ALL {
        keys.insert(format!("alarm-sign-{}", sign.code()));
        keys.extend(["about", "lead", "close-what"].map(|part| format!("alarm-{part}-{}", sign.about())));
    }
    keys.extend(domain::purpose::draft::Field::ALL.iter().map(|field| format!("purpose-draft-{}", field.code())));
    keys.extend(domain::purpose::draft::Flaw::ALL.iter().map(|flaw| format!("purpose-flaw-{}", flaw.code())));
    keys.extend(domain::ports::purposes::Event::ALL.iter().map(|event| format!("catalogue-event-{}", event.code())));
    keys.extend(DisplayReason::ALL.iter().map(|reason| format!("display-reason-{}", reason.code())));
    keys.extend(ClinicianRole::ALL.iter().map(|role| format!("clinician-{}", role.code())));
    keys.extend([Standing::Later, Standing::Due, Standing::Overdue].iter().map(|standing| format!("review-{}", standing.code())));
    keys.extend(Proof::ALL.iter().map(|proof| format!("proof-{}", proof.code())));
    keys.extend(Source::ALL.iter().map(|source| format!("death-source-{}", source.code())));
    let purposes = Catalogue::version_1().purposes;
    keys.extend(purposes.iter().flat_map(|purpose| ["why", "example"].map(|suffix| format!("purpose-{}-{suffix}", purpose.code))));
    keys
}

/// Every text in quotes in the sources that looks like a key.
fn quoted() -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for file in files_under(&Path::new(ROOT).join("src"), "rs") {
        if file.components().any(|part| part.as_os_str() == "tests") {
            continue;
        }
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            texts.extend(line.split('"').skip(1).step_by(2).map(ToOwned::to_owned));
        }
    }
    texts
}

/// What `text!` and its kin are called with.
fn called() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for file in files_under(&Path::new(ROOT).join("src"), "rs") {
        let source = std::fs::read_to_string(&file).unwrap();
        for call in ["text!(\"", "page(\"", "page_with_own_heading(\""] {
            for after in source.split(call).skip(1) {
                let key = after.split('"').next().unwrap_or_default();
                // Addresses are not keys, and the examples in documentation are not calls.
                if !key.is_empty()
                    && !key.starts_with('/')
                    && !source.lines().any(|line| line.trim_start().starts_with("//") && line.contains(&format!("{call}{key}")))
                {
                    keys.insert(key.to_owned());
                }
            }
        }
    }
    keys
}

#[test]
fn every_key_is_there_in_every_language() {
    let [ja, en] = Locale::ALL.map(defined);
    assert_eq!(ja.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "only in Japanese");
    assert_eq!(en.difference(&ja).collect::<Vec<_>>(), Vec::<&String>::new(), "only in English");
}

#[test]
fn every_key_that_is_used_is_defined() {
    let defined = defined(Locale::Ja);
    let missing: Vec<_> = called().union(&families()).filter(|key| !defined.contains(*key)).cloned().collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_key_that_is_defined_is_used() {
    let (quoted, families) = (quoted(), families());
    let unused: Vec<_> = defined(Locale::Ja).into_iter().filter(|key| !quoted.contains(key) && !families.contains(key)).collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn the_catalogue_can_be_read() {
    // A syntax error in a file makes its keys vanish at run time.
    for locale in Locale::ALL {
        let unread: Vec<_> = defined(locale).into_iter().filter(|key| !has_words(locale, key)).collect();
        assert_eq!(unread, Vec::<String>::new(), "{}", locale.code());
    }
}

#[test]
fn a_link_in_a_text_leads_to_a_page_of_ours_or_to_the_telephone() {
    for locale in Locale::ALL {
        for file in files_under(&Path::new(ROOT).join("locales").join(locale.code()), "ftl") {
            let words = std::fs::read_to_string(&file).unwrap();
            for after in words.split("](").skip(1) {
                let target = after.split(')').next().unwrap_or_default();
                let address = target.split(['#', '?']).next().unwrap_or_default();
                assert!(crate::routes::page_at(address).is_some() || target == "tel:0120000000", "{}: {target}", file.display());
            }
        }
    }
}

#[test]
fn a_title_holds_nothing_that_html_would_read() {
    for locale in Locale::ALL {
        for key in defined(locale).iter().filter(|key| key.ends_with("-title") || *key == "site-name") {
            let words = crate::side::words(locale, key, &[]);
            assert!(!words.contains(['<', '>', '&']), "{key}: {words}");
        }
    }
}
