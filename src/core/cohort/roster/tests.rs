//! Rosters as they come out of the tools of schools, and as nobody should write them.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Vec<Row> {
    Roster::read(text.as_bytes()).expect("a roster").rows
}

fn remote(url: &str) -> Result<Option<Address>, String> {
    Ok(Some(Address::Remote(url.to_owned())))
}

#[test]
fn the_exports_of_classrooms_are_read() {
    let rows = Roster::read(include_bytes!("../../../../fixtures/cohort/classroom50.csv")).expect("a roster").rows;
    assert_eq!(
        rows.iter().map(|row| row.student.as_str()).collect::<Vec<_>>(),
        ["Ada Example", "Björn Muster", "魚 Beispiel"]
    );
    assert_eq!(rows[1].columns[4], ("section".to_owned(), "B".to_owned()));
    assert!(rows.iter().all(|row| row.journal == Ok(None) && row.problem.is_none()));
    let rows = Roster::read(include_bytes!("../../../../fixtures/cohort/github-classroom.csv")).expect("a roster").rows;
    assert_eq!(rows.iter().map(|row| row.student.as_str()).collect::<Vec<_>>(), ["ada@example.org", "Muster, Björn"]);
}

#[test]
fn no_column_takes_the_place_of_another() {
    let rows = read("student,group,,group,group (2),group\nAda,1,2,3,4,5\n");
    let names: Vec<&str> = rows[0].columns.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["student", "group", "column 3", "group (2)", "group (2) (2)", "group (3)"]);
    let values: Vec<&str> = rows[0].columns.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(values, ["Ada", "1", "2", "3", "4", "5"]);
}

#[test]
fn what_is_left_out_of_a_column_is_told() {
    let rows =
        read("student,profile,clone_url\nAda,https://lms.example.org/u?id=42,https://ada:pa/ss@example.org/x\nBo,,\n");
    let values: Vec<&str> = rows[0].columns.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(values, ["Ada", "https://lms.example.org/u?id=42", "https://example.org/x"]);
    assert!(rows[0].advice.as_ref().is_some_and(|text| text.contains("clone_url") && !text.contains("pa/ss")));
    assert_eq!(rows[1].advice, None);
}

#[test]
fn our_own_columns_are_read() {
    let rows = Roster::read(include_bytes!("../../../../fixtures/cohort/all-columns.csv")).expect("a roster").rows;
    assert_eq!(rows[0].journal, remote("https://example.org/ada.git"));
    assert_eq!(rows[0].due.as_deref(), Some("2026-12-06"));
    assert_eq!(rows[1].journal, remote("https://gist.github.com/0123456789abcdef0123.git"));
    assert_eq!(rows[2].journal, Ok(Some(Address::Local("journals/cleo".to_owned()))));
    assert_eq!(rows[3].journal, Ok(None));
    let names: Vec<&str> = rows[0].columns.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Student", "section", "email", "Lab group"]);
}

#[test]
fn semicolons_marks_and_windows_lines_are_read() {
    let bytes = include_bytes!("../../../../fixtures/cohort/semicolon.csv");
    assert!(
        bytes.starts_with(b"\xef\xbb\xbf") && bytes.windows(2).any(|pair| pair == b"\r\n"),
        "the fixture kept its bytes"
    );
    let rows = Roster::read(bytes).expect("a roster").rows;
    assert_eq!((rows[0].line, rows[0].student.as_str()), (2, "Example, Ada"));
    assert_eq!(rows[1].journal, remote("git@example.org:bjorn/journal.git"));
    let text = "Student\tURL\r\nAda\thttps://example.org/a\r\n";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(Roster::read(&utf16).expect("a roster").rows[0].journal, remote("https://example.org/a"));
}

#[test]
fn a_bad_row_is_a_row() {
    let rows = Roster::read(include_bytes!("../../../../fixtures/cohort/hostile.csv")).expect("a roster").rows;
    let told: Vec<(usize, bool, bool)> =
        rows.iter().map(|row| (row.line, row.problem.is_some(), row.journal.is_err())).collect();
    assert_eq!(
        told,
        [
            (2, false, true),
            (3, false, true),
            (4, false, false),
            (5, true, false),
            (6, true, false),
            (7, true, false),
            (9, false, false),
            (10, true, false),
            (11, true, false),
            (12, false, false)
        ]
    );
    assert_eq!(rows[2].journal, remote("https://example.org/t"));
    assert!(rows[2].advice.as_ref().is_some_and(|text| text.contains("credential helper")));
    assert_eq!(rows[3].student, "line 5");
    assert!(rows[7].problem.as_ref().is_some_and(|text| text.contains("line 9")), "{:?}", rows[7]);
    assert!(
        rows[8].problem.as_ref().is_some_and(|text| text.contains("quote that begins on line 11")),
        "{:?}",
        rows[8]
    );
    assert_eq!(rows[9].student, "Zoe");
    assert!(!format!("{rows:?}").contains("sesame"));
}

#[test]
fn lines_are_those_of_the_file() {
    let rows = read("\n\nname,Journal-URL\n\nAda,\"https://example.org/a\"\n,\n\"Bo\nB\",\r\n\r\nCy,\rDi,");
    let told: Vec<(usize, &str)> = rows.iter().map(|row| (row.line, row.student.as_str())).collect();
    assert_eq!(told, [(5, "Ada"), (7, "Bo\nB"), (10, "Cy"), (11, "Di")]);
}

