//! The packages: one place with the version, one list of platforms, and the launcher for npm in a real Node. Whether the packages
//! install is tried by `packaging/check`, which needs a release build.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::expect_used)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

fn table(path: &str) -> toml::Table {
    read(path).parse().unwrap_or_else(|why| panic!("{path}: {why}"))
}

fn json(path: &str) -> serde_json::Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

fn platforms() -> Vec<serde_json::Value> {
    json("packaging/platforms.json").as_array().expect("a list of platforms").clone()
}

fn workflows() -> Vec<(PathBuf, String)> {
    let found = fs::read_dir(root().join(".github/workflows")).expect("the workflows").map(|entry| {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a workflow");
        (path, text)
    });
    let found: Vec<_> = found.collect();
    assert!(found.len() > 1, "{found:?}");
    found
}

#[test]
fn the_version_stands_in_cargo_toml_alone() {
    let pyproject = table("pyproject.toml");
    let project = pyproject["project"].as_table().expect("[project]");
    assert!(!project.contains_key("version"), "pyproject.toml has a version of its own");
    let dynamic: Vec<_> =
        project["dynamic"].as_array().expect("dynamic").iter().filter_map(|one| one.as_str()).collect();
    for field in ["version", "description", "license"] {
        assert!(dynamic.contains(&field), "{field} is not taken from Cargo.toml: {dynamic:?}");
    }
    for template in ["packaging/npm/launcher.json", "packaging/npm/platform.json"] {
        let template_fields = json(template);
        for field in ["version", "license", "optionalDependencies"] {
            assert!(template_fields.get(field).is_none(), "{template} has `{field}`, which the script writes");
        }
    }
    for file in ["packaging/homebrew/coffeechat.rb", "packaging/npm/coffeechat.js", "packaging/npm/README.md"] {
        assert!(!read(file).contains(env!("CARGO_PKG_VERSION")), "{file} names the version");
    }
}

#[test]
fn platforms_are_named_as_node_names_them() {
    let mut seen = BTreeSet::new();
    for platform in platforms() {
        let name = platform["name"].as_str().expect("a name");
        let npm = &platform["npm"];
        let libc = match npm["libc"][0].as_str() {
            Some("glibc") => "-gnu",
            Some("musl") => "-musl",
            Some(other) => panic!("{name}: {other} is no C library that npm knows"),
            None => "",
        };
        let (os, cpu) = (npm["os"][0].as_str().expect("an os"), npm["cpu"][0].as_str().expect("a cpu"));
        assert_eq!(format!("{os}-{cpu}{libc}"), name, "the launcher looks for it by that name");
        let target = platform["target"].as_str().expect("a target");
        let arch = if cpu == "arm64" { "aarch64-" } else { "x86_64-" };
        let system = match (os, libc) {
            ("linux", libc) => format!("unknown-linux{libc}"),
            ("darwin", _) => "apple-darwin".to_owned(),
            _ => "pc-windows-msvc".to_owned(),
        };
        assert_eq!(target, format!("{arch}{system}"));
        let wheel = match libc {
            "-gnu" => Some("manylinux2014"),
            "-musl" => Some("musllinux_1_2"),
            _ => None,
        };
        assert_eq!(platform["wheel"].as_str(), wheel, "{name}");
        assert!(seen.insert(name.to_owned()), "{name} stands there twice");
    }
    assert_eq!(seen.len(), 7, "{seen:?}");
}

#[test]
fn nothing_but_the_list_names_a_platform() {
    let release = read(".github/workflows/release.yml");
    assert!(release.contains("packaging/build matrix"), "the release takes its platforms from the script");
    assert!(release.contains("include: ${{ fromJSON(needs.verify.outputs.platforms) }}"));
    assert!(release.contains(r#"packaging/build verify --tag "$GITHUB_REF_NAME""#), "a release verifies its tag");
    let launcher = read("packaging/npm/coffeechat.js");
    let targets: BTreeSet<_> =
        platforms().iter().map(|one| one["target"].as_str().expect("a target").to_owned()).collect();
    for platform in platforms() {
        for word in [&platform["name"], &platform["target"]] {
            let word = word.as_str().expect("a word");
            assert!(!launcher.contains(word), "the launcher names {word}; package.json tells it");
            assert!(!release.contains(word), "the release names {word}; packaging/platforms.json tells it");
        }
    }
    let cargo = table("Cargo.toml");
    let binstall = &cargo["package"]["metadata"]["binstall"];
    let zipped: BTreeSet<_> = binstall["overrides"].as_table().expect("overrides").keys().cloned().collect();
    let windows: BTreeSet<_> = targets.iter().filter(|target| target.contains("windows")).cloned().collect();
    assert_eq!(zipped, windows, "archives for Windows are .zip, the others .tar.gz");
    // The script names archives so, and the release offers them below that address.
    assert_eq!(binstall["bin-dir"].as_str(), Some("coffeechat-v{ version }-{ target }/{ bin }{ binary-ext }"));
    let address = "{ repo }/releases/download/v{ version }/coffeechat-v{ version }-{ target }{ archive-suffix }";
    assert_eq!(binstall["pkg-url"].as_str(), Some(address));
}

#[test]
fn workflows_take_actions_by_their_hash_and_permissions_by_the_job() {
    for (path, text) in workflows() {
        let path = path.display();
        assert!(text.contains("\npermissions: {}\n"), "{path}: nothing is permitted but what a job asks for");
        let uses: Vec<_> =
            text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: ")).collect();
        assert!(!uses.is_empty(), "{path}");
        for action in uses.into_iter().filter(|action| !action.starts_with("./")) {
            let (named, version) =
                action.split_once(" # v").unwrap_or_else(|| panic!("{path}: no version behind {action}"));
            let hash = named.split_once('@').map_or("", |(_, hash)| hash);
            assert!(hash.len() == 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{path}: {action}");
            assert!(version.starts_with(|first: char| first.is_ascii_digit()), "{path}: {action}");
        }
        assert!(!text.contains("secrets."), "{path}: a stored token");
    }
}
