//! What every response tells the browser, errors included.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};

/// What a page may load: everything from here, nothing from elsewhere, and no script or style
/// inside the page. Patterns and icons are drawn as data images.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";
/// The pages use none of this but the place, when somebody asks what is near; a script that got in
/// may not either.
const PERMISSIONS_POLICY: &str = "accelerometer=(), camera=(), display-capture=(), \
    geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";
/// A year. Other names below the host are not this service's to decide about.
const HSTS: &str = "max-age=31536000";

/// Headers that no handler may weaken.
const FIXED: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Other sites learn nothing. Our own forms must: with `no-referrer` a browser would send
    // `Origin: null`, and over plain HTTP nothing else tells that the form is ours.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
];

/// In the extensions of a response that other websites may show in a frame. Everything else is
/// shown in none, so that nobody is led to click on what they do not see.
#[derive(Debug, Clone, Copy)]
pub(super) struct Embeddable;

fn embed(headers: &mut HeaderMap) {
    let policy = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *");
    let policy = HeaderValue::from_str(&policy).expect("the policy is plain text");
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.remove(header::X_FRAME_OPTIONS);
    // Websites that isolate themselves show only frames that agree to it.
    let anywhere = HeaderValue::from_static("cross-origin");
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), anywhere);
}

/// Puts the headers on a response; `https` tells whether people reach the service over TLS.
pub(super) async fn put(State(https): State<bool>, mut response: Response) -> Response {
    let embeddable = response.extensions().get::<Embeddable>().is_some();
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if embeddable {
        embed(headers);
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    // Answers are about families; only what says so itself may be kept.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
