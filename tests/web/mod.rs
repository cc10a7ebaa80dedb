//! A small web of a made-up city on loopback, with everything that real sites do to a crawler. All texts
//! are illustrative. It writes down who asked for what, and when.
//!
//! Its two hosts are `127.0.0.1` and `localhost`, told apart by the `Host` header.

#![allow(dead_code, reason = "each test uses the part that it needs")]

use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// Milliseconds by the clock of the test.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// How the web behaves.
pub struct Manners {
    /// Whether there are pages that waste a crawler's time: slow, endless, always in trouble.
    pub wasteful: bool,
    /// What robots.txt of the first host asks for, in seconds.
    pub crawl_delay: Option<u32>,
    /// How many further documents the list names.
    pub extra: usize,
    /// How many articles a document has.
    pub articles: usize,
    /// The clock that the log goes by.
    pub now: Now,
}

impl Manners {
    /// Nothing wasteful, no delay, no time.
    pub fn plain() -> Self {
        Self { wasteful: false, crawl_delay: None, extra: 0, articles: 5, now: Arc::new(|| 0) }
    }
}

/// One request and its answer.
#[derive(Debug, Clone)]
pub struct Logged {
    pub host: String,
    pub path: String,
    pub status: u16,
    /// When the request was there,
    pub began: i64,
    /// and when all but the last byte of the answer had been sent.
    pub ended: i64,
    /// Whether another request to the host was being answered.
    pub overlaps: bool,
    pub agent: String,
}

/// The running web; it ends with the process.
pub struct Web {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    manners: Manners,
    port: u16,
    log: Mutex<Vec<Logged>>,
    busy: Mutex<HashSet<String>>,
    asked: Mutex<HashMap<String, u32>>,
    versions: Mutex<HashMap<String, u32>>,
    /// Documents that are no more.
    vanished: Mutex<HashSet<usize>>,
    look: Mutex<Look>,
    /// How often the list has changed what it calls documents, so that crawlers ask for them again.
    renamed: AtomicUsize,
}

/// How pages of documents look.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The article is where the source's definition says.
    Usual,
    /// The site has a new template: the article stands elsewhere.
    Redesigned,
    /// Only the first article of the text is there.
    CutOff,
}

struct Answer {
    status: u16,
    headers: String,
    body: Vec<u8>,
    way: Way,
}

#[derive(PartialEq)]
enum Way {
    Whole,
    Slowly,
    Endlessly,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no test thread panicked")
}

impl Web {
    pub fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            manners,
            port: address.port(),
            log: Mutex::default(),
            busy: Mutex::default(),
            asked: Mutex::default(),
            versions: Mutex::default(),
            vanished: Mutex::default(),
            look: Mutex::new(Look::Usual),
            renamed: AtomicUsize::new(0),
        });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let shared = Arc::clone(&serving);
                thread::spawn(move || shared.serve(connection));
            }
        });
        Self { address, shared }
    }

    /// An address on the first host.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// An address on the second host.
    pub fn other(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }

    /// The web as a source, in the form of a file.
    pub fn source(&self) -> String {
        format!(
            "name = 'example-city'\ntitle = {{ zh = '示例市人民政府', en = 'Example City' }}\ntier = 'official'\n\
             hosts = ['127.0.0.1', 'localhost']\nstart = ['{}']\nfeeds = ['{}']\n\
             [list]\nitems = ['ul.files a']\n[page]\nbody = ['#zoom']\n",
            self.url("/list/"),
            self.url("/sitemap.xml")
        )
    }

    /// The addresses of all documents that one crawl must bring in, sorted.
    pub fn documents(&self) -> Vec<String> {
        let mut numbers = vec![1, 2, 3, 5, 15, 16, 18];
        if self.shared.manners.wasteful {
            numbers.extend([8, 9]);
        }
        numbers.extend(100..100 + self.shared.manners.extra);
        let mut documents: Vec<String> =
            numbers.into_iter().map(|number| self.url(&document(number))).collect();
        documents.push(self.other(&document(14)));
        documents.sort();
        documents
    }

    /// Changes a document.
    pub fn edit(&self, number: usize) {
        *lock(&self.shared.versions).entry(document(number)).or_default() += 1;
    }

    /// Takes a document away, or puts it back.
    pub fn vanish(&self, number: usize, gone: bool) {
        let mut vanished = lock(&self.shared.vanished);
        if gone {
            vanished.insert(number)
        } else {
            vanished.remove(&number)
        };
        self.shared.renamed.fetch_add(1, Ordering::SeqCst);
    }

    /// Changes how pages of documents look.
    pub fn look(&self, look: Look) {
        *lock(&self.shared.look) = look;
        self.shared.renamed.fetch_add(1, Ordering::SeqCst);
    }

    /// How many requests there were since the log was last taken.
    pub fn requests(&self) -> usize {
        lock(&self.shared.log).len()
    }

    /// Everything since it was last taken.
    pub fn take_log(&self) -> Vec<Logged> {
        std::mem::take(&mut lock(&self.shared.log))
    }
}

