//! The exports as GDAL reads them.

mod common;

use std::{path::Path, process::Command};

use common::{run, stderr};

fn ogrinfo(file: &Path) -> String {
    let output = Command::new("ogrinfo")
        .args(["-al", "-so"])
        .arg(file)
        .output()
        .expect("GDAL is installed (Debian: apt-get install gdal-bin)");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn both_formats_open_with_count_crs_and_attributes() {
    let folder = tempfile::tempdir().unwrap();
    let layers = [
        (
            "sozialraeume",
            "4",
            &["id: String", "name: String", "region: String", "team: String"][..],
        ),
        ("regions", "2", &["id: String", "name: String", "sozialraeume: String"]),
        ("borders", "", &["name: String", "sure: String", "uncertainty_m: Real", "left: String"]),
    ];
    for (layer, count, columns) in layers {
        let mut counts = Vec::new();
        for (format, ending) in [("geojson", "geojson"), ("flatgeobuf", "fgb")] {
            let file = folder.path().join(format!("{layer}.{ending}"));
            let output =
                run(&["export", layer, "--format", format, "--output", file.to_str().unwrap()]);
            assert!(output.status.success(), "{}", stderr(&output));
            let info = ogrinfo(&file);
            assert!(info.contains("ID[\"EPSG\",4326]"), "{layer} {format}\n{info}");
            for column in columns {
                assert!(info.contains(column), "{layer} {format} lacks {column}\n{info}");
            }
            let line = info.lines().find(|line| line.starts_with("Feature Count")).unwrap();
            counts.push(line.to_owned());
        }
        assert_eq!(counts[0], counts[1], "{layer}");
        assert!(counts[0].ends_with(count), "{layer}: {}", counts[0]);
    }
}
