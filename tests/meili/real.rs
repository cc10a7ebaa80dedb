//! A real Meilisearch server, where there is one.

use super::MASTER;
use std::{
    env,
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};
use tempfile::TempDir;

/// A real server on a free port of this machine, in a temporary directory; gone when it is dropped.
pub struct RealServer {
    child: Option<Child>,
    program: PathBuf,
    port: u16,
    dir: TempDir,
}

impl RealServer {
    /// Starts a server; says so where there is none.
    pub fn start() -> Option<Self> {
        let Some(program) = program() else {
            println!("no Meilisearch: none on the path, and POLIDEX_TEST_MEILI names none");
            return None;
        };
        let dir = tempfile::tempdir().expect("a temporary directory");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        let mut server = Self { child: None, program, port, dir };
        server.run();
        Some(server)
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Starts it again with what it has on its disk.
    pub fn run(&mut self) {
        let child = Command::new(&self.program)
            .args([
                "--no-analytics",
                "--master-key",
                MASTER,
                "--http-addr",
                &format!("127.0.0.1:{}", self.port),
            ])
            .current_dir(self.dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        self.child = Some(child);
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        panic!("the server does not listen");
    }

    /// Kills it, whatever it is doing.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("it can be killed");
            child.wait().expect("it ends");
        }
    }
}

impl Drop for RealServer {
    fn drop(&mut self) {
        self.kill();
    }
}

fn program() -> Option<PathBuf> {
    if let Some(named) = env::var_os("POLIDEX_TEST_MEILI").filter(|named| !named.is_empty()) {
        return Some(named.into());
    }
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join("meilisearch")).find(|path| path.is_file())
}
