//! What is there after the power was cut: the program is killed in the middle of its writes, again
//! and again. `SOAK_ROUNDS` says how often (10), `SOAK_SEED` repeats one round.

mod check;
#[path = "../common/mod.rs"]
mod common;
mod rounds;

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::Stdio,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use common::{
    copy_of_data, data,
    program::{Program, agent, wait, write},
};
use serde_json::json;
use sozialraum::{formats::folder, service::audit::verify, store::Store};

use check::{check, same};
use rounds::{Numbers, rounds};

#[test]
fn killed_while_it_imports_the_database_is_empty_or_whole() {
    rounds("import", |numbers| {
        let program = Program::empty();
        for _ in 0..2 {
            let mut server = program.serve_command("error");
            let mut child = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            thread::sleep(Duration::from_millis(numbers.below(1500)));
            child.kill().unwrap();
            child.wait().unwrap();
            if program.database.exists() {
                wait(async {
                    let store = program.store().await;
                    assert_eq!(store.defects().await.unwrap(), Vec::<String>::new());
                    let imported = verify(&store, None).await.unwrap().entries;
                    let kept = store.dataset().await.unwrap();
                    assert_eq!(kept.is_some(), imported == 1, "{imported} entries");
                    if let Some(kept) = kept {
                        assert!(same(&kept, &folder::read_sound(&data()).unwrap()));
                    }
                    store.close().await;
                });
            }
        }
        let server = program.serve();
        assert_eq!(server.assign("Glockenheide 42")["team"]["id"], "nord-a");
    });
}

#[test]
fn killed_while_many_write_every_acknowledged_change_is_there_and_each_one_is_whole() {
    // Another city of the same shape, to tell the two apart.
    let other = copy_of_data();
    let file = other.path().join("organisation.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("Sozialraumteam Nord A", "Team am Moor")).unwrap();
    rounds("writes", |numbers| {
        let program = Program::new();
        let token = program.admin_token();
        let backup = program.file("backup.db");
        program.ok(&["backup", &backup]);
        let restoring = numbers.below(2) == 1;
        let written = write_and_kill(&program, &token, other.path(), restoring, numbers);
        check(&program, &written, other.path());
    });
}

/// What was acknowledged.
#[derive(Default)]
struct Written {
    accounts: BTreeSet<String>,
    hours: BTreeSet<String>,
    commands: usize,
}

/// Lets many write at once, kills the server and the commands at some moment, and returns what
/// was acknowledged until then.
fn write_and_kill(
    program: &Program,
    token: &str,
    other: &Path,
    restoring: bool,
    numbers: &mut Numbers,
) -> Written {
    let server = program.serve();
    let (url, stop) = (server.url.clone(), AtomicBool::new(false));
    let (written, children) = (Mutex::new(Written::default()), Mutex::new(Vec::new()));
    let moment = Duration::from_millis(200 + numbers.below(4000));
    thread::scope(|scope| {
        for writer in 0..4 {
            let (url, stop, written) = (&url, &stop, &written);
            scope.spawn(move || {
                let agent = agent();
                for turn in (0..).take_while(|_| !stop.load(Ordering::Relaxed)) {
                    let name = format!("w{writer}-{turn}");
                    let body = json!({ "name": name, "roles": ["intake"] });
                    let answer = write(&agent, url, "POST", "/api/v1/accounts", token, &body);
                    if matches!(answer, Ok((201, _))) {
                        written.lock().unwrap().accounts.insert(name);
                    }
                }
            });
        }
        scope.spawn(|| {
            let agent = agent();
            let mut based_on = 0;
            for turn in (0..).take_while(|_| !stop.load(Ordering::Relaxed)) {
                let hours = format!("hours {turn}");
                let details = json!({ "name": "Team Nord A", "contact": { "hours": hours } });
                let body = json!({ "details": details, "based_on": based_on });
                let path = "/api/v1/organisation/entries/team/nord-a";
                if let Ok((200, answer)) = write(&agent, &url, "PUT", path, token, &body) {
                    written.lock().unwrap().hours.insert(hours);
                    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
                    based_on = answer["change"].as_i64().unwrap();
                } else if let Some(latest) = latest_change(&url, token) {
                    // A restore took the former changes away.
                    based_on = latest;
                }
            }
        });
        scope.spawn(|| {
            let backup = program.file("backup.db");
            let folders = [other.to_str().unwrap().to_owned(), data().display().to_string()];
            for turn in (0..).take_while(|_| !stop.load(Ordering::Relaxed)) {
                let mut command = if restoring && turn % 2 == 0 {
                    program.command(&["restore", &backup])
                } else {
                    program.command(&["import", &folders[turn / 2 % 2]])
                };
                let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
                let id = child.id();
                children.lock().unwrap().push(child);
                while !stop.load(Ordering::Relaxed) {
                    let mut children = children.lock().unwrap();
                    let child = children.iter_mut().find(|child| child.id() == id).unwrap();
                    if let Some(ended) = child.try_wait().unwrap() {
                        written.lock().unwrap().commands += usize::from(ended.success());
                        break;
                    }
                    drop(children);
                    thread::sleep(Duration::from_millis(5));
                }
            }
        });
        thread::sleep(moment);
        server.kill();
        stop.store(true, Ordering::Relaxed);
        for child in children.lock().unwrap().iter_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    });
    // One that was started at the very last moment.
    for mut child in children.into_inner().unwrap() {
        let _ = child.kill();
        let _ = child.wait();
    }
    written.into_inner().unwrap()
}

fn latest_change(url: &str, token: &str) -> Option<i64> {
    let request = agent().get(format!("{url}/api/v1/organisation/entries"));
    let answer = request.header("authorization", format!("Bearer {token}")).call().ok()?;
    let text = answer.into_body().read_to_string().ok()?;
    let entries: serde_json::Value = serde_json::from_str(&text).ok()?;
    let entries = entries["entries"].as_array()?;
    entries.iter().find(|one| one["entry"] == "team/nord-a")?["latest_change"].as_i64()
}
