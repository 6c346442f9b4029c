//! The page's server: on this machine, for whoever knows the token; everything it hands out is compiled in, made here, or a
//! source of the dataset, drawn.

use super::Args;
use super::answers::{self, Answer};
use super::bench::{Asked, Bench, token};
use super::drawing::Room;
use super::guard;
use crate::failure::Failure;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;

/// Bytes of the token. Nobody guesses 24.
const TOKEN: usize = 24;

/// What the page may do: load from here, and nothing else.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; \
     frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What a source may do: be looked at.
const SOURCE_POLICY: &str = "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'self'";

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// The page's files.
const FILES: [(&str, &str, &str); 14] = [
    ("", "text/html; charset=utf-8", include_str!("page/index.html")),
    ("style.css", "text/css; charset=utf-8", include_str!("page/style.css")),
    ("icon.svg", "image/svg+xml", include_str!("page/icon.svg")),
    ("app.js", JAVASCRIPT, include_str!("page/app.js")),
    ("ask.js", JAVASCRIPT, include_str!("page/ask.js")),
    ("decide.js", JAVASCRIPT, include_str!("page/decide.js")),
    ("element.js", JAVASCRIPT, include_str!("page/element.js")),
    ("keys.js", JAVASCRIPT, include_str!("page/keys.js")),
    ("queue.js", JAVASCRIPT, include_str!("page/queue.js")),
    ("report.js", JAVASCRIPT, include_str!("page/report.js")),
    ("sample.js", JAVASCRIPT, include_str!("page/sample.js")),
    ("source.js", JAVASCRIPT, include_str!("page/source.js")),
    ("whole.js", JAVASCRIPT, include_str!("page/whole.js")),
    ("words.js", JAVASCRIPT, include_str!("page/words.js")),
];

/// What all answers need.
pub(super) struct Shared {
    pub(super) bench: Bench,
    pub(super) room: Room,
    token: String,
}

type At = State<Arc<Shared>>;

/// Serves the page until the program is ended. Every decision is on the disk by then.
pub(super) fn serve(bench: Bench, args: &Args) -> Result<(), Failure> {
    let token = token(TOKEN).map_err(|error| Failure::new(format!("no token could be made ({error}): run again")))?;
    let listen = args.listen;
    let failed = |error: std::io::Error| {
        Failure::new(format!("the page can't be served at {listen} ({error}): choose another address with --listen"))
    };
    let listener = TcpListener::bind(listen).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let waiting = bench.order.len();
    let shared = Arc::new(Shared { bench, room: Room::new(), token: token.clone() });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().map_err(failed)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "http://{address}/{token}/")?;
    out.flush()?;
    writeln!(std::io::stderr(), "{waiting} reports to look at; open the address above in a browser, end with Ctrl-C")?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, router(shared)).await
    })?;
    Ok(())
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/{token}/", get(page))
        .route("/{token}/{file}", get(file))
        .route("/{token}/api/state", get(state))
        .route("/{token}/api/queue", get(queue))
        .route("/{token}/api/report/{number}", get(report))
        .route("/{token}/api/report/{number}/source", get(source))
        .route("/{token}/api/report/{number}/page/{page}", get(picture))
        .route("/{token}/api/report/{number}/frame", get(frame))
        .route("/{token}/api/report/{number}/decide", post(decide))
        .route("/{token}/api/report/{number}/undo", post(undo))
        .route("/{token}/api/sample", get(sample))
        .route("/{token}/api/whole", get(whole))
        .route("/{token}/api/matrix", get(matrix))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), guarded))
        .with_state(shared)
}

/// Lets in who knows the token, from a page of ours, and tells the browser what a page may do.
async fn guarded(State(shared): At, request: Request, next: Next) -> Response {
    let given = request.uri().path().split('/').nth(1).unwrap_or_default();
    let mut response = if !guard::is_own(request.headers()) {
        (StatusCode::FORBIDDEN, "this page is answered from itself only\n").into_response()
    } else if !guard::is_token(given, &shared.token) {
        (StatusCode::NOT_FOUND, "there is nothing here: open the address that gongkai review has printed\n")
            .into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, PAGE_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.entry(name).or_insert(header::HeaderValue::from_static(value));
    }
    let (policy, same) = ("cross-origin-resource-policy", header::HeaderValue::from_static("same-origin"));
    headers.insert(policy, same.clone());
    headers.insert("cross-origin-opener-policy", same);
    response
}

