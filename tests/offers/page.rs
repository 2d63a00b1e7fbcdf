//! `/angebot/{id}`.

use jiff::{Timestamp, civil::date};
use sozialraum::domain::{
    account::{Role, Roles},
    grid::LonLat,
    resource::{
        Accessibility, Audience, Category, Contact, Cost, Kind, Origin, Principle, Reach, Record,
        Status, TextField, Translation, Verification, Visibility, Wheelchair,
    },
};
use uuid::Uuid;

use super::{SCRIPT, assert_has, browser, offer, path, record, running, unlimited};

const FRAME: &str = "/einbetten?category=meeting_place";

fn known() -> Record {
    let mut offer = offer(1, "Qxtreff");
    offer.categories = vec![Category::Counselling, Category::MeetingPlace];
    offer.description = Some("Für alle, die reden wollen.".into());
    let machine = Translation { text: "For all who want to talk.".into(), origin: Origin::Machine };
    offer.translations.insert("en".into(), [(TextField::Description, machine)].into());
    offer.provider = Some("Verein Qx".into());
    offer.kind = Some(Kind::Voluntary);
    offer.principles = vec![Principle::Fallunabhaengig];
    offer.reach = Reach::City;
    offer.place = Some(LonLat { lon: 9.9949, lat: 53.7075 });
    offer.address.street = Some("Rathausallee 50".into());
    offer.address.postcode = Some("22846".into());
    offer.address.town = Some("Norderstedt".into());
    offer.audience = Audience { min_age: Some(6), ..Audience::default() };
    offer.languages = vec!["tr".into()];
    offer.cost = Some(Cost::Free);
    offer.access = Accessibility {
        wheelchair: Some(Wheelchair::Limited),
        toilet: Some(false),
        ..offer.access
    };
    offer.hours = Some("Mo-Su 00:00-24:00".into());
    offer.contact_hours = Some("Mo-Su 09:00-10:00".into());
    offer.contacts = vec![Contact {
        name: Some("Frau Qx".into()),
        phone: Some("040 / 12 34 56".into()),
        email: Some("qx@treff.example".into()),
    }];
    offer.website = Some("https://treff.example/".into());
    offer.source = Some("Öffentliche Seite".into());
    offer.licence = Some("Tatsachen".into());
    Record {
        verification: Some(Verification { at: Timestamp::UNIX_EPOCH, by: "geheim".into() }),
        next_check: Some(date(2020, 1, 2)),
        ..record(offer)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_by_appointment_is_closed_on_no_day() {
    let mut strict = offer(1, "Qxberatung");
    strict.hours = Some("Mo 08:00-09:00".into());
    let mut lenient = strict.clone();
    (lenient.id, lenient.appointment_only) = (offer(2, "").id, true);
    let mut never = lenient.clone();
    (never.id, never.name, never.hours) = (offer(3, "").id, "Qxnie".into(), Some("off".into()));
    let records = [strict, lenient, never].map(record);
    let running = running(records.to_vec(), unlimited()).await;
    let browser = browser(&running);
    assert!(browser.send("GET", &path(1)).await.body.contains("geschlossen"));
    for number in [2, 3] {
        let page = browser.send("GET", &path(number)).await.body;
        assert!(!page.contains("geschlossen"), "{number}");
        assert_has(&page, &["hours__closed\">Nach Vereinbarung"]);
    }
    let away = browser.send("GET", "/offline").await.body;
    let never = &away[away.find("Qxnie").expect("it is listed")..];
    let never = &never[..never.find("</li>").expect("the item ends")];
    assert!(never.contains("Nach Vereinbarung") && !never.contains("eschlossen"), "{never}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_what_is_known() {
    let running = running(vec![known()], unlimited()).await;
    let answer = browser(&running).send("GET", &path(1)).await;
    assert_eq!(answer.status, 200);
    assert_has(
        &answer.body,
        &[
            "<h1 class=\"kern-heading-large\">Qxtreff</h1>",
            "Beratung",
            "href=\"/karte?category=counselling\"",
            "Für alle, die reden wollen.",
            "Verein Qx",
            "Geöffnet",
            "den ganzen Tag",
            "(heute)",
            "9:00–10:00",
            "Rathausallee 50",
            "22846 Norderstedt",
            "Liegt im Sozialraum",
            "data-place=\"9.9949,53.7075\"",
            "ab 6 Jahren",
            "Türkisch",
            "kostenlos",
            "teilweise zugänglich",
            "nicht vorhanden",
            "Nicht bekannt: Induktionsschleife für Hörgeräte, Nächste Haltestelle",
            "href=\"tel:040123456\"",
            "href=\"mailto:qx@treff.example\"",
            "rel=\"noopener external\"",
            "führt zu einer anderen Website",
            "Ehrenamt",
            "fallunabhängig",
            "ganz Norderstedt",
            "Öffentliche Seite",
            "Zuletzt geprüft am 1. Januar 1970",
            "Geändert am 1. Januar 1970",
            "vielleicht veraltet",
            "2. Januar 2020",
            "/termine.ics",
            "/hinweis",
            "<svg viewBox=\"0 0",
            &format!("http://127.0.0.1:80{}", path(1)),
        ],
    );
    assert!(!answer.body.contains("geheim"), "who checked it is nobody's business");
    let english = browser(&running).send("GET", &format!("{}?lang=en", path(1))).await.body;
    assert_has(
        &english,
        &["For all who want to talk.", "translated by a machine", "<bdi lang=\"de\">Qxtreff</bdi>"],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_known_is_said_so() {
    let running = running(vec![record(offer(1, "Qxtreff"))], unlimited()).await;
    let page = browser(&running).send("GET", &path(1)).await.body;
    assert_has(
        &page,
        &[
            "Öffnungszeiten nicht bekannt",
            "Adresse nicht bekannt",
            "Kontakt nicht bekannt",
            "Nicht bekannt: Alter, Zielgruppen, Kosten, Sprachen",
            "Nicht bekannt: Rollstuhl, Toilette",
            "Noch nicht geprüft",
        ],
    );
    for missing in ["eschlossen", "termine.ics", "data-place", "veraltet", "offer_page."] {
        assert!(!page.contains(missing), "{missing}: {page}");
    }
    let calendar = browser(&running).send("GET", &format!("{}/termine.ics", path(1))).await;
    assert_eq!(calendar.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_go_into_a_calendar() {
    let running = running(vec![known()], unlimited()).await;
    let file = browser(&running).send("GET", &format!("{}/termine.ics", path(1))).await;
    assert_eq!(file.status, 200);
    assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
    assert_has(&file.body, &["BEGIN:VEVENT", "SUMMARY:Qxtreff", "LOCATION:Rathausallee 50"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_stays_whatever_becomes_of_the_entry() {
    let merged = Record { status: Status::Merged(Uuid::from_u128(2)), ..record(offer(1, "Alt")) };
    let again = Record { status: Status::Merged(Uuid::from_u128(3)), ..record(offer(2, "Auch")) };
    let removed = Record { status: Status::Removed, ..record(offer(4, "Qxweg")) };
    let gone = Record { status: Status::Merged(Uuid::from_u128(4)), ..record(offer(5, "Weg")) };
    let records = vec![merged, again, record(offer(3, "Neu")), removed, gone];
    let running = running(records, unlimited()).await;
    let browser = browser(&running);
    for page in ["", "/hinweis", "/termine.ics"] {
        let moved = browser.send("GET", &format!("{}{page}?lang=en", path(1))).await;
        let to = format!("{}{page}?lang=en", path(3));
        assert_eq!((moved.status, moved.location), (308, to));
        let gone = browser.send("GET", &format!("{}{page}", path(4))).await;
        assert_eq!(gone.status, 410);
        assert_has(&gone.body, &["gibt es nicht mehr", "href=\"/karte\""]);
        assert!(!gone.body.contains("Qxweg"));
        assert_eq!(browser.send("GET", &format!("{}{page}", path(5))).await.status, 410);
        assert_eq!(browser.send("GET", &format!("{}{page}", path(9))).await.status, 404);
        assert_eq!(browser.send("GET", &format!("/angebot/x{page}")).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_the_office_is_not_there_for_others() {
    let office = |number, status| {
        let mut offer = offer(number, "Qxamt");
        offer.visibility = Visibility::Office;
        Record { status, ..record(offer) }
    };
    let records = vec![
        office(1, Status::Active),
        office(2, Status::Removed),
        office(3, Status::Merged(Uuid::from_u128(4))),
        record(offer(4, "Öffentlich")),
        Record { status: Status::Merged(Uuid::from_u128(1)), ..record(offer(5, "Früher")) },
    ];
    let running = running(records, unlimited()).await;
    for number in 1..=3 {
        for page in ["", "/hinweis", "/termine.ics"] {
            let answer = browser(&running).send("GET", &format!("{}{page}", path(number))).await;
            assert_eq!(answer.status, 404, "{number}{page}");
            assert!(!answer.body.contains("Qxamt"));
        }
    }
    assert_eq!(browser(&running).send("GET", &path(5)).await.status, 410, "leads nowhere public");
    running.add_account("erika", &Roles::from([Role::Intake])).await;
    let erika = running.signed_in("erika").await;
    let page = erika.send("GET", &path(1)).await;
    assert_eq!(page.status, 200);
    assert_has(&page.body, &["Qxamt", "Nur für Mitarbeitende"]);
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(erika.send("GET", &path(2)).await.status, 410);
    assert_eq!(erika.send("GET", &path(3)).await.status, 308);
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_in_an_entry_stays_text() {
    let mut offer = offer(1, SCRIPT);
    for field in [&mut offer.description, &mut offer.provider, &mut offer.source] {
        *field = Some(SCRIPT.into());
    }
    offer.address.street = Some(SCRIPT.into());
    offer.address.note = Some(SCRIPT.into());
    offer.website = Some("javascript:alert(1)".into());
    offer.languages = vec![SCRIPT.into()];
    offer.hours = Some(SCRIPT.into());
    offer.contacts =
        vec![Contact { name: Some(SCRIPT.into()), email: Some("\"><b>".into()), phone: None }];
    let running = running(vec![record(offer)], unlimited()).await;
    for page in [path(1), format!("{}?lang=ar", path(1)), "/offline".into(), FRAME.into()] {
        let page = browser(&running).send("GET", &page).await.body;
        assert!(page.contains("alert(1)"));
        for markup in [SCRIPT, "href=\"javascript:", "\"><b>"] {
            assert!(!page.contains(markup), "{markup}: {page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_open_hours_there_is_no_calendar() {
    let hours = [
        None,
        Some("off"),
        Some("\"nach Vereinbarung\""),
        Some("wenn Licht brennt"),
        Some("Mo-Fr 09:00-12:00"),
    ];
    let records = (1..).zip(hours).map(|(number, hours)| {
        let mut offer = offer(number, "Qxtreff");
        offer.hours = hours.map(str::to_owned);
        record(offer)
    });
    let running = running(records.collect(), unlimited()).await;
    let browser = browser(&running);
    for number in 1..=4 {
        let page = browser.send("GET", &path(number)).await.body;
        assert!(!page.contains("termine.ics"), "{number}");
        let file = browser.send("GET", &format!("{}/termine.ics", path(number))).await;
        assert_eq!(file.status, 404, "{number}");
        assert_has(&file.body, &["keinen Kalender", "in den nächsten Wochen geöffnet"]);
    }
    assert_has(&browser.send("GET", &path(5)).await.body, &["termine.ics"]);
    let file = browser.send("GET", &format!("{}/termine.ics", path(5))).await;
    assert_eq!(file.status, 200);
    assert_has(&file.body, &["BEGIN:VEVENT"]);
}
