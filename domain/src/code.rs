//! Codes that people type from paper: Crockford base32, grouped, forgiving about what paper does to letters.

use crate::clock::Random;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Writes bytes as base32 symbols, most significant bit first, `symbols` of them.
fn write(bytes: &[u8], symbols: usize) -> String {
    let bit = |n: usize| bytes.get(n / 8).is_some_and(|byte| byte >> (7 - n % 8) & 1 == 1);
    let mut text = String::new();
    for symbol in 0..symbols {
        let value = (0..5).fold(0, |value, n| value << 1 | usize::from(bit(symbol * 5 + n)));
        text.push(char::from(ALPHABET[value]));
    }
    text
}

/// Reads what a person typed: full-width characters, small letters, spaces and dashes of every kind are fine, and
/// `O`, `I`, `L` are read as Crockford says. `None` when it cannot be a code of that many symbols.
fn normalise(typed: &str, symbols: usize) -> Option<String> {
    use unicode_normalization::UnicodeNormalization;
    // A code is short; what is much longer is not looked at.
    if typed.len() > 256 {
        return None;
    }
    let mut code = String::new();
    for c in typed.nfkc().flat_map(char::to_uppercase) {
        match c {
            'O' => code.push('0'),
            'I' | 'L' => code.push('1'),
            c if c.is_ascii() && ALPHABET.contains(&(c as u8)) => code.push(c),
            c if c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ー' | '_') => {}
            _ => return None,
        }
    }
    (code.len() == symbols).then_some(code)
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, symbols: $symbols:literal, group: $group:literal) => {
        $(#[$doc])*
        ///
        /// Holds the symbols without grouping. Has no `Debug` that shows them: codes stay out of log lines.
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// How many symbols of five bits.
            pub const SYMBOLS: usize = $symbols;

            /// The code that these bytes spell.
            #[must_use]
            pub fn from_bytes(bytes: &[u8; 16]) -> Self {
                Self(write(bytes, $symbols))
            }

            /// A new one by chance.
            #[must_use]
            pub fn new(random: &dyn Random) -> Self {
                let mut bytes = [0; 16];
                random.fill(&mut bytes);
                Self::from_bytes(&bytes)
            }

            /// What a person typed, or `None` when it cannot be one.
            #[must_use]
            pub fn read(typed: &str) -> Option<Self> {
                normalise(typed, $symbols).map(Self)
            }

            /// The bare symbols, for hashing.
            #[must_use]
            pub fn symbols(&self) -> &str {
                &self.0
            }

            /// As it is printed.
            #[must_use]
            pub fn grouped(&self) -> String {
                let groups: Vec<&str> = self.0.as_bytes().chunks($group).filter_map(|g| str::from_utf8(g).ok()).collect();
                groups.join("-")
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

code!(
    /// An activation code: 14 symbols, 70 bits (product.md, "Getting in").
    ActivationCode,
    symbols: 14,
    group: 5
);
code!(
    /// A printed recovery code: 26 symbols that carry 128 bits (security.md, "Sign-in").
    RecoveryCode,
    symbols: 26,
    group: 5
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_survives_paper() {
        let code = ActivationCode::from_bytes(&[0x5a; 16]);
        let printed = code.grouped();
        assert_eq!(printed.len(), 16);
        let typed = printed.to_lowercase().replace('-', " ー ").replace('1', "l").replace('0', "ｏ");
        assert!(ActivationCode::read(&typed).as_ref() == Some(&code), "{typed}");
        assert_eq!(ActivationCode::read(&format!(" {printed}\u{3000}")).as_ref(), Some(&code));
    }

    #[test]
    fn what_cannot_be_a_code_is_not_read() {
        for typed in ["", "ABCDE", "ABCDE-FGHJK-MNP!", "ABCDE-FGHJK-MNPQR", "UUUUUUUUUUUUUU"] {
            assert_eq!(ActivationCode::read(typed), None, "{typed}");
        }
        assert_eq!(ActivationCode::read(&"A".repeat(100_000)), None);
    }

    #[test]
    fn all_128_bits_of_a_recovery_code_count() {
        for n in 0..128_usize {
            let mut bytes = [0; 16];
            bytes[n / 8] = 1 << (n % 8);
            assert_ne!(RecoveryCode::from_bytes(&bytes), RecoveryCode::from_bytes(&[0; 16]), "bit {n}");
        }
    }

    #[test]
    fn a_code_is_not_shown_in_debug_output() {
        assert_eq!(format!("{:?}", ActivationCode::from_bytes(&[7; 16])), "ActivationCode(…)");
    }
}
