//! `setWebhook`, `deleteWebhook`, `getWebhookInfo`.

use std::net::IpAddr;

use reqwest::Url;
use serde_json::Value;

use super::{Answer, delivery, params::Params, refusal::Refusal};
use crate::{
    Playground,
    world::{World, webhook::Target},
};

/// Ports that Telegram pushes to (core.telegram.org/bots/webhooks).
const PORTS: [u16; 4] = [80, 88, 443, 8443];

pub(crate) fn set(playground: &Playground, params: &Params) -> Answer {
    let target = target(params)?;
    let allowed = params.json::<Vec<String>>("allowed_updates", "allowed updates")?;
    let generation = playground.change(|world| {
        world.updates.allow(allowed);
        if params.flag("drop_pending_updates") {
            world.updates.drop_pending();
        }
        world.webhook.set(target.clone())
    });
    if let Some(target) = target {
        delivery::start(playground.clone(), target, generation)
            .map_err(|error| Refusal::bad(format!("bad webhook: {error}")))?;
    }
    Ok(true.into())
}

pub(crate) fn delete(world: &mut World, params: &Params) -> Value {
    if params.flag("drop_pending_updates") {
        world.updates.drop_pending();
    }
    world.webhook.set(None);
    true.into()
}

pub(crate) fn info(world: &World) -> Value {
    world
        .webhook
        .info(world.updates.pending(), world.updates.allowed())
}

/// The address to push to; an empty one means none. Unlike Telegram, this machine is allowed,
/// with plain HTTP and any port.
fn target(params: &Params) -> Result<Option<Target>, Refusal> {
    let Some(address) = params.text("url") else {
        return Ok(None);
    };
    let refuse = |why: &str| Refusal::bad(format!("bad webhook: {why}"));
    let url = Url::parse(&address).map_err(|_| refuse("invalid webhook URL specified"))?;
    let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    match url.scheme() {
        "https" | "http" if here => {}
        "https"
            if url
                .port_or_known_default()
                .is_some_and(|port| PORTS.contains(&port)) => {}
        "https" => {
            return Err(refuse(
                "Webhook can be set up only on ports 80, 88, 443 or 8443",
            ));
        }
        _ => return Err(refuse("HTTPS url must be provided for webhook")),
    }
    let secret = params.text("secret_token");
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if let Some(secret) = &secret
        && !((1..=256).contains(&secret.len()) && secret.bytes().all(is_token))
    {
        return Err(Refusal::bad("secret token contains unallowed characters"));
    }
    let max_connections = params.number("max_connections").unwrap_or(40).clamp(1, 100);
    let ip_address = params.text("ip_address");
    if let Some(address) = &ip_address
        && address.parse::<IpAddr>().is_err()
    {
        return Err(refuse("invalid IP address specified"));
    }
    Ok(Some(Target {
        url: url.into(),
        secret,
        max_connections,
        ip_address,
    }))
}
