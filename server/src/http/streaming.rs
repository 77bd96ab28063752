//! Lists that come in and go out piece by piece, with bounded memory: what is not answered yet is not read either.
//!
//! Until the first rows are answered a fault is an answer of its own. After that only one thing can be said: the stream
//! breaks off, and without a summary nothing may be disclosed.

use crate::service::checks::table::TableCheck;
use crate::service::table::Encoding;
use axum::body::{Body, Bytes};
use axum::extract::multipart::Field;
use domain::failure::{Failure, Problem};
use http_body_util::BodyExt;
use std::future::Future;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// How long a whole list may take.
const WHOLE: Duration = Duration::from_secs(60 * 60);
/// How much is answered before the answer begins: more than a header row, less than a first part.
const BEFORE_IT_BEGINS: usize = 64 * 1024;
/// How many answered parts, of a megabyte or so, wait for a caller who sends everything before reading anything.
const PARTS_AHEAD: usize = 16;
/// How much of a list that was refused is still read, so that its sender comes to read why.
const READ_ON: usize = 64 * 1024 * 1024;

/// A piece, or the end, or why there is neither: a sender that merely falls silent has not come to the end.
type Piece = Result<Option<Bytes>, Failure>;

/// The pieces of a list.
pub struct Pieces(mpsc::Receiver<Piece>);

/// Whoever sends them.
pub struct Sender {
    to: mpsc::Sender<Piece>,
    idle: Duration,
}

/// Pieces that somebody sends who may say nothing for so long.
#[must_use]
pub fn pieces(idle: Duration) -> (Sender, Pieces) {
    let (to, from) = mpsc::channel(1);
    (Sender { to, idle }, Pieces(from))
}

/// Where pieces come from.
pub trait Source: Send {
    /// The next one; `None`: that was all.
    fn next(&mut self) -> impl Future<Output = Result<Option<Bytes>, Problem>> + Send;
}

impl Source for Body {
    async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        while let Some(frame) = self.frame().await {
            if let Ok(bytes) = frame.map_err(|_| Problem::Malformed)?.into_data() {
                return Ok(Some(bytes));
            }
        }
        Ok(None)
    }
}

impl Source for Field<'_> {
    async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        self.chunk().await.map_err(|_| Problem::Malformed)
    }
}

impl Sender {
    /// Sends everything on.
    pub async fn send_all(self, mut source: impl Source) {
        loop {
            let piece = match timeout(self.idle, source.next()).await {
                Ok(piece) => piece.map_err(Failure::from),
                Err(_) => Err(Failure::Unavailable("the sender of a list fell silent".to_owned())),
            };
            let over = !matches!(piece, Ok(Some(_)));
            match self.to.send(piece).await {
                Ok(()) if over => return,
                Ok(()) => {}
                Err(_) => return self.read_on(source).await,
            }
        }
    }

    async fn read_on(self, mut source: impl Source) {
        let mut read = 0;
        while let Ok(Ok(Some(piece))) = timeout(self.idle, source.next()).await {
            read += piece.len();
            if read > READ_ON {
                return;
            }
        }
    }
}

impl Pieces {
    /// Those of a body.
    #[must_use]
    pub fn of(body: Body, idle: Duration) -> Self {
        let (sender, pieces) = pieces(idle);
        tokio::spawn(sender.send_all(body));
        pieces
    }

    async fn next(&mut self) -> Piece {
        self.0.recv().await.unwrap_or_else(|| Err(Failure::Internal("whoever read a list is gone".to_owned())))
    }
}

/// The body of an answer broke off.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the answer broke off: nothing may be disclosed")]
pub struct BrokeOff;

/// Answers a list, as it comes.
///
/// # Errors
/// What is wrong with its beginning.
pub async fn answered(mut check: TableCheck, mut pieces: Pieces, idle: Duration) -> Result<(Body, &'static str), Failure> {
    let mut first = Vec::new();
    while first.len() < BEFORE_IT_BEGINS {
        match pieces.next().await? {
            Some(piece) => first.extend(check.push(&piece).await?),
            None => {
                let (last, encoding) = check.finish().await?;
                first.extend(last);
                return Ok((first.into(), kind_of(encoding)));
            }
        }
    }
    let kind = kind_of(check.encoding().ok_or(Failure::Internal("an answer in no encoding".to_owned()))?);
    let (to, from) = mpsc::channel(PARTS_AHEAD);
    tokio::spawn(async move {
        let out = Out { to, idle };
        let failure = match timeout(WHOLE, out.go_on(check, pieces, first)).await {
            Ok(Ok(())) => return,
            Ok(Err(failure)) => failure,
            Err(_) => Failure::Unavailable("a list took too long".to_owned()),
        };
        tracing::warn!(?failure, "the answer to a list breaks off");
        // A receiver that gets nothing more takes that for a break, too.
        let _ = timeout(idle, out.to.send(Err(failure))).await;
    });
    Ok((body_of(from), kind))
}

/// The media type of the answer.
fn kind_of(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "text/csv; charset=utf-8; header=present",
        Encoding::Cp932 => "text/csv; charset=shift_jis; header=present",
    }
}

struct Out {
    to: mpsc::Sender<Piece>,
    idle: Duration,
}

impl Out {
    async fn go_on(&self, mut check: TableCheck, mut pieces: Pieces, first: Vec<u8>) -> Result<(), Failure> {
        self.send(first).await?;
        while let Some(piece) = pieces.next().await? {
            self.send(check.push(&piece).await?).await?;
        }
        let (last, _) = check.finish().await?;
        self.send(last).await?;
        self.put(Ok(None)).await
    }

    async fn send(&self, part: Vec<u8>) -> Result<(), Failure> {
        if part.is_empty() { Ok(()) } else { self.put(Ok(Some(part.into()))).await }
    }

    async fn put(&self, piece: Piece) -> Result<(), Failure> {
        match timeout(self.idle, self.to.send(piece)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(Failure::Unavailable("nobody reads the answer to a list".to_owned())),
        }
    }
}

fn body_of(from: mpsc::Receiver<Piece>) -> Body {
    let parts = futures::stream::unfold(Some(from), |from| async move {
        let mut from = from?;
        match from.recv().await {
            Some(Ok(Some(part))) => Some((Ok(part), Some(from))),
            Some(Ok(None)) => None,
            Some(Err(_)) | None => Some((Err(BrokeOff), None)),
        }
    });
    Body::from_stream(parts)
}
