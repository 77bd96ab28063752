//! The closed sets of words that answers are made of, as the OpenAPI document lists them: taken from the types of the domain, so
//! that neither can have one that the other has not.

use super::error::title;
use domain::check::{Answer, Decision};
use domain::disclosure::Conflict;
use domain::disclosure::report::RowFault;
use domain::failure::Problem;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

fn one_of(words: impl IntoIterator<Item = &'static str>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words))
}

/// What an error is.
pub(super) fn codes() -> Object {
    let told = Problem::ALL.iter().filter(|problem| title(**problem).is_some());
    let codes = one_of(told.map(|problem| problem.code()));
    codes.description(Some("What it is, from a closed set. Treat one that you do not know as deny.")).build()
}

/// What a row is answered with.
pub(super) fn decisions() -> Object {
    one_of(Decision::ALL.map(Decision::code)).description(Some("Only `permit` is a yes.")).build()
}

/// Why a row is answered so.
pub(super) fn reasons() -> Object {
    let why = "permit: `no-objection`, `exempt-by-law`; deny: `refused`; error: `invalid-identifier`, `unknown-system`, `not-linked`.";
    one_of(Answer::reasons()).description(Some(why)).build()
}

/// Why a row of a report is skipped.
pub(super) fn faults() -> Object {
    one_of(RowFault::ON_THE_WIRE.map(RowFault::code)).description(Some("Why.")).build()
}

/// How a row went against a choice.
pub(super) fn conflicts() -> Object {
    one_of(Conflict::ALL.map(Conflict::code)).description(Some("How.")).build()
}
