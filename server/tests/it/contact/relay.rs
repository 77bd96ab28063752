//! A relay that takes mail over SMTP (RFC 5321), and lets a test look at it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A mail as it came.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    pub from: String,
    pub to: String,
    data: String,
}

#[derive(Default)]
struct Taken {
    mails: Vec<Mail>,
    tried: usize,
    /// What it answers to a recipient instead of yes.
    refuses: String,
}

/// The relay.
#[derive(Clone)]
pub struct Relay {
    pub port: u16,
    taken: Arc<Mutex<Taken>>,
}

impl Relay {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let relay = Self { port: listener.local_addr().unwrap().port(), taken: Arc::default() };
        let taken = relay.taken.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, taken.clone()));
            }
        });
        relay
    }

    /// From now on it answers so to every recipient; nothing: it takes mail.
    pub fn answers(&self, refuses: &str) {
        let mut taken = self.taken.lock().unwrap();
        (taken.refuses, taken.tried) = (refuses.to_owned(), 0);
    }

    pub fn count(&self) -> usize {
        self.taken.lock().unwrap().mails.len()
    }

    /// How often somebody came since it answers so.
    pub fn tried(&self) -> usize {
        self.taken.lock().unwrap().tried
    }

    #[track_caller]
    pub fn last(&self) -> Mail {
        self.taken.lock().unwrap().mails.last().expect("a mail came").clone()
    }
}

async fn talk(stream: TcpStream, taken: Arc<Mutex<Taken>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut mail = Mail::default();
    let _ = write.write_all(b"220 relay.example ESMTP\r\n").await;
    while let Ok(Some(line)) = lines.next_line().await {
        let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let path = |rest: &str| rest.split_once(':').unwrap().1.split(' ').next().unwrap().to_owned();
        let answer = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => "250 relay.example".to_owned(),
            "MAIL" => {
                mail.from = path(rest);
                "250 ok".to_owned()
            }
            "RCPT" => {
                mail.to = path(rest);
                let mut taken = taken.lock().unwrap();
                taken.tried += 1;
                if taken.refuses.is_empty() { "250 ok".to_owned() } else { taken.refuses.clone() }
            }
            "DATA" => {
                let _ = write.write_all(b"354 go on\r\n").await;
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    mail.data.push_str(&line);
                    mail.data.push('\n');
                }
                taken.lock().unwrap().mails.push(std::mem::take(&mut mail));
                "250 taken".to_owned()
            }
            "QUIT" => "221 bye".to_owned(),
            _ => "250 ok".to_owned(),
        };
        if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() || answer.starts_with("221") {
            return;
        }
    }
}

impl Mail {
    fn header(&self, name: &str) -> Option<String> {
        let (head, _) = self.data.split_once("\n\n").unwrap();
        let unfolded = head.replace("\n ", " ");
        unfolded.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned))
    }

    /// What it is about, out of its encoded words (RFC 2047).
    pub fn subject(&self) -> String {
        let raw = self.header("Subject").unwrap();
        let word = |word: &str| match word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?=")) {
            Some(word) => String::from_utf8(STANDARD.decode(word).unwrap()).unwrap(),
            None => word.to_owned(),
        };
        raw.split(' ').map(word).collect()
    }

    /// What it says.
    pub fn text(&self) -> String {
        let (_, body) = self.data.split_once("\n\n").unwrap();
        match self.header("Content-Transfer-Encoding").as_deref() {
            Some("base64") => String::from_utf8(STANDARD.decode(body.replace('\n', "")).unwrap()).unwrap(),
            Some("quoted-printable") => quoted_printable(body),
            _ => body.to_owned(),
        }
    }

    /// The code in it: the only number of six digits.
    #[track_caller]
    pub fn code(&self) -> String {
        let text = self.text();
        let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 6);
        numbers.next().unwrap_or_else(|| panic!("no code: {text}")).to_owned()
    }
}

fn quoted_printable(body: &str) -> String {
    let joined = body.replace("=\n", "");
    let (mut bytes, mut rest) = (Vec::new(), joined.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        if *first == b'='
            && let Some((hex, after)) = after.split_at_checked(2)
            && let Ok(byte) = u8::from_str_radix(std::str::from_utf8(hex).unwrap(), 16)
        {
            bytes.push(byte);
            rest = after;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}
