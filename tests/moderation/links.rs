//! Links for providers: they work once, for one entry, and nobody else learns of them.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    sync::mpsc,
    thread,
};

use sozialraum::{
    domain::resource::{Contact, Record},
    http::Guards,
    service::resources::{self, Vouching},
    settings::{Settings, SmtpUrl},
    store::{Store, SuggestionFilter},
};

use crate::{
    common::{App, Client, Running},
    coordinator, entries, now,
};

/// Makes a link on the page and returns its path.
async fn link(client: &Client, record: &Record) -> String {
    let path = format!("/koordination/angebot/{}/link", record.resource.id);
    let shown = client.post_form(&path, "").await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    let start = shown.body.find("/bestaetigen/").unwrap();
    shown.body[start..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "/-_".contains(*c))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_once_and_reading_it_uses_nothing_up() {
    let running = Running::start().await;
    let client = coordinator(&running).await;
    let entry = &entries(&running, 1)[0];
    let path = link(&client, entry).await;
    let anybody = Client::new(&running.url);
    for _ in 0..3 {
        let shown = anybody.send("GET", &path).await;
        assert_eq!(shown.status, 200);
        assert!(shown.body.contains("Alles stimmt so"));
        assert_eq!(shown.header("cache-control"), "no-store");
    }
    let (one, two) = tokio::join!(
        anybody.post_form(&path, "version=1&as_it_is=1"),
        anybody.post_form(&path, "version=1&as_it_is=1")
    );
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410], "{} {}", one.body, two.body);
    let after = now(&running, entry);
    assert_eq!(after.verification.unwrap().by, "provider");
    assert_eq!((after.version, &after.resource), (2, &entry.resource));
    let history = running.app.store.resource_history(entry.resource.id).await.unwrap();
    assert_eq!(history[0].kind.code(), "confirmed");
    let used = anybody.send("GET", &path).await;
    assert_eq!(used.status, 410);
    assert!(used.body.contains("gilt nicht mehr") && used.body.contains("einen neuen"));
    assert_eq!(anybody.send("GET", "/bestaetigen/never").await.status, 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn corrections_are_taken_over_and_free_words_go_to_the_coordinators() {
    let running = Running::start().await;
    let client = coordinator(&running).await;
    let entry = &entries(&running, 1)[0];
    let path = link(&client, entry).await;
    let anybody = Client::new(&running.url);
    let street = entry.resource.address.street.clone().unwrap_or_default();
    let wrong = format!("version=1&name=Neu&website=kaputt&street={street}");
    let refused = anybody.post_form(&path, &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("website-error"), "{}", refused.body);
    assert_eq!(now(&running, entry), *entry);
    let body = "version=1&name=Neu&website=https%3A%2F%2Fneu.example&street=Nirgendweg+1\
                &hours=wenn+die+Sonne+scheint&cost=free&wheelchair=limited&toilet=true\
                &languages=de&languages=gsg&contact1_phone=040+1234567";
    let done = anybody.post_form(&path, body).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let resource = now(&running, entry).resource;
    assert_eq!(
        (resource.name.as_str(), resource.website.as_deref()),
        ("Neu", Some("https://neu.example"))
    );
    assert_eq!(resource.languages, ["de", "gsg"]);
    assert_eq!(resource.access.toilet, Some(true));
    assert_eq!(
        (resource.place, &resource.address.street),
        (entry.resource.place, &entry.resource.address.street)
    );
    let left = running.app.store.suggestions(SuggestionFilter::default(), 0, 9).await.unwrap();
    assert_eq!(left.len(), 1);
    let said: Vec<&str> = left[0].proposal.fields.values().map(String::as_str).collect();
    assert_eq!(said, ["Nirgendweg 1", "wenn die Sonne scheint"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_survives_a_change_of_the_entry_and_ends_with_the_next_one() {
    let running = Running::start().await;
    let client = coordinator(&running).await;
    let entry = &entries(&running, 1)[0];
    let first = link(&client, entry).await;
    let live = &running.app.state.live;
    let mut other = entry.resource.clone();
    other.description = Some("inzwischen".into());
    resources::edit(live, "fritz", 1, other, Vouching::default()).await.unwrap();
    let anybody = Client::new(&running.url);
    let stale = anybody.post_form(&first, "version=1&as_it_is=1").await;
    assert_eq!(stale.status, 409);
    assert!(stale.body.contains("inzwischen") && stale.body.contains("value=\"2\""));
    let second = link(&client, entry).await;
    assert_eq!(anybody.send("GET", &first).await.status, 410);
    assert_eq!(anybody.post_form(&second, "version=2&as_it_is=1").await.status, 200);
}

/// A mail server that takes one message and gives it back.
fn sink() -> (u16, mpsc::Receiver<String>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        stream.write_all(b"220 sink\r\n").unwrap();
        let (mut in_data, mut text) = (false, String::new());
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                break;
            }
            text.push_str(&line);
            if in_data {
                if line == ".\r\n" {
                    in_data = false;
                    stream.write_all(b"250 taken\r\n").unwrap();
                }
                continue;
            }
            let answer: &[u8] = match line.get(..4).unwrap_or_default() {
                "DATA" => {
                    in_data = true;
                    b"354 go on\r\n"
                }
                "QUIT" => b"221 bye\r\n",
                _ => b"250 fine\r\n",
            };
            stream.write_all(answer).unwrap();
        }
        send.send(text).unwrap();
    });
    (port, receive)
}

