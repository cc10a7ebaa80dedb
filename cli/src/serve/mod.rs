//! `polidex serve`: one process, one store, everybody who can reach it.
//!
//! * [`settings`], [`state`]: what the flags come to; what handlers share
//! * [`pool`], [`readers`], [`shared`]: threads that read the store, and what they have open
//! * [`listener`]: connections, from the first byte to the last one when the server stops
//! * [`router`]: all addresses, and the layers around them
//! * [`guard`], [`log`], [`metrics`]: which requests are not listened to; what is written and counted of them
//! * [`language`], [`params`], [`body`], [`answer`], [`problem`]: from a request to an answer or a problem
//! * [`api`]: what programs ask; [`page`]: what people see

mod answer;
mod api;
mod body;
mod cache;
mod guard;
mod health;
mod language;
mod listener;
mod log;
mod metrics;
mod page;
mod params;
mod pool;
mod problem;
mod readers;
mod router;
mod settings;
mod shared;
mod state;
mod token;

use crate::{
    args::Serve,
    config::Config,
    console::{Message, Outcome},
};
use anyhow::Result;
pub use problem::Problem;
pub use readers::Readers;
pub use settings::Settings;
pub use state::App;
use std::{panic, thread};
use tokio::{net::TcpListener, runtime::Builder, signal};
use tokio_util::sync::CancellationToken;

/// Serves until it is asked to stop.
pub fn run(config: &Config, args: &Serve) -> Result<Outcome> {
    // A panic's message may hold what somebody searched for; its place does not.
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        crate::console::line(&format!("panic at {place}"));
    }));
    let settings = Settings::resolve(config, args)?;
    // Connections take little next to what is read for them: with a thread for each processor they would
    // only take turns from the workers, which costs a tenth of the throughput.
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let runtime = Builder::new_multi_thread().worker_threads(processors.div_ceil(2)).enable_all().build()?;
    runtime.block_on(serve(config, App::start(settings)?))?;
    Ok(Outcome::Done)
}

async fn serve(config: &Config, app: App) -> Result<()> {
    let addr = app.settings().addr;
    let listener = TcpListener::bind(addr).await.map_err(|error| {
        Message::new(
            format!("{addr} cannot be listened on: {error}; choose another with --addr"),
            format!("无法监听 {addr}：{error}；请用 --addr 另选地址"),
        )
    })?;
    let bound = listener.local_addr()?;
    crate::console::note(
        config,
        &format!("serving http://{bound}/ (the API: http://{bound}/api); Ctrl-C ends"),
        &format!("正在提供服务：http://{bound}/（接口：http://{bound}/api）；按 Ctrl-C 结束"),
    );
    let stop = CancellationToken::new();
    tokio::spawn(stop_when_asked(stop.clone()));
    listener::listen(listener, router::router(&app, &stop), app.settings(), &stop).await;
    Ok(())
}

/// Ctrl-C, or what service managers send.
async fn stop_when_asked(stop: CancellationToken) {
    #[cfg(unix)]
    {
        use signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return stop.cancel();
        }
    }
    let _ = signal::ctrl_c().await;
    stop.cancel();
}
