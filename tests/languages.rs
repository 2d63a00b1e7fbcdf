//! Pages in the language that is asked for: it is in the address, and every link keeps it.

mod common;

use axum_test::{TestResponse, TestServer};
use common::App;
use serde_json::Value;
use sozialraum::{
    http::{Guards, router},
    locale::{Catalogue, Lang, RESIDENT_GROUPS},
};

const HTML: &str = "text/html";

async fn server() -> (TestServer, App) {
    let app = App::new().await;
    let guards = Guards { rate: None, writes: None, ..Guards::default() };
    (TestServer::new(router(app.state.clone(), &guards)), app)
}

async fn page(server: &TestServer, path: &str) -> String {
    server.get(path).add_header("accept", HTML).await.text()
}

async fn ask(server: &TestServer, path: &str, address: &str) -> TestResponse {
    server.post(path).form(&[("address", address)]).await
}

fn assert_in(page: &str, tag: &str, dir: &str) {
    let html = format!("<html lang=\"{tag}\" dir=\"{dir}\">");
    assert!(page.contains(&html), "{html}: {}", &page[..80]);
}

/// The page without what is marked as German, escapes undone.
fn own_text(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some(start) = rest.find(" lang=\"de\"") {
        let open = rest[..start].rfind('<').unwrap();
        let name: String =
            rest[open + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
        text.push_str(&rest[..open]);
        rest = rest[open..].split_once(&format!("</{name}>")).unwrap().1;
    }
    text.push_str(rest);
    text.replace("&#34;", "\"").replace("&#39;", "'").replace("&#38;", "&")
}

/// No text of the German catalogue that residents read is on the page.
fn assert_wholly_english(page: &str) {
    let text = own_text(page);
    let (german, english) = (Catalogue::german(), Catalogue::of(Lang::En).unwrap());
    for (key, words) in german.entries() {
        let resident = RESIDENT_GROUPS.contains(&key.split('.').next().unwrap());
        // The longest piece between values; short ones can be in English words, too.
        let longest = words.split(['{', '}']).step_by(2).max_by_key(|part| part.len()).unwrap();
        if resident && longest.trim().len() >= 9 && !english.text(key, &[]).contains(longest) {
            assert!(!text.contains(longest.trim()), "{key}: „{longest}“ in {text}");
        }
    }
}

/// The values of an attribute that lead to a page of the service.
fn links<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let pages = |link: &&str| !link.starts_with("/api/") && !link.starts_with("/assets/");
    let values = page.split(attribute).skip(1).filter_map(|rest| rest.split('"').next());
    values.filter(|link| link.starts_with('/')).filter(pages).collect()
}

#[tokio::test]
async fn pages_are_wholly_in_the_language_asked_for() {
    let (server, _app) = server().await;
    let ways = ["/zustaendigkeit/wohnsitz", "/zustaendigkeit/ohne-adresse"];
    for path in ["/", "/karte", "/zustaendigkeit", "/datenschutz", "/nowhere"].iter().chain(&ways) {
        let german = page(&server, path).await;
        assert_in(&german, "de", "ltr");
        let english = page(&server, &format!("{path}?lang=en")).await;
        assert_in(&english, "en", "ltr");
        assert_wholly_english(&english);
    }
    assert!(page(&server, "/zustaendigkeit?lang=en").await.contains("Which Sozialraumteam"));
    assert!(page(&server, "/nowhere?lang=en").await.contains("There is no such page"));
}

#[tokio::test]
async fn answers_are_in_the_language_asked_for() {
    let (server, _app) = server().await;
    for address in ["Rathausallee 50", "Ulzburger Straße", "Rathausalle 50", "Nirgendsweg 1", ""] {
        let answer = ask(&server, "/zustaendigkeit?lang=en", address).await.text();
        assert_in(&answer, "en", "ltr");
        assert_wholly_english(&answer);
        let request = server.post("/zustaendigkeit?lang=en").add_header("x-fragment", "answer");
        let fragment = request.form(&[("address", address)]).await.text();
        assert_wholly_english(&fragment);
        assert!(answer.contains(fragment.trim()), "both come from one template");
    }
    let answer = ask(&server, "/zustaendigkeit?lang=en", "Rathausallee 50").await.text();
    assert!(answer.contains("<bdi lang=\"de\">Sozialraumteam"), "{answer}");
    assert!(answer.contains("Zuständigkeit nach Sozialraum"), "the note for the file is German");
}

#[tokio::test]
async fn every_link_and_form_keeps_the_language() {
    let (server, _app) = server().await;
    let answer = ask(&server, "/zustaendigkeit?lang=en", "Ulzburger Straße").await.text();
    for page in [answer, page(&server, "/zustaendigkeit?lang=en").await] {
        let (before, bar) = page.split_once("<nav class=\"languages\"").unwrap();
        let (_, after) = bar.split_once("</nav>").unwrap();
        for part in [before, after] {
            for link in links(part, " href=\"").into_iter().chain(links(part, " action=\"")) {
                // What describes the service to a telephone has no language of its own.
                let kept = link.ends_with("?lang=en") || link == "/manifest.webmanifest";
                assert!(kept, "{link}");
            }
        }
        assert!(links(&page, " action=\"").contains(&"/zustaendigkeit?lang=en"));
    }
    let gate = server.get("/konto?lang=en").await;
    assert_eq!(gate.header("location"), "/anmelden?weiter=/konto&lang=en");
}