/// The path of a document.
pub fn document(number: usize) -> String {
    format!("/a/202401/t20240101_{number}.html")
}

impl Shared {
    fn serve(&self, connection: TcpStream) {
        let _ = connection.set_nodelay(true);
        let Ok(reading) = connection.try_clone() else { return };
        let (mut reading, mut connection) = (BufReader::new(reading), connection);
        while let Some(head) = head(&mut reading) {
            let began = (self.manners.now)();
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            let authority = field(&head, "host").unwrap_or_default();
            let host = authority.split(':').next().unwrap_or_default().to_owned();
            let overlaps = !lock(&self.busy).insert(host.clone());
            let answer = self.answer(&host, &path, &head);
            let status = answer.status;
            let log = |ended| {
                lock(&self.busy).remove(&host);
                lock(&self.log).push(Logged {
                    host: host.clone(),
                    path: path.clone(),
                    status,
                    began,
                    ended,
                    overlaps,
                    agent: field(&head, "user-agent").unwrap_or_default(),
                });
            };
            if !self.send(&mut connection, &answer, log) {
                return;
            }
        }
    }

    /// Sends an answer; it is in the log before its last byte is sent. False when the connection is over.
    fn send(&self, connection: &mut TcpStream, answer: &Answer, log: impl FnOnce(i64)) -> bool {
        let mut bytes = format!(
            "HTTP/1.1 {} X\r\nContent-Length: {}\r\n{}\r\n",
            answer.status,
            if answer.way == Way::Whole { answer.body.len() } else { 100_000 },
            answer.headers
        );
        if answer.way == Way::Endlessly {
            bytes = bytes.replace("Content-Length", "X-Length");
        }
        let mut bytes = bytes.into_bytes();
        bytes.extend(&answer.body);
        let last = bytes.split_off(bytes.len() - 1);
        let sent = connection.write_all(&bytes);
        if answer.way != Way::Whole {
            // When the client gives up is not seen here until later, so that such a request counts as over.
            log((self.manners.now)());
            Self::waste(connection, &answer.way);
            return false;
        }
        log((self.manners.now)());
        sent.is_ok() && connection.write_all(&last).is_ok()
    }

    /// Sends until nobody listens any more.
    fn waste(connection: &mut TcpStream, way: &Way) {
        let more = if *way == Way::Slowly { &b"x"[..] } else { &[b'x'; 4096] };
        while connection.write_all(more).is_ok() {
            if *way == Way::Slowly {
                thread::sleep(Duration::from_millis(20));
            }
        }
    }

    fn answer(&self, host: &str, path: &str, head: &str) -> Answer {
        let mut answer = if host == "localhost" { self.second(path) } else { self.first(path) };
        if answer.status == 200 && path != document(18) && path != "/robots.txt" {
            let tag = format!("\"{:x}\"", hash(&answer.body));
            if field(head, "if-none-match").as_deref() == Some(&tag) {
                return Answer { status: 304, headers: String::new(), body: Vec::new(), way: Way::Whole };
            }
            let _ = write!(answer.headers, "ETag: {tag}\r\n");
        }
        answer
    }

    fn second(&self, path: &str) -> Answer {
        if path == document(14) { self.text(14) } else { missing(404) }
    }

    fn first(&self, path: &str) -> Answer {
        let times = {
            let mut asked = lock(&self.asked);
            let times = asked.entry(path.to_owned()).or_default();
            *times += 1;
            *times
        };
        let number = path.strip_prefix("/a/202401/t20240101_").and_then(|rest| rest.strip_suffix(".html"));
        let number = number.and_then(|number| number.parse::<usize>().ok());
        match (path, number) {
            ("/robots.txt", _) => self.robots(),
            ("/sitemap.xml", _) => self.sitemap(),
            ("/old/3.html", _) => redirect(301, &document(3)),
            ("/loop/a.html", _) => redirect(302, "/loop/b.html"),
            ("/loop/b.html", _) => redirect(302, "/loop/a.html"),
            ("/slow.html", _) => Answer { way: Way::Slowly, ..html("<p>") },
            ("/endless.html", _) => Answer { way: Way::Endlessly, ..html("<p>") },
            ("/bomb.html", _) => packed(&vec![b' '; 80 << 20]),
            ("/trouble.html", _) => missing(500),
            (path, _) if path.starts_with("/list/") => self.list(path),
            (_, Some(number)) if lock(&self.vanished).contains(&number) => missing(404),
            (_, Some(6)) => missing(404),
            (_, Some(7)) => missing(410),
            (_, Some(8)) if times == 1 => busy(429, 30),
            (_, Some(9)) if times <= 2 => busy(503, 7),
            (_, Some(5)) => mislabelled(&self.html_of(5)),
            (_, Some(15)) => packed(self.html_of(15).as_bytes()),
            (_, Some(number)) => self.text(number),
            _ => missing(404),
        }
    }

    fn robots(&self) -> Answer {
        let delay = self.manners.crawl_delay.map_or(String::new(), |delay| format!("Crawl-delay: {delay}\n"));
        html(&format!("User-agent: *\nDisallow: /secret/\n{delay}"))
    }

