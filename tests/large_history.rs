//! Journals of strangers whose packs, folders, files or histories are large: they are read whole, or within bounds.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::time::{Duration, Instant};

use coffeechat::io::git::history::Limits;
use coffeechat::io::git::snapshot::Snapshot;
use common::repositories::{Place, all, history, versions};

/// Packs as Git makes them, small and large, with bases that are named and bases that are counted to, several beside each other.
#[test]
fn packs_of_every_form_are_read_like_loose_objects() {
    let place = Place::new();
    place.run(
        "cd ada && seq 300 > networking/a.md; for n in $(seq 60); do sed -i $((n * 4))s/.*/$n$n$n$n/ networking/a.md; git commit -qam $n; done; git config gc.auto 0",
    );
    let loose = place.open("ada");
    let told = versions(&loose, &history(&loose));
    assert!(told.len() > 50);
    let journal = |name: &str, command: &str| {
        place.run(&format!("cp -r ada {name} && cd {name} && {command} && git prune-packed"));
        let chains =
            place.run(&format!("cd {name} && for i in .git/objects/pack/*.idx; do git verify-pack -v $i; done"));
        assert!(chains.contains("chain length = 4:"), "{name}: {chains}");
    };
    journal("counted", "git repack -adfq --depth=50 --window=3");
    journal("named", "git -c repack.useDeltaBaseOffset=false repack -adfq --depth=50 --window=3");
    journal(
        "several",
        "git rev-list --objects HEAD~30 | cut -d' ' -f1 | git pack-objects -q .git/objects/pack/pack && git repack -dq",
    );
    for name in ["counted", "named", "several"] {
        let snapshot = place.open(name);
        assert_eq!(versions(&snapshot, &history(&snapshot)), told, "{name}");
    }
    // One that is too large to be held at once.
    place.run("cd ada && head -c 9000000 /dev/urandom > other.bin && git add . && git commit -qm large && git repack -adfq --depth=50 --window=3 && git prune-packed");
    let large = place.open("ada");
    assert_eq!(versions(&large, &history(&large))[..told.len()], told);
    // One that was cut off, or changed, is damaged.
    let pack = place.run("cd counted && ls .git/objects/pack/*.pack");
    let pack = place.path("counted").join(pack.trim());
    let whole = std::fs::read(&pack).expect("the pack");
    std::fs::remove_file(&pack).expect("a pack that goes");
    let is_read = || -> Result<(), String> {
        let snapshot = Snapshot::open(&place.path("counted"))?;
        let history = snapshot.history(&all, Limits::default())?;
        history.versions.iter().try_for_each(|version| snapshot.read(version.id, "x").map(|_| ()))
    };
    for at in (12..whole.len() - 20).step_by(whole.len() / 40) {
        let mut spoiled = whole.clone();
        spoiled[at] ^= 0x55;
        std::fs::write(&pack, spoiled).expect("a damaged pack");
        assert!(is_read().is_err(), "byte {at}");
        std::fs::write(&pack, &whole[..at]).expect("a pack that was cut off");
        let said = is_read().expect_err("a pack that was cut off");
        assert!(said.contains("cannot be read"), "{said}");
    }
    std::fs::write(&pack, &whole).expect("the pack");
    assert_eq!(is_read(), Ok(()));
}

#[test]
fn a_bomb_ends_in_a_moment() {
    let place = Place::new();
    // Nine folders of ten names each, one inside the other: ten objects, a thousand million paths.
    place.run(
        "git init -q bomb && cd bomb && id=$(echo x | git hash-object -w --stdin) && kind='100644 blob' && end=.md\n\
         for level in 1 2 3 4 5 6 7 8 9; do\n\
           id=$(for n in 0 1 2 3 4 5 6 7 8 9; do printf '%s %s\\tf%s%s\\n' \"$kind\" $id $n \"$end\"; done | git mktree)\n\
           kind='040000 tree'; end=\n\
         done\n\
         git update-ref HEAD $(git commit-tree -m bomb $id)",
    );
    assert!(place.refused("bomb").contains("git bomb"));
    // And one that lies behind a healthy HEAD.
    place.run("cd bomb && echo y > y.md && git update-ref HEAD $(git commit-tree -p HEAD -m mended $(printf '100644 blob %s\\ty.md\\n' $(git hash-object -w y.md) | git mktree))");
    let snapshot = place.open("bomb");
    let begun = Instant::now();
    let limits = Limits { entries: 300_000, ..Limits::default() };
    let history = snapshot.history(&|path| path.ends_with("y.md"), limits).expect("a history");
    assert!(history.is_cut && begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert_eq!(history.commits.len(), 2);
}

#[test]
fn what_is_too_large_is_not_unpacked() {
    let place = Place::new();
    place.run("cd ada && head -c 300000000 /dev/zero > big.md && git add big.md && git -c core.bigFileThreshold=1g commit -qm big && rm big.md");
    let snapshot = place.open("ada");
    let begun = Instant::now();
    let big = snapshot.files.iter().find(|file| file.path.ends_with("big.md")).expect("the file");
    let source = snapshot.read(big.id, "big.md").expect("a finding");
    assert!(source.damage.is_some() && source.text.is_empty());
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
}

#[test]
fn five_thousand_commits_are_read_quickly() {
    let place = Place::new();
    place.run(
        "git init -q long && cd long && for n in $(seq 5000); do\n\
           printf 'commit refs/heads/main\\ncommitter Ada <ada@example.org> %s +0000\\ndata 1\\nx\\n' $((1790000000 + n * 60))\n\
           printf 'M 100644 inline networking/n%s.md\\ndata 5\\n%05d\\n' $((n % 40)) $n\n\
         done | git fast-import --quiet && git symbolic-ref HEAD refs/heads/main",
    );
    let snapshot = place.open("long");
    let begun = Instant::now();
    let history = history(&snapshot);
    let took = begun.elapsed();
    assert_eq!((history.commits.len(), history.versions.len()), (5000, 5000));
    assert!(history.versions.iter().enumerate().all(|(at, version)| version.commits == [at]));
    // A build without optimisation is some ten times slower than a release.
    assert!(took < Duration::from_secs(10), "{took:?}");
}
