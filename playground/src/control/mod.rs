//! The control API: `/playground/…`. People act here, tests look and wait here, and the page
//! follows along. `README.md` shows every endpoint with its JSON.

mod acts;
mod body;
mod events;
mod inline;
mod looks;
mod places;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, patch, post, put},
};

use crate::{Playground, limits};

/// The routes of the control API.
pub(crate) fn routes() -> Router<Playground> {
    let uploads = Router::new()
        .route(
            "/playground/chats/{chat}/documents",
            post(acts::send_document),
        )
        .route("/playground/chats/{chat}/photos", post(acts::send_photo))
        .route(
            "/playground/chats/{chat}/stickers",
            post(acts::send_sticker),
        )
        .layer(DefaultBodyLimit::max(limits::CONTROL_UPLOAD_BYTES));
    Router::new()
        .route("/playground/bot", get(looks::bot))
        .route("/playground/users/{user}", put(places::set_user))
        .route("/playground/users", get(places::users))
        .route("/playground/chats", get(places::chats))
        .route(
            "/playground/chats/{chat}",
            get(looks::chat)
                .put(places::set_chat)
                .delete(places::delete_chat),
        )
        .route("/playground/chats/{chat}/topics", post(places::open_topic))
        .route("/playground/chats/{chat}/bot", post(places::set_standing))
        .route("/playground/chats/{chat}/block", post(places::block))
        .route("/playground/chats/{chat}/wait", get(looks::wait_chat))
        .route("/playground/chats/{chat}/messages", post(acts::send_text))
        .route(
            "/playground/chats/{chat}/messages/{message}",
            patch(acts::edit_text).delete(acts::delete_message),
        )
        .route(
            "/playground/chats/{chat}/messages/{message}/press",
            post(acts::press),
        )
        .route(
            "/playground/chats/{chat}/messages/{message}/forge",
            post(acts::forge),
        )
        .route("/playground/inline", get(inline::queries).post(inline::ask))
        .route("/playground/inline/{id}", get(inline::query))
        .route("/playground/inline/{id}/wait", get(inline::wait))
        .route("/playground/inline/{id}/choose", post(inline::choose))
        .route("/playground/inline/{id}/expire", post(inline::expire))
        .route(
            "/playground/settings",
            get(places::settings).patch(places::set_settings),
        )
        .route("/playground/updates", post(acts::inject_update))
        .route("/playground/callbacks", get(looks::callbacks))
        .route(
            "/playground/callbacks/{id}/expire",
            post(acts::expire_callback),
        )
        .route("/playground/calls", get(looks::calls))
        .route("/playground/commands", get(looks::commands))
        .route("/playground/webhook", get(looks::webhook))
        .route(
            "/playground/faults",
            get(looks::faults)
                .post(acts::inject_fault)
                .delete(acts::clear_faults),
        )
        .route("/playground/faults/release", post(acts::release_faults))
        .route("/playground/files/{id}", get(looks::file))
        .route("/playground/wait", get(looks::wait))
        .route("/playground/events", get(events::follow))
        .layer(DefaultBodyLimit::max(limits::BODY_BYTES))
        .merge(uploads)
}
