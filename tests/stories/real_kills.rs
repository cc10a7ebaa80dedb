//! A real server and polidex, each killed in the middle of the work, at times drawn at random (in a fixed
//! sequence): no document is lost or doubled.

use crate::{
    engines::{QUESTIONS, migrate, same_answers, samples, with_key},
    haystack::{User, long},
    meili::RealServer,
};
use std::{thread, time::Duration};

#[test]
fn nothing_is_lost_or_doubled_by_twenty_kills() {
    if !long() {
        return;
    }
    let Some(mut server) = RealServer::start() else { return };
    let user = User::new();
    user.ingest(&samples());
    migrate(&user, &server.url());
    let counted = || {
        let ran = with_key(&user, &["doctor", "--json"]).output().expect("it starts");
        let checks: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("JSON");
        let server =
            checks.as_array().expect("checks").iter().find(|check| check["name"] == "server").cloned();
        server.expect("the server was checked")["message"].clone()
    };
    let units = counted();
    let mut random = fastrand::Rng::with_seed(20_261_126);
    for kill in 0..20 {
        let (after, of_server) = (Duration::from_millis(random.u64(0..1500)), random.bool());
        let mut writer = with_key(&user, &["index", "rebuild", "--quiet"]).spawn().expect("it starts");
        thread::sleep(after);
        if of_server {
            server.kill();
        } else {
            // It may have ended already.
            let _ = writer.kill();
        }
        let ended = writer.wait().expect("it ends");
        if of_server {
            server.run();
        }
        assert_eq!(counted(), units, "kill {kill}, {after:?}, of the server: {of_server}, {ended}");
        same_answers(&user, &QUESTIONS[..2]);
        let again = with_key(&user, &["index", "rebuild"]).output().expect("it starts");
        assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
        assert_eq!(counted(), units, "kill {kill} and run again");
    }
}
