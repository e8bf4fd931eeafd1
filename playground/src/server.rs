//! The HTTP side as one router, and a server for tests.

use std::io;

use axum::{Router, middleware};
use tokio::net::TcpListener;

use crate::{
    Playground, bot_api, control,
    guard::{Guard, keep_out},
    page,
};

impl Playground {
    /// The Bot API, the control API and the page, for a server that listens on `port` of this
    /// machine. Requests that name another host or port are refused.
    pub fn router(&self, port: u16) -> Router {
        let guard = Guard::new(port, &self.options().extra_hosts);
        Router::new()
            .merge(bot_api::routes())
            .merge(control::routes())
            .merge(page::routes())
            .layer(middleware::from_fn_with_state(guard, keep_out))
            .with_state(self.clone())
    }
}

/// Serves a playground alone until its [`Playground::shutdown`].
pub async fn serve(listener: TcpListener, playground: Playground) -> io::Result<()> {
    let router = playground.router(listener.local_addr()?.port());
    let stopped = playground.stopped().clone();
    axum::serve(listener, router)
        .with_graceful_shutdown(stopped.cancelled_owned())
        .await
}