    fn sitemap(&self) -> Answer {
        let address = |path: &str| format!("<url><loc>http://127.0.0.1:{}{path}</loc></url>", self.port);
        let urls: String =
            [document(16), document(1), "/about.html".to_owned()].iter().map(|path| address(path)).collect();
        html(&format!(
            "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{urls}</urlset>"
        ))
    }

    /// The list has three pages; the last one is repeated for ever.
    fn list(&self, path: &str) -> Answer {
        let page: usize =
            path.trim_start_matches("/list/index_").trim_end_matches(".html").parse().unwrap_or(0);
        let mut links: Vec<String> = match page {
            0 => vec![
                document(1),
                document(2).replace(".html", "_app.html"),
                document(2),
                "/old/3.html".into(),
                "/secret/t20240101_4.html".into(),
                "http://elsewhere.example.cn/t20240101_1.html".into(),
            ],
            1 => {
                let mut links =
                    vec![document(5), document(6), document(7), document(18), document(1) + "?spm=1"];
                links.extend((100..100 + self.manners.extra).map(document));
                links
            }
            _ => vec![
                format!("http://localhost:{}{}", self.port, document(14)),
                document(15),
                "/loop/a.html".into(),
                "/bomb.html".into(),
            ],
        };
        if self.manners.wasteful && page > 0 {
            let wasteful = [
                document(8),
                document(9),
                "/slow.html".into(),
                "/endless.html".into(),
                "/trouble.html".into(),
            ];
            links.extend(wasteful);
        }
        let mut items = String::new();
        for link in links {
            let times = "·".repeat(self.renamed.load(Ordering::SeqCst));
            let _ = write!(items, "<li><a href=\"{link}\">示例文件{times}</a></li>");
        }
        html(&format!(
            "<html><body><ul class=\"files\">{items}</ul><a href=\"/list/index_{}.html\">下一页</a></body></html>",
            page + 1
        ))
    }

    fn text(&self, number: usize) -> Answer {
        html(&self.html_of(number))
    }

    fn html_of(&self, number: usize) -> String {
        let version = lock(&self.versions).get(&document(number)).copied().unwrap_or(0);
        let look = *lock(&self.look);
        let articles = if look == Look::CutOff { 1 } else { self.manners.articles };
        let page = page(number, version, articles);
        if look == Look::Redesigned { page.replace("id=\"zoom\"", "class=\"neu\"") } else { page }
    }
}

/// A document's page.
pub fn page(number: usize, version: u32, articles: usize) -> String {
    let title = format!("示例市第{number}号工业软件奖励办法");
    let filler =
        "支持工业软件企业开展技术研发，对首次升规的企业给予一次性奖励，具体标准由示例市经济信息委另行公布。";
    let mut body = String::new();
    for article in 1..=articles {
        let _ = write!(body, "<p>第{article}条　编号{number}之{version}。{filler}</p>");
    }
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"ArticleTitle\" content=\"{title}\"><meta name=\"PubDate\" content=\"2024-01-01 10:00\"></head>\
         <body><div class=\"nav\"><a href=\"/\">首页</a> <a href=\"/list/\">政策文件</a></div><h1>{title}</h1>\
         <div id=\"zoom\">{body}</div><div class=\"foot\">示例市人民政府</div></body></html>"
    )
}

fn html(body: &str) -> Answer {
    let headers = "Content-Type: text/html\r\n".to_owned();
    Answer { status: 200, headers, body: body.as_bytes().to_vec(), way: Way::Whole }
}

/// GB18030 that calls itself UTF-8, in the page and in the header.
fn mislabelled(body: &str) -> Answer {
    let (bytes, _, _) = encoding_rs::GB18030.encode(body);
    let headers = "Content-Type: text/html; charset=utf-8\r\n".to_owned();
    Answer { status: 200, headers, body: bytes.into_owned(), way: Way::Whole }
}

fn packed(body: &[u8]) -> Answer {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(body).expect("memory can be written");
    let headers = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n".to_owned();
    Answer { status: 200, headers, body: gzip.finish().expect("memory can be written"), way: Way::Whole }
}

fn redirect(status: u16, to: &str) -> Answer {
    Answer { status, headers: format!("Location: {to}\r\n"), body: Vec::new(), way: Way::Whole }
}

fn missing(status: u16) -> Answer {
    Answer { status, ..html("示例：没有此页") }
}

fn busy(status: u16, seconds: u32) -> Answer {
    Answer { status, headers: format!("Retry-After: {seconds}\r\n"), ..html("示例：请稍后") }
}

fn hash(bytes: &[u8]) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

fn head(reading: &mut BufReader<TcpStream>) -> Option<String> {
    let mut head = String::new();
    loop {
        let mut line = String::new();
        if reading.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            return Some(head);
        }
        head.push_str(&line);
    }
}

fn field(head: &str, name: &str) -> Option<String> {
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    lines
        .into_iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_owned())
}
