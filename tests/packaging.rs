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
    // VS Code takes no package without one.
    for file in ["editors/vscode/package.json", "editors/vscode/package-lock.json"] {
        assert_eq!(json(file)["version"], env!("CARGO_PKG_VERSION"), "{file}");
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

/// What the script that builds the packages answers, or none where this machine cannot run it.
fn build(arguments: &[&str]) -> Option<(Option<i32>, String, String)> {
    if !cfg!(unix) || std::process::Command::new("python3").arg("--version").output().is_err() {
        common::cannot("there is no python3 on this machine, and packaging/build needs it");
        return None;
    }
    let output = std::process::Command::new("sh").arg(root().join("packaging/build")).args(arguments).output();
    let output = output.expect("a shell");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    Some((output.status.code(), text(&output.stdout), text(&output.stderr)))
}

#[test]
fn a_tag_that_is_not_the_version_stops_the_release() {
    let version = env!("CARGO_PKG_VERSION");
    let right = format!("v{version}");
    let Some((code, said, _)) = build(&["verify", "--tag", &right]) else { return };
    assert_eq!((code, said), (Some(0), format!("{right} is the version of Cargo.toml.\n")));
    for wrong in ["v0.0.0", version, "v", ""] {
        let (code, _, said) = build(&["verify", "--tag", wrong]).expect("it ran before");
        assert_eq!(code, Some(2), "{wrong}: {said}");
        assert!(said.contains(&format!("The tag is {wrong}, and Cargo.toml says version {version}.")), "{said}");
    }
    let (code, _, said) = build(&["verify", "--tag", &right, "--repository", "somebody/else"]).expect("it ran before");
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("Write the right address behind `repository` in Cargo.toml."), "{said}");
}

#[test]
fn what_is_offered_for_download_has_its_sums_and_the_formula_knows_them() {
    use sha2::Digest;
    let place = tempfile::tempdir().expect("a folder");
    let archives = place.path().join("archives");
    fs::create_dir(&archives).expect("a folder");
    let out = place.path().to_str().expect("a path");
    let Some((code, _, said)) = build(&["--out", out, "finish"]) else { return };
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("There are no archives"), "{said}");

    let mut sums = Vec::new();
    let mut offered = vec![format!("coffeechat-{}.vsix", env!("CARGO_PKG_VERSION"))];
    for platform in platforms() {
        let target = platform["target"].as_str().expect("a target");
        let ending = if target.contains("windows") { "zip" } else { "tar.gz" };
        offered.push(format!("coffeechat-v{}-{target}.{ending}", env!("CARGO_PKG_VERSION")));
    }
    for name in offered {
        fs::write(archives.join(&name), &name).expect("an archive");
        let hex: String = sha2::Sha256::digest(&name).iter().map(|byte| format!("{byte:02x}")).collect();
        sums.push((name, hex));
    }
    let (code, _, said) = build(&["--out", out, "finish"]).expect("it ran before");
    assert_eq!(code, Some(0), "{said}");
    let written = fs::read_to_string(archives.join("SHA256SUMS")).expect("the sums");
    for (name, sum) in &sums {
        assert!(written.contains(&format!("{sum}  {name}\n")), "{name}: {written}");
    }
    assert_eq!(written.lines().count(), sums.len());
    let formula = fs::read_to_string(archives.join("coffeechat.rb")).expect("the formula");
    assert!(!formula.contains('@'), "a word was not filled in: {formula}");
    let lines: Vec<_> = formula.lines().map(str::trim).collect();
    let mut offered = 0;
    for (name, sum) in sums.iter().filter(|(name, _)| name.ends_with(".tar.gz") && !name.contains("musl")) {
        let at = lines
            .iter()
            .position(|line| line.starts_with("url ") && line.ends_with(&format!("/{name}\"")))
            .expect(name);
        assert_eq!(lines[at + 1], format!("sha256 \"{sum}\""));
        offered += 1;
    }
    assert_eq!(offered, 4);
}