async fn with_mail(port: u16) -> (Running, Client, Record) {
    let mut settings = Settings::default();
    settings.mail.smtp_url = SmtpUrl::parse(&format!("smtp://127.0.0.1:{port}"));
    settings.mail.from = Some("Sozialraum <sozialraum@stadt.example>".into());
    let guards = Guards { rate: None, writes: None, ..Guards::default() };
    let running = Running::over(App::with(settings).await, guards).await;
    let client = coordinator(&running).await;
    let entry = &entries(&running, 1)[0];
    let mut resource = entry.resource.clone();
    resource.contacts =
        vec![Contact { email: Some("treff@verein.example".into()), ..Contact::default() }];
    resources::edit(&running.app.state.live, "erika", 1, resource, Vouching::default())
        .await
        .unwrap();
    let entry = now(&running, entry);
    (running, client, entry)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_is_mailed_to_an_address_of_the_entry_alone() {
    let (port, received) = sink();
    let (_running, client, entry) = with_mail(port).await;
    let path = link(&client, &entry).await;
    let secret = path.rsplit('/').next().unwrap();
    let send = format!("/koordination/angebot/{}/link/senden", entry.resource.id);
    let other = client.post_form(&send, &format!("link={secret}&to=fremd%40example.com")).await;
    assert_eq!(other.status, 410);
    let sent = client.post_form(&send, &format!("link={secret}&to=treff%40verein.example")).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    assert!(sent.body.contains(&path), "the link stays copyable");
    let text = tokio::task::spawn_blocking(move || {
        received.recv_timeout(std::time::Duration::from_secs(20)).unwrap()
    });
    let text = text.await.unwrap();
    assert!(text.contains("RCPT TO:<treff@verein.example>"), "{text}");
    // Quoted-printable breaks lines; the secret is found without them.
    assert!(text.replace("=\r\n", "").contains(secret), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_fails_is_told_and_the_link_stays() {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let (running, client, entry) = with_mail(port).await;
    let path = link(&client, &entry).await;
    let secret = path.rsplit('/').next().unwrap();
    let send = format!("/koordination/angebot/{}/link/senden", entry.resource.id);
    let failed = client.post_form(&send, &format!("link={secret}&to=treff%40verein.example")).await;
    assert_eq!(failed.status, 502);
    assert!(failed.body.contains("wurde nicht gesendet") && failed.body.contains(&path));
    assert_eq!(Client::new(&running.url).send("GET", &path).await.status, 200);
}
