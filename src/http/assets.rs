//! Scripts, styles and fonts, built by Vite and embedded into the binary.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;
use serde::Deserialize;

use super::problem::{Path, Problem};

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Dist;

/// The service worker; it is served from the root, as a worker reaches no further than its folder.
const WORKER: &str = "sw.js";

/// What a page has to load, as paths on this server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Module scripts; none when the front end was not built.
    pub scripts: Vec<String>,
    /// Style sheets.
    pub styles: Vec<String>,
    /// Fonts that the first view needs.
    pub fonts: Vec<String>,
    /// The sign in the browser's tab.
    pub icon: Option<String>,
}

#[derive(Deserialize)]
struct Chunk {
    file: String,
    #[serde(default)]
    css: Vec<String>,
    #[serde(default)]
    assets: Vec<String>,
    /// What it shares with other entries, by their names in the manifest.
    #[serde(default)]
    imports: Vec<String>,
}

static MANIFEST: LazyLock<HashMap<String, Chunk>> = LazyLock::new(|| {
    Dist::get("manifest.json").map_or_else(HashMap::new, |file| {
        serde_json::from_slice(&file.data).expect("Vite writes a valid manifest")
    })
});

/// What the page with this entry module has to load.
pub fn entry(module: &str) -> Entry {
    let Some(chunk) = MANIFEST.get(module) else { return Entry::default() };
    let path = |file: &String| format!("/assets/{file}");
    let mut chunks = Vec::new();
    gather(&MANIFEST, chunk, &mut HashSet::new(), &mut chunks);
    let assets = chunks.iter().flat_map(|chunk| &chunk.assets);
    Entry {
        scripts: vec![path(&chunk.file)],
        styles: chunks.iter().flat_map(|chunk| &chunk.css).map(path).collect(),
        icon: MANIFEST.get("src/icon.svg").map(|icon| path(&icon.file)),
        fonts: assets.filter(|file| is_first_font(file)).map(path).collect(),
    }
}

/// The script of the service worker; none when the front end was not built.
pub fn worker() -> Option<String> {
    String::from_utf8(Dist::get(WORKER)?.data.into_owned()).ok()
}

/// A name of this build of the front end: another one whenever a file of it is.
pub fn build() -> Option<String> {
    let hash = |name: &str| Some(Dist::get(name)?.metadata.sha256_hash());
    Some(hex(&[&hash("manifest.json")?[..8], &hash(WORKER)?[..8]].concat()))
}

/// The chunks that an entry needs, however far down they are shared: what is shared comes first,
/// so that an entry's own styles can build upon it. Each chunk once.
fn gather<'a>(
    manifest: &'a HashMap<String, Chunk>,
    chunk: &'a Chunk,
    seen: &mut HashSet<&'a str>,
    into: &mut Vec<&'a Chunk>,
) {
    if !seen.insert(&chunk.file) {
        return;
    }
    for shared in chunk.imports.iter().filter_map(|name| manifest.get(name)) {
        gather(manifest, shared, seen, into);
    }
    into.push(chunk);
}

fn is_first_font(file: &str) -> bool {
    file.starts_with("fira-sans-latin-") && !file.contains("-ext-") && file.ends_with(".woff2")
}

/// `GET /assets/{*path}`. Names carry a hash of the content, so they may be kept for ever.
pub async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let own = path != "manifest.json" && path != WORKER;
    let Some(file) = Dist::get(&path).filter(|_| own) else {
        return Problem::not_found("There is no such file.").into_response();
    };
    let etag = format!("\"{}\"", hex(&file.metadata.sha256_hash()[..16]));
    let mut response = if headers.get(header::IF_NONE_MATCH).is_some_and(|known| *known == *etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = file.metadata.mimetype().to_owned();
        ([(header::CONTENT_TYPE, kind)], file.data).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_entry_loads_nothing() {
        assert_eq!(entry("src/nothing.ts"), Entry::default());
    }

    #[test]
    fn what_is_shared_by_what_is_shared_comes_first_and_once() {
        let chunk = |file: &str, imports: &[&str]| Chunk {
            file: file.into(),
            css: Vec::new(),
            assets: Vec::new(),
            imports: imports.iter().map(|name| (*name).into()).collect(),
        };
        let manifest = HashMap::from([
            ("base".into(), chunk("base.js", &[])),
            ("page".into(), chunk("page.js", &["base"])),
            // Chunks may need each other.
            ("form".into(), chunk("form.js", &["page", "base", "form"])),
        ]);
        let mut chunks = Vec::new();
        gather(&manifest, &manifest["form"], &mut HashSet::new(), &mut chunks);
        let files: Vec<&str> = chunks.iter().map(|chunk| chunk.file.as_str()).collect();
        assert_eq!(files, ["base.js", "page.js", "form.js"]);
    }

    #[test]
    fn only_the_fonts_of_the_first_view_are_fetched_early() {
        assert!(is_first_font("fira-sans-latin-400-normal-Abc123.woff2"));
        assert!(!is_first_font("fira-sans-latin-ext-400-normal-Abc123.woff2"));
        assert!(!is_first_font("fira-sans-latin-400-normal-Abc123.woff"));
    }
}
