//! Who asks: the address of the client, also behind a proxy.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderName, request::Parts},
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address of the client: the TCP peer, or the client that a trusted proxy names.
///
/// It is in the extensions of every request, and handlers may take it as an argument. Calls
/// without a network, as in tests, all come from `0.0.0.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client(pub IpAddr);

impl Client {
    /// What limits count by: one IPv4 address, or one /64 of IPv6, as a single device can take
    /// any address within it.
    pub fn group(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) & (!0 << 64)).into(),
        }
    }

    /// Reads the hops from the nearest to the farthest and stops at the first that is no trusted
    /// proxy: everything beyond it may be invented. A hop that cannot be read ends the walk at
    /// the proxy that reported it.
    fn behind(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> Self {
        let trusted = |address: &IpAddr| proxies.iter().any(|net| net.contains(address));
        let mut hop = peer.to_canonical();
        let lines: Vec<&[u8]> =
            headers.get_all(FORWARDED_FOR).iter().map(|line| line.as_bytes()).collect();
        let reported = lines.iter().rev().flat_map(|line| line.rsplit(|byte| *byte == b','));
        for text in reported {
            match address(text) {
                Some(next) if trusted(&hop) => hop = next,
                _ => break,
            }
        }
        Self(hop)
    }
}

/// One hop, with or without a port.
fn address(text: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let address = text.parse::<IpAddr>().ok();
    let address = address.or_else(|| text.parse::<SocketAddr>().ok().map(|place| place.ip()));
    address.map(|address| address.to_canonical())
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or(Self(Ipv4Addr::UNSPECIFIED.into())))
    }
}

/// Puts the client into the extensions of a request.
pub(super) async fn identify(
    State(proxies): State<Arc<[IpNet]>>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo(peer)| peer.ip());
    let client = Client::behind(peer, request.headers(), &proxies);
    request.extensions_mut().insert(client);
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn client(peer: &str, lines: &[&'static [u8]]) -> String {
        let proxies = ["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, HeaderValue::from_bytes(line).unwrap());
        }
        Client::behind(peer.parse().unwrap(), &headers, &proxies).0.to_string()
    }

    #[test]
    fn without_a_trusted_proxy_the_peer_is_the_client_whatever_it_says() {
        assert_eq!(client("203.0.113.9", &[]), "203.0.113.9");
        assert_eq!(client("203.0.113.9", &[b"198.51.100.1"]), "203.0.113.9");
        assert_eq!(client("203.0.113.9", &[b"10.0.0.1, 10.0.0.2"]), "203.0.113.9");
    }

    #[test]
    fn a_trusted_proxy_names_the_client() {
        assert_eq!(client("10.0.0.1", &[b"203.0.113.9"]), "203.0.113.9");
        assert_eq!(client("fd00::1", &[b"2001:db8::7"]), "2001:db8::7");
        assert_eq!(client("10.0.0.1", &[b"203.0.113.9:4711"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &[b"[2001:db8::7]:4711"]), "2001:db8::7");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn what_a_client_wrote_in_front_of_a_trusted_hop_is_not_believed() {
        assert_eq!(client("10.0.0.1", &[b"1.1.1.1, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &[b"1.1.1.1, 203.0.113.9, 10.2.2.2"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &[b"1.1.1.1", b"203.0.113.9", b"10.2.2.2"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &[b"10.9.9.9, 203.0.113.9"]), "203.0.113.9");
    }

    #[test]
    fn an_unreadable_hop_ends_the_walk_at_the_last_trusted_one() {
        assert_eq!(client("10.0.0.1", &[b"203.0.113.9, unknown"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[b"203.0.113.9, x, 10.2.2.2"]), "10.2.2.2");
        assert_eq!(client("10.0.0.1", &[b"203.0.113.9", b"\xff"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[b""]), "10.0.0.1");
    }

    #[test]
    fn an_ipv4_address_in_ipv6_clothes_is_the_same_client() {
        assert_eq!(client("::ffff:203.0.113.9", &[]), "203.0.113.9");
        assert_eq!(client("::ffff:10.0.0.1", &[b"::ffff:203.0.113.9"]), "203.0.113.9");
    }

    #[test]
    fn limits_count_by_network_for_ipv6() {
        let group = |text: &str| Client(text.parse().unwrap()).group().to_string();
        assert_eq!(group("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(group("203.0.113.9"), "203.0.113.9");
    }
}
