//! Journals whose dates cannot be true.

use super::{Hostile, make, row};

/// One journal a forgery.
pub fn add(class: &mut Hostile) {
    let long_ago = 86_400;
    let far = 4_081_838_400; // 2099
    let cases: [(&str, &'static str, &[i64]); 6] = [
        ("1970", "date-before-git", &[long_ago]),
        ("2099", "date-in-future", &[far]),
        ("out-of-order", "dates-out-of-order", &[make::NOON, make::NOON - 86_400 * 9]),
        ("all-at-once", "date-before-git date-in-future dates-out-of-order", &[far, long_ago, make::NOON]),
        ("beyond-every-calendar", "", &[i64::MAX]),
        ("before-every-calendar", "", &[-1_000_000_000_000]),
    ];
    for (name, flags, moments) in cases {
        let folder = class.next(name, row("done", "", flags));
        let repository = make::repository(&folder, true);
        for (at, seconds) in moments.iter().enumerate() {
            let text = format!("{}\nLine {at}.\n", make::note("Mei"));
            let tree = make::tree(&repository, &[("networking/mei.md", text.as_str())]);
            make::commit(&repository, tree, *seconds);
        }
    }

    // The author's date alone.
    let folder = class.next("authored-1970", row("done", "", "date-before-git"));
    let repository = make::repository(&folder, true);
    let tree = make::tree(&repository, &[("networking/mei.md", &make::note("Mei"))]);
    let who = |seconds| git2::Signature::new("A", "a@example.org", &git2::Time::new(seconds, 0)).expect("a signature");
    let tree = repository.find_tree(tree).expect("the tree");
    repository.commit(Some("HEAD"), &who(long_ago), &who(make::NOON), "Notes", &tree, &[]).expect("a commit");

    // Complete once, and not any more.
    let folder = class.next("taken-back", row("needs-work", "", "no-longer-complete"));
    let repository = make::committed(&folder, true, &[("networking/mei.md", &make::note("Mei"))]);
    let tree = make::tree(&repository, &[("networking/mei.md", &make::unfinished("Mei"))]);
    make::commit(&repository, tree, make::NOON + 86_400);

    // A date that is no number.
    let folder = class.next("no-date", row("done", "", ""));
    let repository = make::repository(&folder, true);
    let tree = make::tree(&repository, &[("networking/mei.md", &make::note("Mei"))]);
    let text = format!(
        "tree {tree}\nauthor A <a@example.org> soon +9999\ncommitter A <a@example.org> 99999999999999999999 -9999\n\nN\n"
    );
    let id = repository.odb().and_then(|odb| odb.write(git2::ObjectType::Commit, text.as_bytes())).expect("an object");
    make::point_head(&repository, id);
}
