//! Writes from other sites, headers on every answer, and pages for browsers.

use sozialraum::{
    http::{Guards, RateLimit},
    settings::PublicUrl,
};

use crate::wire::{Server, Wire};

const BROWSER: &str = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const FORM: &str = "address=Glockenheide+42";

fn at(origin: &str) -> Server {
    let public_origin = PublicUrl::parse(origin);
    Server::start(Guards { public_origin, ..Guards::default() })
}

#[test]
fn writes_from_other_sites_are_refused() {
    let server = at("https://amt.example");
    let here = format!("Origin: http://{}", server.address);
    for (headers, status) in [
        (vec![], 200),
        (vec![&*here], 200),
        (vec!["Sec-Fetch-Site: same-origin"], 200),
        (vec!["Sec-Fetch-Site: none"], 200),
        (vec!["Origin: https://amt.example"], 200),
        (vec!["Sec-Fetch-Site: same-origin", "Origin: null"], 200),
        (vec!["Sec-Fetch-Site: cross-site"], 403),
        (vec!["Sec-Fetch-Site: same-site"], 403),
        (vec!["Sec-Fetch-Site: cross-site", &here], 403),
        (vec!["Origin: https://evil.example"], 403),
        (vec!["Origin: https://amt.example.evil.example"], 403),
        (vec!["Origin: https://amt.example:8443"], 403),
        (vec!["Origin: http://amt.example"], 403),
        (vec!["Origin: null"], 403),
    ] {
        let answer = Wire::post(server.address, "/zustaendigkeit", &headers, FORM);
        assert_eq!(answer.status(), status, "{headers:?}");
    }
    let cross = "Sec-Fetch-Site: cross-site";
    for method in ["POST", "PUT", "PATCH", "DELETE", "TRACE"] {
        let answer = Wire::request(server.address, method, "/api/v1/assign", &[cross], "");
        assert_eq!(answer.status(), 403, "{method}");
        assert!(answer.body().contains("urn:sozialraum:problem:cross-site"), "{answer:?}");
    }
    // A link from elsewhere is welcome.
    assert_eq!(Wire::get(server.address, "/zustaendigkeit", &[cross]).status(), 200);
    let page = Wire::post(server.address, "/zustaendigkeit", &[cross, BROWSER], FORM);
    assert!(page.body().contains("nur von seinen eigenen Seiten"), "{page:?}");
}

/// One answer of every kind.
fn every_kind(server: &Server) -> Vec<(u16, Wire)> {
    let to = server.address;
    let large = "x".repeat(70_000);
    let untyped = "POST /api/v1/assign HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n";
    vec![
        (200, Wire::get(to, "/zustaendigkeit", &[])),
        (200, Wire::get(to, "/api/v1/sozialraeume", &[])),
        (200, Wire::get(to, "/api/v1/openapi.json", &[])),
        (200, Wire::get(to, "/tiles/base/15/17294/10561", &[])),
        (303, Wire::get(to, "/konto", &[])),
        (400, Wire::post(to, "/api/v1/assign", &[], "{}")),
        (404, Wire::get(to, "/assets/%ff", &[])),
        (403, Wire::post(to, "/zustaendigkeit", &["Sec-Fetch-Site: cross-site"], FORM)),
        (404, Wire::get(to, "/nothing", &[])),
        (404, Wire::get(to, "/assets/nothing.js", &[])),
        (404, Wire::get(to, "/nothing", &[BROWSER])),
        (405, Wire::get(to, "/api/v1/assign", &[])),
        (413, Wire::post(to, "/zustaendigkeit", &[], &large)),
        (415, Wire::send(to, untyped.as_bytes())),
        (422, Wire::post(to, "/zustaendigkeit", &[], "address=")),
    ]
}

#[test]
fn every_answer_carries_every_header() {
    let server = at("https://amt.example");
    let mut answers = every_kind(&server);
    let rate = Some(RateLimit { burst: 1, per_second: 1 });
    let public_origin = PublicUrl::parse("https://amt.example");
    let limited = Server::start(Guards { rate, public_origin, ..Guards::default() });
    let mut refused = (0..5).map(|_| Wire::get(limited.address, "/healthz", &[]));
    answers.push((429, refused.find(|answer| answer.status() == 429).unwrap()));
    for (status, answer) in answers {
        assert_eq!(answer.status(), status, "{answer:?}");
        let head = answer.head();
        for header in [
            "content-security-policy: default-src 'self'; script-src 'self'; style-src 'self';",
            "frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "referrer-policy: same-origin",
            "permissions-policy: ",
            "geolocation=(self)",
            "cross-origin-opener-policy: same-origin",
            "cross-origin-resource-policy: same-origin",
            "cache-control: ",
            "strict-transport-security: max-age=31536000",
        ] {
            assert!(head.contains(header), "{header} is missing: {head}");
        }
        assert!(!head.contains("\r\nserver:") && !head.contains("unsafe"), "{head}");
        assert!(status < 400 || head.contains("cache-control: no-store"), "{head}");
    }
}

#[test]
fn only_behind_tls_browsers_are_told_to_stay_with_it() {
    for server in [at("http://amt.example"), Server::start(Guards::default())] {
        let head = Wire::get(server.address, "/zustaendigkeit", &[]).head();
        assert!(!head.contains("strict-transport-security"), "{head}");
    }
}

#[test]
fn a_browser_gets_a_page_and_a_program_a_problem() {
    let server = Server::start(Guards::default());
    let large = "x".repeat(70_000);
    let to = server.address;
    for (status, words, page) in [
        (404, "Diese Seite gibt es nicht", Wire::get(to, "/nichts", &[BROWSER])),
        (404, "Diese Seite gibt es nicht", Wire::get(to, "/assets/nichts.js", &[BROWSER])),
        (404, "Diese Seite gibt es nicht", Wire::get(to, "/assets/%ff", &[BROWSER])),
        (405, "nicht aufrufen", Wire::post(to, "/healthz", &[BROWSER], "")),
        (413, "zu groß", Wire::post(to, "/zustaendigkeit", &[BROWSER], &large)),
    ] {
        assert_eq!(page.status(), status, "{page:?}");
        assert!(page.head().contains("content-type: text/html"), "{page:?}");
        assert!(page.body().contains(words) && page.body().contains("href=\"/\""), "{page:?}");
        assert!(!page.body().contains("<script") && !page.body().contains("style="), "{page:?}");
    }
    for (path, accept) in [("/nichts", "Accept: */*"), ("/api/v1/nichts", BROWSER)] {
        let problem = Wire::get(to, path, &[accept]);
        assert_eq!(problem.status(), 404);
        assert!(problem.head().contains("content-type: application/problem+json"), "{problem:?}");
        assert!(problem.body().contains("urn:sozialraum:problem:not-found"), "{problem:?}");
    }
}

#[test]
fn a_browser_over_the_limit_is_told_how_long_to_wait() {
    let rate = Some(RateLimit { burst: 1, per_second: 1 });
    let server = Server::start(Guards { rate, ..Guards::default() });
    let mut pages = (0..5).map(|_| Wire::get(server.address, "/zustaendigkeit", &[BROWSER]));
    let page = pages.find(|page| page.status() == 429).unwrap();
    assert!(page.head().contains("retry-after: "), "{page:?}");
    assert!(page.body().contains("Warten Sie etwa 2 Sekunden"), "{page:?}");
}
