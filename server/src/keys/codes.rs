//! Codes that people hold in their hands, and what stands for them in the database. Older peppers stay good while their files are there:
//! a letter outlives the one that was the newest when it was written.

use super::{Key, Keys, mac};
use domain::code::{ActivationCode, RecoveryCode};
use domain::id::AccountId;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

impl Keys {
    /// What an activation code is stored as.
    #[must_use]
    pub fn activation_digest(&self, code: &ActivationCode) -> [u8; 32] {
        activation_digest(self.code_pepper.newest(), code)
    }

    /// What it may be stored as: a letter outlives the pepper that was the newest when it was written.
    #[must_use]
    pub fn activation_digests(&self, code: &ActivationCode) -> Vec<[u8; 32]> {
        self.code_pepper.all().map(|(_, key)| activation_digest(key, code)).collect()
    }

    /// The recovery code of an account that a nonce stands for. The nonce may wait in the database for the minutes in
    /// which the code is shown: without this key it spells nothing.
    #[must_use]
    pub fn recovery_code(&self, account: AccountId, nonce: &[u8]) -> RecoveryCode {
        recovery_code(self.code_pepper.newest(), account, nonce)
    }

    /// The one of those that a nonce may stand for which is stored as that digest, if one of them is.
    #[must_use]
    pub fn recovery_code_stored_as(&self, account: AccountId, nonce: &[u8], digest: &[u8]) -> Option<RecoveryCode> {
        let mut codes = self.code_pepper.all().map(|(_, key)| recovery_code(key, account, nonce));
        codes.find(|code| Self::recovery_digest(code).ct_eq(digest).into())
    }

    /// What a recovery code is stored as: it carries 128 random bits, so a plain hash hides it.
    #[must_use]
    pub fn recovery_digest(code: &RecoveryCode) -> [u8; 32] {
        Sha256::digest(code.symbols().as_bytes()).into()
    }

    /// What the code is stored as that proves an e-mail address.
    #[must_use]
    pub fn contact_digest(&self, account: AccountId, code: &str) -> [u8; 32] {
        mac(self.code_pepper.newest(), &[b"contact", account.0.as_bytes(), code.as_bytes()])
    }

    /// What the body of a form is remembered as, so that its key is good for that body alone: it may hold numbers of persons.
    #[must_use]
    pub fn form_digest(&self, body: &[u8]) -> [u8; 32] {
        form_digest(self.code_pepper.newest(), &[body])
    }

    /// What a body in parts may be remembered as, the newest first: a large one need not be copied together.
    #[must_use]
    pub fn form_digests(&self, parts: &[&[u8]]) -> Vec<[u8; 32]> {
        self.code_pepper.all().map(|(_, key)| form_digest(key, parts)).collect()
    }
}

fn activation_digest(key: &Key, code: &ActivationCode) -> [u8; 32] {
    mac(key, &[b"activation", code.symbols().as_bytes()])
}

fn form_digest(key: &Key, parts: &[&[u8]]) -> [u8; 32] {
    mac(key, &[&[b"form".as_slice()][..], parts].concat())
}

fn recovery_code(key: &Key, account: AccountId, nonce: &[u8]) -> RecoveryCode {
    let bytes = mac(key, &[b"recovery", account.0.as_bytes(), nonce]);
    let mut first = [0; 16];
    first.copy_from_slice(&bytes[..16]);
    RecoveryCode::from_bytes(&first)
}