#[test]
fn headings_fall_back_row_by_row_and_may_not_disagree() {
    let rows = read(
        "username,FIRST NAME,Last-Name,url,url\na,,,https://example.org/a,\nb,B,Bee,,https://example.org/b\nc,,,x,y\n",
    );
    assert_eq!(rows.iter().map(|row| row.student.as_str()).collect::<Vec<_>>(), ["a", "B Bee", "c"]);
    assert_eq!(rows[1].journal, remote("https://example.org/b"));
    assert!(rows[2].problem.as_ref().is_some_and(|text| text.contains("called url")));
}

#[test]
fn what_spreadsheets_write_first_is_no_heading() {
    let rows = read("sep=;\r\nstudent;url\r\nAda, B;https://example.org/a\r\n");
    assert_eq!((rows[0].line, rows[0].student.as_str()), (3, "Ada, B"));
    let marked = [&b"\xef\xbb\xbfname\nAda\nBo\n"[..], b"Z\xeb\n"].concat();
    assert!(Roster::read(&marked).expect_err("no UTF-8").contains("Line 4"));
}

#[test]
fn headings_that_people_write_say_where_and_until_when() {
    for heading in ["Repository URL", "GitHub", "Link", "repo-url", "Gist URL", "student_repository_url"] {
        let roster =
            Roster::read(format!("Student,{heading}\nAda,https://example.org/a\n").as_bytes()).expect("a roster");
        assert!(roster.says_where, "{heading}");
        assert_eq!(roster.rows[0].journal, remote("https://example.org/a"), "{heading}");
    }
    for heading in ["Due date", "due_date", "Deadline", "EXTENSION"] {
        assert_eq!(
            read(&format!("student,{heading}\nAda,2026-12-01\n"))[0].due.as_deref(),
            Some("2026-12-01"),
            "{heading}"
        );
    }
    let rows = read("student,github\nAda,ada-l\n");
    assert_eq!((&rows[0].journal, rows[0].names.as_slice()), (&Ok(None), &["Ada".to_owned(), "ada-l".to_owned()][..]));
    assert_eq!(rows[0].columns[1], ("github".to_owned(), "ada-l".to_owned()), "a user's name comes back");
    for (heading, is_slip) in [
        ("Extention", true),
        ("Due dat", true),
        ("jurnal", true),
        ("Due Date", false),
        ("Cohort", false),
        ("E-mail", false),
    ] {
        let roster = Roster::read(format!("student,journal,{heading}\nAda,https://example.org/a,x\n").as_bytes())
            .expect("a roster");
        assert_eq!(!roster.slips().is_empty(), is_slip, "{heading}: {:?}", roster.slips());
    }
    let roster = Roster::read(b"Student,Homepage\nAda,x\n").expect("a roster");
    assert!(!roster.says_where && roster.without_where().contains("Student, Homepage"));
}

#[test]
fn namesakes_are_no_repetition_and_one_journal_of_two_is_told() {
    let rows = read("name,email,url\nAnna,a@example.org,\nAnna,b@example.org,\nAnna,b@example.org,\n");
    assert_eq!(rows.iter().map(|row| row.is_repeat).collect::<Vec<_>>(), [false, false, true]);
    let rows = read("name,url\nAnna,https://example.org/a\nBo,https://example.org/A.git\nCy,https://Example.org/a/\n");
    let shared: Vec<bool> = rows.iter().map(|row| row.shared.is_some()).collect();
    assert_eq!(shared, [true, false, true]);
    assert!(rows[0].shared.as_deref().is_some_and(|text| text.contains("Lines 2 and 4")), "{rows:?}");
}

#[test]
fn two_rows_of_one_folder_are_told() {
    let rows = read(
        "name,url\nAda,https://example.org/a\nada,https://example.org/a.git\nAda,https://example.org/b\nBo,\nBo,\n",
    );
    let told: Vec<Option<&str>> = rows.iter().map(|row| row.problem.as_deref()).collect();
    assert!(told[1].is_some_and(|text| text.contains("Lines 2 and 3")), "{told:?}");
    assert_eq!((told[0], told[2], told[3]), (None, None, None));
    assert!(told[4].is_some_and(|text| text.contains("line 5")));
}

#[test]
fn what_is_no_roster_says_what_to_do() {
    for (bytes, why) in [
        (&b""[..], "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"a,b\n1,2\n", "who the student is"),
        (b"name\n", "no student"),
        (b"name\ncaf\xe9\n", "Line 2"),
        (b"n\0a\0", "plain text"),
        (b"\"name,url\nAda,x\n", "never closed"),
    ] {
        let sentence = Roster::read(bytes).expect_err(why);
        assert!(sentence.contains(why), "{sentence}");
    }
    assert!(Roster::read(&vec![b'a'; MAX_BYTES + 1]).is_err());
    let many = Roster::read(format!("name\n{}", "a\n".repeat(MAX_ROWS + 5)).as_bytes()).expect("a roster").rows;
    assert_eq!(many.len(), MAX_ROWS + 1);
    assert!(many[MAX_ROWS].problem.as_ref().is_some_and(|text| text.contains("line 20002")), "{:?}", many[MAX_ROWS]);
}

proptest! {
    #[test]
    fn no_bytes_break_it(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "(name|url|,|;|\"|\n|\r|a| |-|é){0,60}") {
        let _ = Roster::read(&bytes);
        if let Ok(roster) = Roster::read(format!("name,url\n{text}").as_bytes()) {
            prop_assert!(roster.rows.iter().all(|row| !row.student.is_empty() && row.line > 1));
            prop_assert!(roster.rows.windows(2).all(|pair| pair[0].line < pair[1].line));
        }
    }
}
