//! The address under which people reach the service.

use std::net::{IpAddr, Ipv6Addr};

/// An `http` or `https` origin: scheme, host and perhaps a port, without a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    host: usize,
}

impl PublicUrl {
    /// Reads an origin such as `https://sozialraum.example.de`; one `/` behind it is left out.
    /// `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let origin = text.strip_suffix('/').unwrap_or(&text);
        let (scheme, authority) = origin.split_once("://")?;
        let usual_port = match scheme {
            "https" => "443",
            "http" => "80",
            _ => return None,
        };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (authority, None),
        };
        // A number alone: `parse` would take a sign as well.
        let digits = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
        let port_fits =
            port.is_none_or(|port| digits(port) && port.parse::<u16>().is_ok_and(|port| port > 0));
        // Written as browsers do in the header `Origin`, with which it is compared.
        let port = port.filter(|port| *port != usual_port).map(|port| format!(":{port}"));
        let origin = format!("{scheme}://{host}{}", port.unwrap_or_default());
        (port_fits && is_host(host)).then_some(Self { origin, host: host.len() })
    }

    /// The origin, without `/` behind it.
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// Whether people reach the service through TLS.
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }

    /// Host without port; an IPv6 address in its brackets.
    pub fn host(&self) -> &str {
        let start = if self.is_https() { "https://".len() } else { "http://".len() };
        &self.origin[start..start + self.host]
    }

    /// Whether it leads back to the machine itself.
    pub fn is_loopback(&self) -> bool {
        let host = self.host().trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
    }
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return inner.parse::<Ipv6Addr>().is_ok();
    }
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.len() <= 253 && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_scheme_and_host_and_nothing_behind() {
        let url = PublicUrl::parse("HTTPS://Sozialraum.example.de/").unwrap();
        assert_eq!(url.as_str(), "https://sozialraum.example.de");
        assert_eq!(url.host(), "sozialraum.example.de");
        assert!(url.is_https() && !url.is_loopback());
        let url = PublicUrl::parse("http://[::1]:8080").unwrap();
        assert_eq!(url.host(), "[::1]");
        assert!(!url.is_https() && url.is_loopback());
        assert_eq!(
            PublicUrl::parse("https://amt.example:443").unwrap().as_str(),
            "https://amt.example"
        );
        assert!(PublicUrl::parse("http://localhost:3000").unwrap().is_loopback());
    }

    #[test]
    fn anything_else_is_none() {
        for wrong in [
            "sozialraum.example.de",
            "ftp://a.de",
            "https://",
            "https://a.de/pfad",
            "https://a.de?x",
            "https://u@a.de",
            "https://a.de:0",
            "https://a.de:+1",
            "https://a.de:",
            "https://a..de",
            "https://-a.de",
            "https://straße.de",
            "https://[::g]",
            "https://a.de//",
        ] {
            assert_eq!(PublicUrl::parse(wrong), None, "{wrong}");
        }
    }
}