#[tokio::test]
async fn a_language_that_there_is_not_is_german() {
    let (server, _app) = server().await;
    let german = page(&server, "/zustaendigkeit").await;
    for query in ["lang=xx", "lang=", "lang=de", "lang=%22%3E%3Cscript%3E"] {
        assert_eq!(page(&server, &format!("/zustaendigkeit?{query}")).await, german, "{query}");
    }
    for link in links(&german, " action=\"") {
        assert!(!link.contains("lang="), "{link}");
    }
}

#[tokio::test]
async fn arabic_is_written_from_right_to_left() {
    let (server, _app) = server().await;
    let arabic = page(&server, "/zustaendigkeit?lang=ar").await;
    assert_in(&arabic, "ar", "rtl");
    assert!(arabic.contains("class=\"unchecked\""), "nobody has checked it yet");
    assert!(!page(&server, "/zustaendigkeit?lang=en").await.contains("class=\"unchecked\""));
    let staff = page(&server, "/anmelden?lang=ar").await;
    assert_in(&staff, "de", "ltr");
    assert!(!staff.contains("lang=ar"));
    assert_in(&page(&server, "/zustaendigkeit?lang=leicht").await, "de-x-leicht", "ltr");
}

#[tokio::test]
async fn the_bar_offers_the_same_page_in_every_language_that_is_there() {
    let (server, _app) = server().await;
    let privacy = page(&server, "/datenschutz?lang=en").await;
    for lang in Lang::ALL {
        let href = match lang {
            Lang::De => "/datenschutz".to_owned(),
            other => format!("/datenschutz?lang={}", other.code()),
        };
        let link = format!("href=\"{href}\" lang=\"{0}\" hreflang=\"{0}\"", lang.tag());
        assert_eq!(privacy.contains(&link), Catalogue::of(lang).is_some(), "{link}");
    }
    let current = privacy.split("aria-current").nth(1).unwrap();
    assert!(current.contains(">English</a>"));
}

#[tokio::test]
async fn scripts_get_their_words_in_the_language_of_the_page() {
    let (server, _app) = server().await;
    for (query, copied) in [("", "Kopiert"), ("?lang=en", "Copied")] {
        let page = page(&server, &format!("/zustaendigkeit{query}")).await;
        let (_, block) =
            page.split_once("<script type=\"application/json\" id=\"words\">").unwrap();
        let words: Value = serde_json::from_str(block.split("</script>").next().unwrap()).unwrap();
        assert_eq!(words["script"]["copied"], copied);
        assert!(words["map"]["zoom_in"].is_string());
    }
}

#[tokio::test]
async fn staff_work_in_english_too() {
    let (mut server, app) = server().await;
    server.save_cookies();
    let secret = app.state.accounts.offer_first_admin().await.unwrap().unwrap();
    let password = "vier graue Kutschen am Ufer";
    let link = format!("/einladung/{}?lang=en", secret.expose());
    assert!(page(&server, &link).await.contains("Create the first account"));
    let form = [("name", "erika"), ("password", password), ("repeat", password)];
    let done = server.post(&link).form(&form).await;
    assert_eq!(done.header("location"), "/anmelden?hinweis=passwort&lang=en");
    let wrong = server.post("/anmelden?lang=en").form(&[("name", "erika")]).await.text();
    assert!(wrong.contains("The name or the password is wrong"), "{wrong}");
    let form = [("name", "erika"), ("password", password), ("weiter", "/konto")];
    let done = server.post("/anmelden?lang=en").form(&form).await;
    assert_eq!(done.header("location"), "/konto?lang=en");

    let account = page(&server, "/konto?lang=en").await;
    let token = account.split("name=\"form_token\" value=\"").nth(1).unwrap();
    let token = token.split('"').next().unwrap();
    let german = Catalogue::german();
    for path in ["", "/konten", "/zugriffe", "/organisation", "/protokoll?pruefen=1"] {
        let sign = if path.contains('?') { '&' } else { '?' };
        let page = page(&server, &format!("/verwaltung{path}{sign}lang=en")).await;
        assert_in(&page, "en", "ltr");
        for key in ["overview.title", "signed_in.sign_out", "organisation.intro", "accounts.intro"]
        {
            assert!(!page.contains(&german.text(key, &[])), "{key}: {page}");
        }
        for link in links(&page, " action=\"") {
            assert!(link.contains("lang=en") || page.contains("method=\"get\""), "{link}");
        }
    }
    // A page that is the answer to a form leads back to one that can be opened.
    let form = [("form_token", token), ("present", "x"), ("password", "x"), ("repeat", "y")];
    let refused = server.post("/konto/passwort?lang=en").form(&form).await.text();
    assert!(refused.contains("The two new passwords are not the same."), "{refused}");
    assert!(refused.contains("href=\"/konto?lang=en\" lang=\"en\""), "{refused}");
}
