//! The log on stderr, for people or for machines.

use std::io::{self, IsTerminal};

use tracing::Subscriber;
use tracing_subscriber::{
    EnvFilter, Layer, Registry, fmt::MakeWriter, layer::SubscriberExt, util::SubscriberInitExt,
};

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Starts logging to stderr; a second call changes nothing.
///
/// # Errors
/// When the filter is none, such as `info` or `info,sozialraum=debug`.
pub fn init(filter: &str, format: LogFormat) -> Result<(), String> {
    let filter = EnvFilter::try_new(filter).map_err(|error| error.to_string())?;
    // Fails only when logging was started already, by a test for example.
    let _ = subscriber(filter, format, io::stderr().is_terminal(), io::stderr).try_init();
    Ok(())
}

fn subscriber<W>(filter: EnvFilter, format: LogFormat, colours: bool, writer: W) -> impl Subscriber
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt::layer().with_ansi(colours).with_writer(writer);
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    tracing_subscriber::registry().with(lines.with_filter(filter))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use serde_json::Value;

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_json_line_carries_the_fields_and_the_request_around_it() {
        let kept = Kept::default();
        let writer = kept.clone();
        let filter = EnvFilter::new("info");
        let log = subscriber(filter, LogFormat::Json, false, move || writer.clone());
        tracing::subscriber::with_default(log, || {
            let _inside = tracing::info_span!("request", id = "abc").entered();
            tracing::info!(status = 200, "answered „so“");
            tracing::debug!("too fine");
        });
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 1, "{text}");
        assert_eq!(lines[0]["status"], 200);
        assert_eq!(lines[0]["message"], "answered „so“");
        assert_eq!(lines[0]["span"]["id"], "abc");
    }
}
