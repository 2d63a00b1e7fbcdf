//! What is counted: how much, how fast, with which kind of result. Never what or by whom.

use std::{sync::atomic::AtomicU64, time::Duration};

use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram, info::Info},
    registry::{Registry, Unit},
};

use crate::{domain::assign::Status, locale::answer::status_code};

/// Upper ends of the classes of durations, in seconds. A look-up takes about a millisecond, an
/// export a second.
const SECONDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabel {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StatusLabel {
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabel {
    outcome: &'static str,
}

/// How an attempt to sign in ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignIn {
    /// Signed in.
    Success,
    /// Unknown name or wrong password; the two are not told apart.
    Failure,
    /// Refused unseen after too many failures.
    Locked,
}

/// The counters of one running service, all starting at zero.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    durations: Family<RouteLabel, Histogram, fn() -> Histogram>,
    lookups: Family<StatusLabel, Counter>,
    rate_limited: Counter,
    sign_ins: Family<OutcomeLabel, Counter>,
    store_writable: Gauge,
    snapshot_loads: Counter,
    snapshot_time: Gauge<f64, AtomicU64>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl SignIn {
    const ALL: [Self; 3] = [Self::Success, Self::Failure, Self::Locked];

    const fn code(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Locked => "locked",
        }
    }
}

impl Metrics {
    /// Metrics of their own, with every fixed label at zero so that rates work from the start.
    pub fn new() -> Self {
        let durations: fn() -> Histogram = || Histogram::new(SECONDS);
        let mut metrics = Self {
            registry: Registry::with_prefix("sozialraum"),
            requests: Family::default(),
            durations: Family::new_with_constructor(durations),
            lookups: Family::default(),
            rate_limited: Counter::default(),
            sign_ins: Family::default(),
            store_writable: Gauge::default(),
            snapshot_loads: Counter::default(),
            snapshot_time: Gauge::default(),
        };
        for status in Status::ALL {
            drop(metrics.lookups.get_or_create(&StatusLabel { status: status_code(status) }));
        }
        for outcome in SignIn::ALL {
            drop(metrics.sign_ins.get_or_create(&OutcomeLabel { outcome: outcome.code() }));
        }
        metrics.register();
        metrics
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register(
            "http_requests",
            "Requests by method, route and class of status",
            self.requests.clone(),
        );
        registry.register_with_unit(
            "http_request_duration",
            "Time until the head of the response, by route",
            Unit::Seconds,
            self.durations.clone(),
        );
        registry.register("lookups", "Answered look-ups by status", self.lookups.clone());
        registry.register(
            "rate_limited_requests",
            "Requests refused because one client asked too much",
            self.rate_limited.clone(),
        );
        registry.register("sign_ins", "Attempts to sign in by outcome", self.sign_ins.clone());
        registry.register(
            "store_writable",
            "Whether the database can be written: 1 or 0",
            self.store_writable.clone(),
        );
        registry.register(
            "snapshot_loads",
            "How often the data was loaded into memory",
            self.snapshot_loads.clone(),
        );
        registry.register_with_unit(
            "snapshot_last_load_timestamp",
            "When the data was last loaded, since 1970",
            Unit::Seconds,
            self.snapshot_time.clone(),
        );
        let version = [("version", env!("CARGO_PKG_VERSION"))];
        registry.register("build", "The running version", Info::new(version));
    }

    /// Counts a request. `route` is a template such as `/tiles/base/{z}/{x}/{y}`, `status` the
    /// number of the response.
    pub fn request(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        let class = match status {
            100..=199 => "1xx",
            200..=299 => "2xx",
            300..=399 => "3xx",
            400..=499 => "4xx",
            _ => "5xx",
        };
        let labels = RequestLabels { method, route: route.to_owned(), status: class };
        self.requests.get_or_create(&labels).inc();
        let label = RouteLabel { route: route.to_owned() };
        self.durations.get_or_create(&label).observe(took.as_secs_f64());
        if status == 429 {
            self.rate_limited.inc();
        }
    }

    /// Counts an answered look-up.
    pub fn lookup(&self, status: Status) {
        self.lookups.get_or_create(&StatusLabel { status: status_code(status) }).inc();
    }

    /// Answered look-ups since the start, by status.
    pub fn lookups(&self) -> Vec<(Status, u64)> {
        let count = |status| {
            let label = StatusLabel { status: status_code(status) };
            (status, self.lookups.get_or_create(&label).get())
        };
        Status::ALL.into_iter().map(count).collect()
    }

    /// Counts an attempt to sign in.
    pub fn sign_in(&self, outcome: SignIn) {
        self.sign_ins.get_or_create(&OutcomeLabel { outcome: outcome.code() }).inc();
    }

    /// Notes whether the database can be written.
    pub fn store_writable(&self, writable: bool) {
        self.store_writable.set(writable.into());
    }

    /// Notes that the data was loaded into memory, at a time in seconds since 1970.
    pub fn snapshot_loaded(&self, at: f64) {
        self.snapshot_loads.inc();
        self.snapshot_time.set(at);
    }

    /// Everything in the OpenMetrics text format.
    ///
    /// # Errors
    /// When a value cannot be written as text.
    pub fn encode(&self) -> Result<String, std::fmt::Error> {
        let mut out = String::new();
        text::encode(&mut out, &self.registry)?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_can_be_read() {
        let metrics = Metrics::new();
        metrics.lookup(Status::Unique);
        metrics.lookup(Status::Unique);
        metrics.lookup(Status::Outside);
        let of = |asked| metrics.lookups().into_iter().find(|(status, _)| *status == asked);
        assert_eq!(of(Status::Unique), Some((Status::Unique, 2)));
        assert_eq!(of(Status::NearBorder), Some((Status::NearBorder, 0)));
        metrics.request("POST", "/api/v1/assign", 429, Duration::from_millis(2));
        metrics.sign_in(SignIn::Locked);
        metrics.store_writable(true);
        metrics.snapshot_loaded(1_800_000_000.5);
        let text = metrics.encode().unwrap();
        for line in [
            "sozialraum_lookups_total{status=\"unique\"} 2",
            "sozialraum_lookups_total{status=\"rule_conflict\"} 0",
            "sozialraum_http_requests_total{method=\"POST\",route=\"/api/v1/assign\",status=\"4xx\"} 1",
            "sozialraum_http_request_duration_seconds_bucket{le=\"0.0025\",route=\"/api/v1/assign\"} 1",
            "sozialraum_rate_limited_requests_total 1",
            "sozialraum_sign_ins_total{outcome=\"locked\"} 1",
            "sozialraum_sign_ins_total{outcome=\"success\"} 0",
            "sozialraum_store_writable 1",
            "sozialraum_snapshot_loads_total 1",
            "sozialraum_snapshot_last_load_timestamp_seconds 1800000000.5",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is missing in:\n{text}");
        }
        assert!(text.contains("sozialraum_build_info{version=\""), "{text}");
        assert!(text.ends_with("# EOF\n"));
    }
}
