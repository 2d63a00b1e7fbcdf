//! The real program: its commands, and its server, on a database of their own.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use serde_json::Value;
use sozialraum::store::SqliteStore;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use tempfile::TempDir;

use super::{data, filled_database, stderr, stdout};

/// A database in a folder of its own, and the program on it.
pub struct Program {
    /// The folder; it is the working directory and holds nothing else.
    pub folder: TempDir,
    /// The database.
    pub database: PathBuf,
}

/// Runs what waits for something.
pub fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

impl Program {
    /// Without a database.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("var/test.db");
        Self { folder, database }
    }

    /// With the shipped city.
    pub fn new() -> Self {
        let program = Self::empty();
        fs::create_dir_all(program.database.parent().unwrap()).unwrap();
        filled_database(&program.database);
        program
    }

    /// The URL of the database.
    pub fn url(&self) -> String {
        format!("sqlite:{}", self.database.display())
    }

    /// A file in the folder.
    pub fn file(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// A command on the database.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sozialraum"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("SOZIALRAUM_DATA")
            .env_remove("SOZIALRAUM_PUBLIC_URL")
            .env("SOZIALRAUM_DATABASE", self.url());
        command
    }

    /// Runs a command.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command that has to succeed and returns what it prints.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
        stdout(&output)
    }

    /// Runs a command that has to fail with this status and returns its one line.
    pub fn refused(&self, status: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", stdout(&output));
        let text = stderr(&output);
        assert_eq!(text.trim_end().lines().count(), 1, "{text}");
        text
    }

    /// What `doctor` finds, as pairs of check and level.
    pub fn doctor(&self) -> Vec<(String, String)> {
        let output = self.run(&["doctor", "--json"]);
        let findings: Value = serde_json::from_str(&stdout(&output)).unwrap();
        let word = |finding: &Value, name: &str| finding[name].as_str().unwrap().to_owned();
        let findings = findings.as_array().unwrap();
        findings.iter().map(|one| (word(one, "check"), word(one, "level"))).collect()
    }

    /// The secret of a new token of an administrator.
    pub fn admin_token(&self) -> String {
        let shown = self.ok(&["token", "add", "test", "--role", "admin", "--days", "1"]);
        shown.lines().last().unwrap().to_owned()
    }

    /// Runs SQL past the program.
    pub fn sql(&self, statement: &str) {
        wait(async {
            let mut connection = SqliteConnection::connect(&self.url()).await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
                .execute(&mut connection)
                .await
                .unwrap();
            connection.close().await.unwrap();
        });
    }

    /// The store over the database.
    pub async fn store(&self) -> SqliteStore {
        SqliteStore::open(&self.url()).await.unwrap()
    }

    /// The command of a server on any port.
    pub fn serve_command(&self, log: &str) -> Command {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0", "--log", log]);
        command.args(["--rate-burst", "100000", "--rate", "100000", "--data"]).arg(data());
        command
    }

    /// A running server.
    pub fn serve(&self) -> Running {
        Running::start(self.serve_command("info"), &self.folder.path().join("server.log"))
    }
}

/// A running server. It is killed when it is dropped.
pub struct Running {
    child: Child,
    /// Its address, such as `http://127.0.0.1:8080`.
    pub url: String,
    agent: ureq::Agent,
    /// What it has printed so far; it has to be read, as nobody writes into a closed pipe.
    printed: Arc<Mutex<String>>,
}

/// Status and body of an answer.
pub type Answer = Result<(u16, String), ureq::Error>;

impl Running {
    /// Starts a server that writes its log to a file, as a pipe that nobody reads would stop it.
    pub fn start(mut command: Command, log: &Path) -> Self {
        let child = command.stdout(Stdio::piped()).stderr(File::create(log).unwrap()).spawn();
        let mut child = child.unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let (printed, mut url) = (Arc::new(Mutex::new(String::new())), None);
        while url.is_none() {
            let mut line = String::new();
            if out.read_line(&mut line).unwrap() == 0 {
                child.wait().unwrap();
                panic!("the server ended: {}", fs::read_to_string(log).unwrap());
            }
            printed.lock().unwrap().push_str(&line);
            url = line.split_once("http://").map(|(_, rest)| rest.to_owned());
        }
        let host = url.unwrap_or_default().split('/').next().unwrap_or_default().to_owned();
        let more = printed.clone();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                more.lock().unwrap().push_str(&line);
            }
        });
        Self { child, url: format!("http://{host}"), agent: agent(), printed }
    }

    /// What it has printed so far.
    pub fn printed(&self) -> String {
        self.printed.lock().unwrap().clone()
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks.
    pub fn get(&self, path: &str, token: &str) -> Answer {
        let request = self.agent.get(format!("{}{path}", self.url));
        finish(request.header("authorization", format!("Bearer {token}")).call())
    }

    /// Sends a body of some type.
    pub fn post(&self, path: &str, content_type: &str, body: &str) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.url));
        finish(request.header("content-type", content_type).send(body))
    }

    /// Writes as an administrator.
    pub fn write(&self, method: &str, path: &str, token: &str, body: &Value) -> Answer {
        write(&self.agent, &self.url, method, path, token, body)
    }

    /// The answer to an address.
    pub fn assign(&self, address: &str) -> Value {
        let body = serde_json::json!({ "address": address }).to_string();
        let (status, answer) = self.post("/api/v1/assign", "application/json", &body).unwrap();
        assert_eq!(status, 200, "{answer}");
        serde_json::from_str(&answer).unwrap()
    }

    /// Waits until something holds, at most five seconds, and says how long that took.
    pub fn until(&self, holds: impl Fn(&Self) -> bool) -> Duration {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < Duration::from_secs(5), "it does not come about");
            std::thread::sleep(Duration::from_millis(50));
        }
        start.elapsed()
    }

    /// Kills it as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop.
    pub fn stop(mut self) {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(asked.success());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A client that takes every status as an answer.
pub fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false);
    config.timeout_global(Some(Duration::from_secs(30))).build().into()
}

/// Writes as an administrator.
pub fn write(
    agent: &ureq::Agent,
    url: &str,
    method: &str,
    path: &str,
    token: &str,
    body: &Value,
) -> Answer {
    let url = format!("{url}{path}");
    let request = if method == "PUT" { agent.put(url) } else { agent.post(url) };
    let request = request
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json");
    finish(request.send(body.to_string()))
}

fn finish(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let mut answer = answer?;
    let status = answer.status().as_u16();
    Ok((status, answer.body_mut().read_to_string()?))
}
