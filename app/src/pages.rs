//! One file per page.

pub mod accessibility;
pub mod account;
pub mod activate;
pub mod choices;
pub mod decisions;
pub mod for_holders;
pub mod help;
pub mod home;
pub mod how_it_works;
pub mod not_found;
pub mod overview;
pub mod privacy;
pub mod purposes;
pub mod recover;
pub mod sign_in;
pub mod usage;
pub mod welcome;
