//! What a folder says in words: who answers for what, where it comes from, how it was made.

use super::{Note, territory::REGION};
use crate::{
    domain::{
        city::{CityInfo, Dataset, Sozialraum},
        organisation::{Contact, Organisation, Region, Team, Unit},
    },
    formats::folder::{
        Licence, Source,
        write::{About, Place},
    },
    locale::words::t,
};

/// What the licence asks to be shown.
pub(super) const ATTRIBUTION: &str = "© OpenStreetMap-Mitwirkende (ODbL 1.0)";
/// The text of the licence.
const LICENCE: &str = include_str!("ODbL-1.0.txt");

fn unit(id: &str, name: String, source: &str) -> Unit {
    Unit {
        id: id.to_owned(),
        name,
        short: None,
        region: None,
        role: None,
        rhythm: None,
        contact: Contact::default(),
        source: Some(source.to_owned()),
    }
}

/// One team a Sozialraum, of which nothing but the Sozialraum is known.
pub(super) fn organisation(info: &CityInfo, sozialraeume: &[Sozialraum]) -> Organisation {
    let source = t("osm.organisation.source", &[]);
    let team = |area: &Sozialraum| Team {
        id: format!("team-{}", area.id),
        name: t("osm.organisation.team", &[("area", &area.name)]),
        sozialraum: area.id.clone(),
        region: REGION.to_owned(),
        composition: None,
        hours: None,
        rhythm: None,
        contact: Contact::default(),
        source: Some(source.clone()),
    };
    Organisation {
        office: unit("jugendamt", t("osm.organisation.office", &[]), &source),
        regions: vec![Region {
            id: REGION.to_owned(),
            name: info.name.clone(),
            department: unit("fachbereich", t("osm.organisation.department", &[]), &source),
        }],
        teams: sozialraeume.iter().map(team).collect(),
        services: Vec::new(),
        city_duties: Vec::new(),
        levels: Vec::new(),
        city_offers: Vec::new(),
        working_group: None,
        neighbours: Vec::new(),
        routes: Vec::new(),
        contradictions: Vec::new(),
    }
}

/// Licence, sources and the page about the folder.
pub(super) fn about(
    dataset: &Dataset,
    places: Vec<Place>,
    state: Option<&str>,
    notes: &[Note],
) -> About {
    let parts = [
        "boundary.geojson",
        "sozialraeume.geojson",
        "borders.geojson",
        "neighbours.geojson",
        "places.geojson",
        "streets.fgb",
        "house_numbers.fgb",
        "resources.geojson",
        "footpaths.fgb",
        "base",
    ];
    let map = Source {
        name: "OpenStreetMap".into(),
        parts: parts.map(str::to_owned).to_vec(),
        holder: "© OpenStreetMap-Mitwirkende".into(),
        licence: "ODbL-1.0".into(),
        state: state.map(str::to_owned),
    };
    let own = Source {
        name: t("osm.organisation.source", &[]),
        parts: vec!["organisation.toml".into()],
        holder: dataset.info.name.clone(),
        licence: t("osm.organisation.licence", &[]),
        state: None,
    };
    About {
        licence: Licence {
            id: "ODbL-1.0".into(),
            name: "Open Database License 1.0".into(),
            file: "LICENSE".into(),
            attribution: dataset.attribution.clone(),
        },
        licence_text: LICENCE.to_owned(),
        sources: vec![map, own],
        readme: readme(dataset, state, notes),
        places,
    }
}

fn readme(dataset: &Dataset, state: Option<&str>, notes: &[Note]) -> String {
    let unknown = t("osm.readme.unknown", &[]);
    let values = [
        ("city", dataset.info.name.as_str()),
        ("ags", &dataset.info.ags),
        ("state", state.unwrap_or(&unknown)),
        ("streets", &dataset.streets.len().to_string()),
        ("house_numbers", &dataset.points.len().to_string()),
        ("resources", &dataset.resources.len().to_string()),
    ];
    let mut text = format!("# {}\n\n", dataset.info.name);
    for key in ["what", "draft", "numbers", "offers", "licence"] {
        text += &format!("{}\n\n", t(&format!("osm.readme.{key}"), &values));
    }
    for note in notes {
        text += &format!("- {}\n", note.text());
    }
    text
}