async fn page() -> Response {
    own("")
}

async fn file(Path((_, name)): Path<(String, String)>) -> Response {
    if name.is_empty() { StatusCode::NOT_FOUND.into_response() } else { own(&name) }
}

fn own(name: &str) -> Response {
    match FILES.iter().find(|(own, _, _)| *own == name) {
        Some((_, kind, text)) => ([(header::CONTENT_TYPE, *kind)], *text).into_response(),
        None => (StatusCode::NOT_FOUND, "there is no such file\n").into_response(),
    }
}

/// Does work that reads or draws, away from the thread that listens.
async fn away(shared: Arc<Shared>, work: impl FnOnce(&Shared) -> Answer + Send + 'static) -> Response {
    match tokio::task::spawn_blocking(move || work(&shared)).await {
        Ok(Ok(json)) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        Ok(Err(why)) => (StatusCode::BAD_REQUEST, why).into_response(),
        Err(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "that failed in gongkai itself: please report it").into_response()
        }
    }
}

async fn state(State(shared): At) -> Response {
    away(shared, answers::state).await
}

async fn queue(State(shared): At, Query(asked): Query<answers::Listed>) -> Response {
    away(shared, move |shared| answers::queue(shared, &asked)).await
}

async fn report(State(shared): At, Path((_, number)): Path<(String, usize)>) -> Response {
    away(shared, move |shared| answers::report(shared, number)).await
}

async fn source(State(shared): At, Path((_, number)): Path<(String, usize)>) -> Response {
    away(shared, move |shared| answers::source(shared, number)).await
}

async fn decide(State(shared): At, Path((_, number)): Path<(String, usize)>, body: Bytes) -> Response {
    away(shared, move |shared| {
        let asked: Asked = serde_json::from_slice(&body).map_err(|error| format!("that is no decision: {error}"))?;
        answers::decide(shared, number, &asked)
    })
    .await
}

async fn undo(State(shared): At, Path((_, number)): Path<(String, usize)>, body: Bytes) -> Response {
    away(shared, move |shared| {
        let action: Option<String> = serde_json::from_slice(&body).map_err(|error| error.to_string())?;
        answers::undo(shared, number, action.as_deref())
    })
    .await
}

async fn sample(State(shared): At) -> Response {
    away(shared, answers::sample).await
}

async fn whole(State(shared): At) -> Response {
    away(shared, answers::whole).await
}

async fn matrix(State(shared): At, Query(asked): Query<answers::Agencies>) -> Response {
    away(shared, move |shared| answers::matrix(shared, &asked)).await
}

#[derive(Deserialize)]
struct Drawn {
    #[serde(default)]
    scale: f32,
}

async fn picture(
    State(shared): At,
    Path((_, number, page)): Path<(String, usize, u32)>,
    Query(drawn): Query<Drawn>,
) -> Response {
    let made = tokio::task::spawn_blocking(move || answers::picture(&shared, number, page, drawn.scale)).await;
    match made {
        Ok(Ok((png, lacks_faces))) => {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("image/png"));
            // The picture of a document's page never changes: its address names its digest.
            headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("private, max-age=3600"));
            headers.insert("x-lacks-faces", header::HeaderValue::from_static(if lacks_faces { "1" } else { "0" }));
            (headers, png).into_response()
        }
        Ok(Err(why)) => (StatusCode::BAD_REQUEST, why).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn frame(State(shared): At, Path((_, number)): Path<(String, usize)>) -> Response {
    match tokio::task::spawn_blocking(move || answers::frame(&shared, number)).await {
        Ok(Ok(html)) => {
            let headers =
                [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, SOURCE_POLICY)];
            (headers, html).into_response()
        }
        Ok(Err(why)) => (StatusCode::BAD_REQUEST, why).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
