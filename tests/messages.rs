//! The rules about messages and questions: on ordinary ones they are silent, and what they look for they find.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use common::rules;
use common::words::{found, message, note};

const HELLO: &str = "Hi Ada, I am learning to code and would love to hear how you moved into testing.";

#[test]
fn two_times_are_read_generously() {
    let silent: [&str; 0] = [];
    for line in [
        "Would Tuesday at 10 or Thursday at 16 suit you?",
        "Are you free on Tuesday, or on Thursday?",
        "Are you free on Tue or Thu?",
        "I am free on Tuesday at 10am or 3pm.",
        "Could we talk on Tuesday between 2 and 5?",
        "Could we talk on Tuesday, 2-5pm?",
        "Does Tuesday morning or afternoon suit you?",
        "Would today or tomorrow work?",
        "Would 26 November or 27 November work?",
        "Would 26 or 27 November work?",
        "Would 11/26 or 11/27 work?",
        "How about 2026-11-26 or 2026-11-27?",
        "Would Tuesday or 3 December work?",
        "Could we talk this week or next?",
        "Would you have twenty minutes next week?",
        "Any afternoon works for me.",
        "Whenever it suits you is fine.",
        "Please pick a time: https://calendly.com/kim",
        "What time works for you?",
        "I am flexible.",
        "I can do mornings.",
        "Let me know when you are free.",
        "You can answer in writing, too.",
        "How did you start? What did you read? What would you do again?",
    ] {
        assert_eq!(message("planned", &format!("{HELLO}\n{line}")), silent, "{line}");
    }
    for other in [
        "Hallo Ada, ich lerne programmieren und würde gern hören, wie du zum Testen kamst. Passt dir Dienstag um 10 Uhr oder Donnerstag um 16 Uhr?",
        "Liebe Ada, ich lerne programmieren und würde gern hören, wie du zum Testen kamst. Hast du nächste Woche zwanzig Minuten?",
        "Bonjour Ada, j'apprends à coder et j'aimerais savoir comment vous êtes arrivée là. Mardi ou jeudi à 10 h ?",
        "Hola Ada, estoy aprendiendo a programar y me gustaría saber cómo llegaste ahí. ¿El martes o el jueves?",
        "Olá Ada, estou aprendendo a programar e gostaria de saber como você chegou aí. Terça-feira ou quinta-feira?",
        "Ciao Ada, sto imparando a programmare e vorrei sapere come sei arrivata lì. Martedì o giovedì alle 10?",
        "こんにちは。プログラミングを勉強しているキムと申します。火曜日か木曜日にお話を伺えますか。どうぞよろしくお願いいたします。",
        "안녕하세요, 저는 프로그래밍을 배우고 있는 킴입니다. 화요일이나 목요일에 잠시 이야기를 나눌 수 있을까요? 감사합니다. 좋은 하루 보내세요.",
        "Cześć Ada, uczę się programować i chciałabym usłyszeć, jak trafiłaś do testowania. Czy pasuje ci wtorek lub czwartek?",
    ] {
        assert_eq!(message("planned", other), silent, "{other}");
    }
}

#[test]
fn one_time_or_none_is_said() {
    for line in [
        "Would you have twenty minutes for a call on Tuesday?",
        "Would Tuesday at 3pm suit you?",
        "Would Tuesday, 24 November at 15:00 suit you?",
        "Could we talk tomorrow for 20 minutes?",
        "Could we have a short call about that?",
        "Looking forward to hearing from you soon. Best, Kim",
        "I would appreciate any advice for my first steps.",
    ] {
        assert_eq!(message("planned", &format!("{HELLO}\n{line}")), ["one-time-offered"], "{line}");
        for late in ["scheduled", "talked", "followed-up", "no-reply", "declined"] {
            assert!(!message(late, &format!("{HELLO}\n{line}")).contains(&"one-time-offered"), "{late}");
        }
    }
    for other in [
        "Hallo Ada, ich lerne programmieren und würde gern von dir hören, wie du zum Testen gekommen bist. Hast du Zeit am Dienstag um 10 Uhr?",
        "Bonjour Ada, j'apprends à coder et j'aimerais savoir comment vous êtes arrivée là. Mardi à 10 h ?",
        "Hola Ada, estoy aprendiendo a programar y me gustaría saber cómo llegaste ahí. ¿Puedes el martes?",
    ] {
        assert_eq!(message("contacted", other), ["one-time-offered"], "{other}");
    }
}

