//! A connection that keeps a copy of what goes over it, so that an archive holds an exchange as it was and not as a library
//! understood it.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Anything that bytes go over.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A connection that another program made secure.
pub(super) struct Secured {
    /// Where bytes go.
    pub(super) stream: Box<dyn Stream>,
    /// The version and the cipher: `TLSv1 AES128-SHA`.
    pub(super) spoken: String,
}

/// What went over a connection since it was last asked.
#[derive(Debug, Default)]
pub(super) struct Tape {
    /// What was sent.
    pub(super) sent: Vec<u8>,
    /// What came.
    pub(super) received: Vec<u8>,
    /// Bytes above which no more is taken.
    most: usize,
    /// More than that came.
    pub(super) is_full: bool,
}

/// A tape that is being written.
#[derive(Debug, Clone, Default)]
pub(super) struct Reel(Arc<Mutex<Tape>>);

impl Reel {
    /// Begins anew, for at most so many bytes.
    pub(super) fn rewind(&self, most: usize) {
        self.with(|tape| *tape = Tape { most, ..Tape::default() });
    }

    /// What went over the connection.
    pub(super) fn take(&self) -> Tape {
        self.with(std::mem::take)
    }

    /// Whether more came than is taken.
    pub(super) fn is_full(&self) -> bool {
        self.with(|tape| tape.is_full)
    }

    /// Whether nothing came yet.
    pub(super) fn is_blank(&self) -> bool {
        self.with(|tape| tape.received.is_empty())
    }

    fn with<T>(&self, act: impl FnOnce(&mut Tape) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A connection with a tape.
pub(super) struct Taped {
    inner: Box<dyn Stream>,
    reel: Reel,
}

impl Taped {
    pub(super) fn new(inner: Box<dyn Stream>, reel: Reel) -> Self {
        Self { inner, reel }
    }
}

impl AsyncRead for Taped {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context, to: &mut ReadBuf) -> Poll<io::Result<()>> {
        let before = to.filled().len();
        let done = Pin::new(&mut self.inner).poll_read(context, to);
        let came = &to.filled()[before..];
        let fits = self.reel.with(|tape| {
            tape.is_full |= tape.received.len() + came.len() > tape.most;
            if !tape.is_full {
                tape.received.extend_from_slice(came);
            }
            !tape.is_full
        });
        if fits { done } else { Poll::Ready(Err(io::Error::other("more came than the limit"))) }
    }
}

impl AsyncWrite for Taped {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.inner).poll_write(context, bytes);
        if let Poll::Ready(Ok(count)) = done {
            self.reel.with(|tape| tape.sent.extend_from_slice(&bytes[..count]));
        }
        done
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}
