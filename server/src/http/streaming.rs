//! Lists that come in and go out piece by piece, with bounded memory: what is not answered yet is not read either.
//!
//! Until the first rows are answered a fault is an answer of its own. After that only one thing can be said: the stream
//! breaks off, and without a summary nothing may be disclosed.

use crate::service::checks::standing::Watch;
use crate::service::checks::table::TableCheck;
use crate::service::table::Encoding;
use axum::body::{Body, Bytes};
use axum::extract::multipart::Field;
use domain::failure::{Failure, Problem};
use http_body_util::BodyExt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Sleep, sleep, timeout};

/// How long a whole list may take.
const WHOLE: Duration = Duration::from_secs(60 * 60);
/// How long all of its beginning may take, as a multiple of what one request may: a first part of some megabytes over a slow line.
const BEGINNING: u32 = 4;
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

/// What answers a list, piece by piece.
pub trait Answering: Sized + Send + 'static {
    /// Takes the next piece; the part of the answer that is complete with it.
    fn push(&mut self, bytes: &[u8]) -> impl Future<Output = Result<Vec<u8>, Failure>> + Send;
    /// Nothing comes any more: the rest of the answer with its summary, and of which kind all of it is.
    fn finish(self) -> impl Future<Output = Result<(Vec<u8>, &'static str), Failure>> + Send;
    /// Of which kind the answer is, once something of it was written.
    fn kind(&self) -> Option<&'static str>;
    /// Whether whoever asked may still ask.
    fn watch(&self) -> Watch;
}

impl Answering for TableCheck {
    async fn push(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
        Self::push(self, bytes).await
    }

    async fn finish(self) -> Result<(Vec<u8>, &'static str), Failure> {
        let (last, encoding) = Self::finish(self).await?;
        Ok((last, kind_of(encoding)))
    }

    fn kind(&self) -> Option<&'static str> {
        self.encoding().map(kind_of)
    }

    fn watch(&self) -> Watch {
        Self::watch(self)
    }
}

/// Answers a list, as it comes.
///
/// # Errors
/// What is wrong with its beginning, and that it took too long.
pub async fn answered<A: Answering>(check: A, pieces: Pieces, idle: Duration) -> Result<(Body, &'static str), Failure> {
    let over = Box::pin(sleep(WHOLE));
    // One time for all of the beginning: a sender of one byte now and then is never silent, and would hold a place for ever.
    let (check, pieces, first) = match timeout(idle * BEGINNING, begun(check, pieces)).await.map_err(|_| too_long())?? {
        Begun::Whole(answer, kind) => return Ok((answer.into(), kind)),
        Begun::More(check, pieces, first) => (check, pieces, first),
    };
    let kind = check.kind().ok_or(Failure::Internal("an answer of no kind".to_owned()))?;
    let (to, from) = mpsc::channel(PARTS_AHEAD);
    let broken = Arc::new(AtomicBool::new(false));
    tokio::spawn(go_on_until(over, Out { to, idle, broken: broken.clone() }, check, pieces, first));
    Ok((body_of(from, broken), kind))
}

/// An answer, or its first part.
enum Begun<A> {
    Whole(Vec<u8>, &'static str),
    More(A, Pieces, Vec<u8>),
}

async fn begun<A: Answering>(mut check: A, mut pieces: Pieces) -> Result<Begun<A>, Failure> {
    let mut first = Vec::new();
    while first.len() < BEFORE_IT_BEGINS {
        let Some(piece) = pieces.next().await? else {
            let (last, kind) = check.finish().await?;
            first.extend(last);
            return Ok(Begun::Whole(first, kind));
        };
        first.extend(check.push(&piece).await?);
    }
    Ok(Begun::More(check, pieces, first))
}

fn too_long() -> Failure {
    Failure::Unavailable("a list took too long".to_owned())
}

async fn go_on_until<A: Answering>(over: Pin<Box<Sleep>>, out: Out, check: A, pieces: Pieces, first: Vec<u8>) {
    let watch = check.watch();
    let failure = tokio::select! {
        gone = out.go_on(check, pieces, first) => match gone {
            Ok(()) => return,
            Err(failure) => failure,
        },
        () = over => too_long(),
        failure = watch.until_it_ends() => failure,
    };
    tracing::warn!(?failure, "the answer to a list breaks off");
    // What waits to be sent is not sent any more.
    out.broken.store(true, Ordering::Release);
    // A receiver that gets nothing more takes that for a break, too.
    let _ = timeout(out.idle, out.to.send(Err(failure))).await;
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
    broken: Arc<AtomicBool>,
}

impl Out {
    async fn go_on<A: Answering>(&self, mut check: A, mut pieces: Pieces, first: Vec<u8>) -> Result<(), Failure> {
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

fn body_of(from: mpsc::Receiver<Piece>, broken: Arc<AtomicBool>) -> Body {
    let parts = futures::stream::unfold(Some((from, broken)), |from| async move {
        let (mut from, broken) = from?;
        match from.recv().await {
            Some(Ok(Some(part))) if !broken.load(Ordering::Acquire) => Some((Ok(part), Some((from, broken)))),
            Some(Ok(None)) => None,
            Some(_) | None => Some((Err(BrokeOff), None)),
        }
    });
    Body::from_stream(parts)
}