#[test]
fn what_is_no_message_is_not_judged() {
    let silent: [&str; 0] = [];
    for text in [
        "Sent on LinkedIn on Monday.",
        "I wrote to her on LinkedIn on Monday and asked for a call about her move; she has seen it and you could tell she liked it, you know.",
        "Asked Ada in person at the meetup, she said yes.",
        "<!-- Hi Ada, would you have time for a call about your work on Tuesday, or is that too soon for you? -->",
        "> Hi Kim, yes, Tuesday at 10 is fine, you can call me then; could you refer me to your mentor too?",
        "Her reply: Hi Kim, yes, Tuesday at 10 is fine, you can call me then, could you refer me to your mentor too?",
        "### Reply\n\nHi Kim, yes, Tuesday at 10 is fine, you can call me then, could you refer me to your mentor too?",
        "- ",
        "Hi Ada, coffee?",
        "Hi Ada, I am learning to code at ___ and would love to hear how you moved into testing. Could we talk on ___?",
    ] {
        assert_eq!(message("planned", text), silent, "{text}");
    }
    let chat = format!(
        "---\nlevel: 1\ncontact: Ada\nstatus: planned\nchannel: email\n---\n\n## Outreach\n\n{HELLO} Could you tell me more?\n"
    );
    assert_eq!(rules(&found(&chat)), silent, "held in writing, it needs no time");
}

#[test]
fn asking_for_a_job_is_told_from_asking_about_one() {
    let times = "Would Tuesday or Thursday suit you?";
    for line in [
        "Could you refer me to your team?",
        "Would you give me a referral?",
        "I would be glad if you could pass on my CV.",
        "Is your company hiring juniors?",
        "I am looking for an internship at your company.",
        "Are there any open positions for me?",
        "Could you hire me?",
        "Could you put in a good\nword for me?",
        "Would you be my reference?",
        "Könnten Sie mich weiterempfehlen?",
    ] {
        let text = format!("{HELLO} {line} {times}");
        assert_eq!(message("planned", &text), ["asks-for-a-job"], "{line}");
        assert_eq!(message("scheduled", &text), Vec::<&str>::new(), "too late: {line}");
    }
    for line in [
        "I am not asking for a job or a referral, or that you refer me to anybody.",
        "I'm not looking for a job at your company, just curious.",
        "I would like to hear how your first job search went.",
        "How did you find your job?",
        "How did you get a referral for your first job?",
        "What does a job at your company look like day to day?",
        "I was referred to you by Grace.",
        "I used your post as a reference for my project.",
        "Thank you for a referral to the meetup.",
        "My job is teaching, and I would like to change that.",
        "I read the reference you wrote for the parser.",
        "Could you recommend me a book?",
        "What do you look for when you hire juniors?",
        "Who else should I talk to, and would you introduce us?",
    ] {
        assert_eq!(message("planned", &format!("{HELLO} {line} {times}")), Vec::<&str>::new(), "{line}");
    }
}

#[test]
fn one_question_of_your_own_is_enough() {
    let suggested = "- What did you do before, and what brought you into tech?\n";
    let of = |status: &str, more: &str| rules(&found(&note(status, &format!("## Questions\n\n{suggested}{more}"))));
    for status in ["planned", "contacted", "scheduled"] {
        assert_eq!(of(status, ""), ["only-suggested-questions"], "{status}");
        for own in [
            "- Which bug taught you most?",
            "- Her talk on parsers",
            "- I would like to know more about robotics work: what should I read, try or visit first?",
        ] {
            assert_eq!(of(status, own), Vec::<&str>::new(), "{own}");
        }
    }
    for status in ["talked", "followed-up", "no-reply", "declined"] {
        assert_eq!(of(status, ""), Vec::<&str>::new(), "{status}");
    }
    assert_eq!(of("planned", "- "), ["only-suggested-questions"]);
    assert_eq!(rules(&found(&note("planned", "## Questions\n\n- \n"))), Vec::<&str>::new());
}
