//! In which of the two encodings of Japanese spreadsheets a file is written.

use super::Unreadable;
use encoding_rs::SHIFT_JIS;
use std::borrow::Cow;

/// How texts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// Windows-31J, which Excel calls Shift_JIS.
    Cp932,
}

impl Encoding {
    /// What a `charset` says.
    ///
    /// # Errors
    /// [`Unreadable::NotText`] for one that is not read here.
    pub fn of_charset(label: &str) -> Result<Self, Unreadable> {
        let label = label.trim().trim_matches('"').to_ascii_lowercase();
        match label.as_str() {
            "utf-8" | "utf8" => Ok(Self::Utf8),
            "shift_jis" | "shift-jis" | "sjis" | "x-sjis" | "windows-31j" | "ms932" | "cp932" => Ok(Self::Cp932),
            _ => Err(Unreadable::NotText),
        }
    }

    /// What the beginning of a file looks like; `whole`: nothing comes after it.
    ///
    /// # Errors
    /// [`Unreadable::NotText`]: neither.
    pub fn of_beginning(bytes: &[u8], whole: bool) -> Result<Self, Unreadable> {
        // A character may be cut in two where the beginning ends.
        match std::str::from_utf8(bytes) {
            Ok(_) => return Ok(Self::Utf8),
            Err(error) if error.error_len().is_none() && !whole => return Ok(Self::Utf8),
            Err(_) => {}
        }
        let one_less = &bytes[..bytes.len().saturating_sub(1)];
        if Self::Cp932.text(bytes).is_some() || (!whole && Self::Cp932.text(one_less).is_some()) {
            Ok(Self::Cp932)
        } else {
            Err(Unreadable::NotText)
        }
    }

    /// As it stands in a `charset`.
    #[must_use]
    pub const fn charset(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Cp932 => "shift_jis",
        }
    }

    /// These bytes as text, if they are one.
    #[must_use]
    pub fn text(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Self::Cp932 => SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes),
        }
    }

    /// Whether a spreadsheet would calculate what begins so. Japanese ones take the wide signs for the narrow ones.
    #[must_use]
    pub fn starts_a_formula(self, cell: &[u8]) -> bool {
        let wide: [&[u8]; 4] = match self {
            Self::Utf8 => ["＝".as_bytes(), "＋".as_bytes(), "－".as_bytes(), "＠".as_bytes()],
            Self::Cp932 => [b"\x81\x81", b"\x81\x7b", b"\x81\x7c", b"\x81\x97"],
        };
        matches!(cell.first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\n')) || wide.iter().any(|sign| cell.starts_with(sign))
    }
}
