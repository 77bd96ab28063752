//! `add-checkpoint` on the wire (C2SP tlog-witness): what is sent, and what comes back.

use domain::log::note::SignedCheckpoint;
use domain::log::tree::TreeHash;
use std::time::Duration;

/// How long a witness may take for one answer.
const WHOLE: Duration = Duration::from_secs(3);
/// How long it may take to be reached.
const CONNECT: Duration = Duration::from_secs(2);
/// How long an answer may be: many signature lines.
const MAX_ANSWER: u64 = 16 * 1024;

/// An answer as it came.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// `None`: too long, or no text.
    pub(super) body: Option<String>,
}

/// What sends. Clones share its connections, which stay open from one round to the next.
#[derive(Clone, Debug)]
pub(super) struct Post(ureq::Agent);

impl Default for Post {
    fn default() -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(WHOLE))
            .timeout_connect(Some(CONNECT))
            .user_agent("hikae")
            .build();
        Self(agent.into())
    }
}

impl Post {
    /// Sends a checkpoint with the proof that it continues that of the old size. Waits on a socket, so it runs where nothing else
    /// does. `None`: no answer.
    pub(super) fn send(&self, url: &str, body: &str) -> Option<Answer> {
        let mut response = self.0.post(url).content_type("text/plain; charset=utf-8").send(body).ok()?;
        let status = response.status().as_u16();
        match response.body_mut().with_config().limit(MAX_ANSWER).read_to_vec() {
            Ok(bytes) => Some(Answer { status, body: String::from_utf8(bytes).ok() }),
            // Cut off by length it is a wrong answer; cut off by silence it is none.
            Err(ureq::Error::BodyExceedsLimit(_)) => Some(Answer { status, body: None }),
            Err(_) => None,
        }
    }
}

/// "An old size line, zero or more consistency proof lines, and an empty line, followed by a checkpoint."
pub(super) fn body(old: u64, proof: &[TreeHash], note: &SignedCheckpoint) -> String {
    let proof: String = proof.iter().map(|hash| format!("{hash}\n")).collect();
    format!("old {old}\n{proof}\n{note}")
}

/// "The tree size of the latest cosigned checkpoint in decimal, followed by a newline."
pub(super) fn size(body: &str) -> Option<u64> {
    let digits = body.strip_suffix('\n')?;
    let plain = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    if plain { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_as_the_specification_shows_it() {
        let text = "example.com/log\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— example.com/log AAAAAAA=\n";
        let note = SignedCheckpoint::parse(text).unwrap();
        let hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        assert_eq!(body(2, &[TreeHash([0; 32])], &note), format!("old 2\n{hash}\n\n{text}"));
        assert_eq!(body(0, &[], &note), format!("old 0\n\n{text}"));
    }

    #[test]
    fn a_size_is_a_plain_number_on_a_line() {
        assert_eq!(size("20852014\n"), Some(20_852_014));
        assert_eq!(size("0\n"), Some(0));
        for garbage in ["", "\n", "7", "07\n", "-7\n", "+7\n", "7\n\n", "７\n", "99999999999999999999\n", "<html>\n"] {
            assert_eq!(size(garbage), None, "{garbage:?}");
        }
    }
}
