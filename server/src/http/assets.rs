//! The style sheet, the browser bundle and the few static files: read once at start, compressed once, kept in memory.
//!
//! Their addresses carry a version (`?v=`), a hash over all of them, so that browsers keep them for ever.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The static files of this build.
#[derive(Clone, Debug)]
pub struct Assets {
    files: Arc<BTreeMap<String, Asset>>,
    /// Changes when any of them does.
    pub version: Arc<str>,
}

#[derive(Debug)]
struct Asset {
    plain: Vec<u8>,
    brotli: Vec<u8>,
    content_type: &'static str,
}

impl Assets {
    /// Reads every file below the folder; its address is its path.
    ///
    /// # Errors
    /// The folder is missing or a file cannot be read: the browser parts were not built.
    pub fn read(site_root: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        read_folder(site_root, "", &mut files)?;
        let mut hash = Sha256::new();
        for (name, asset) in &files {
            hash.update(name.as_bytes());
            hash.update(&asset.plain);
        }
        let version = crate::keys::base64url(&hash.finalize()[..9]).into();
        Ok(Self { files: Arc::new(files), version })
    }

    /// No files at all, for tests that look at no asset.
    #[must_use]
    pub fn none() -> Self {
        Self { files: Arc::default(), version: "none".into() }
    }
}

fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Asset>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &name, files)?;
        } else {
            let plain = std::fs::read(entry.path())?;
            let asset = Asset { brotli: compress(&plain)?, content_type: content_type(&name), plain };
            files.insert(name, asset);
        }
    }
    Ok(())
}

fn compress(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    // In a debug build the best quality takes seconds for the bundle; nobody measures transfer sizes there.
    let quality = if cfg!(debug_assertions) { 5 } else { 11 };
    let params = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
    brotli::BrotliCompress(&mut &plain[..], &mut out, &params)?;
    Ok(out)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("txt") => "text/plain; charset=utf-8",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

/// One route per file.
pub fn router(assets: &Assets) -> Router {
    let mut router = Router::new();
    for name in assets.files.keys() {
        router = router.route(name, get(serve));
    }
    router.with_state(assets.clone())
}

async fn serve(State(assets): State<Assets>, uri: Uri, headers: HeaderMap) -> Response {
    let Some(asset) = assets.files.get(uri.path()) else { return StatusCode::NOT_FOUND.into_response() };
    let versioned = uri.query().is_some_and(|query| query == format!("v={}", assets.version));
    let cache = if versioned { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let common = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    if takes_brotli(&headers) && asset.brotli.len() < asset.plain.len() {
        (common, [(header::CONTENT_ENCODING, "br")], asset.brotli.clone()).into_response()
    } else {
        (common, asset.plain.clone()).into_response()
    }
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    accepted.split(',').any(|coding| coding.trim() == "br")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_changes_with_any_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("pkg")).unwrap();
        let file = folder.path().join("pkg/hikae.css");
        std::fs::write(&file, "a{}").unwrap();
        let before = Assets::read(folder.path()).unwrap();
        std::fs::write(&file, "b{}").unwrap();
        let after = Assets::read(folder.path()).unwrap();
        assert_ne!(before.version, after.version);
        assert!(after.files.contains_key("/pkg/hikae.css"));
    }

    #[test]
    fn a_build_without_browser_parts_is_an_error() {
        assert!(Assets::read(Path::new("no/such/folder")).is_err());
    }
}
