//! The schema of Hikae, step by step. One file per step; see `README.md` for the rules.

#![expect(
    elided_lifetimes_in_paths,
    reason = "MigrationTrait declares its methods with the lifetime left out, and async-trait wants ours alike"
)]

mod append_only;
mod m2026_11_22_000001_subjects;
mod m2026_11_22_000002_holders;
mod m2026_11_22_000003_accounts;
mod m2026_11_22_000004_studies;
mod m2026_11_22_000005_log;
mod m2026_11_22_000006_disclosures;
mod m2026_11_22_000007_audit;
mod m2026_11_22_000008_people;
mod m2026_11_22_000009_register;
mod m2026_11_22_000010_reports;
mod m2026_11_22_000011_test_persons;
mod m2026_11_22_000012_look_ups;
mod m2026_11_22_000013_approvals;
mod m2026_11_22_000014_inquiries;
mod m2026_11_22_000015_holder;
mod m2026_11_22_000016_tree;
mod m2026_11_22_000017_form_drafts;
mod m2026_11_22_000018_alarms;
mod m2026_11_22_000019_reviews;
mod m2026_11_22_000020_writers;
mod m2026_11_22_000021_erasures;
mod m2026_11_22_000022_keys_stay;
mod m2026_11_22_000023_log_days;
mod m2026_11_22_000024_told_of_age;
mod m2026_11_22_000025_catalogue_shown;
mod m2026_11_22_000026_code_alarms;
mod m2026_11_22_000027_marks;
mod m2026_11_22_000028_posted_codes;
mod m2026_11_22_000029_look_up_alarms;
mod m2026_11_22_000030_nodes;
mod m2026_11_22_000031_purposes;
mod m2026_11_22_000035_contacts;
mod table;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// Runs the steps in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m2026_11_22_000001_subjects::Migration),
            Box::new(m2026_11_22_000002_holders::Migration),
            Box::new(m2026_11_22_000003_accounts::Migration),
            Box::new(m2026_11_22_000004_studies::Migration),
            Box::new(m2026_11_22_000005_log::Migration),
            Box::new(m2026_11_22_000006_disclosures::Migration),
            Box::new(m2026_11_22_000007_audit::Migration),
            Box::new(m2026_11_22_000008_people::Migration),
            Box::new(m2026_11_22_000009_register::Migration),
            Box::new(m2026_11_22_000010_reports::Migration),
            Box::new(m2026_11_22_000011_test_persons::Migration),
            Box::new(m2026_11_22_000012_look_ups::Migration),
            Box::new(m2026_11_22_000013_approvals::Migration),
            Box::new(m2026_11_22_000014_inquiries::Migration),
            Box::new(m2026_11_22_000015_holder::Migration),
            Box::new(m2026_11_22_000016_tree::Migration),
            Box::new(m2026_11_22_000017_form_drafts::Migration),
            Box::new(m2026_11_22_000018_alarms::Migration),
            Box::new(m2026_11_22_000019_reviews::Migration),
            Box::new(m2026_11_22_000020_writers::Migration),
            Box::new(m2026_11_22_000021_erasures::Migration),
            Box::new(m2026_11_22_000022_keys_stay::Migration),
            Box::new(m2026_11_22_000023_log_days::Migration),
            Box::new(m2026_11_22_000024_told_of_age::Migration),
            Box::new(m2026_11_22_000025_catalogue_shown::Migration),
            Box::new(m2026_11_22_000026_code_alarms::Migration),
            Box::new(m2026_11_22_000027_marks::Migration),
            Box::new(m2026_11_22_000028_posted_codes::Migration),
            Box::new(m2026_11_22_000029_look_up_alarms::Migration),
            Box::new(m2026_11_22_000030_nodes::Migration),
            Box::new(m2026_11_22_000031_purposes::Migration),
            Box::new(m2026_11_22_000035_contacts::Migration),
        ]
    }
}
