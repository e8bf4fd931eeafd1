//! The command menu: `setMyCommands`, `getMyCommands`, `deleteMyCommands`.

use serde_json::{Value, json};

use super::{Answer, params::Params, refusal::Refusal};
use crate::{
    limits,
    world::{
        World,
        commands::{BotCommand, Scope},
    },
};

pub(crate) fn set(world: &mut World, params: &Params) -> Answer {
    let commands: Vec<BotCommand> = params
        .json("commands", "commands")?
        .ok_or_else(|| Refusal::bad("parameter \"commands\" is required"))?;
    if commands.len() > limits::COMMANDS {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    commands.iter().try_for_each(check)?;
    let (scope, language) = target(params)?;
    if world.commands.len() >= limits::COMMAND_LISTS {
        return Err(Refusal::bad("too many lists of commands"));
    }
    world.commands.set(scope, language, commands);
    Ok(true.into())
}

pub(crate) fn get(world: &World, params: &Params) -> Answer {
    let (scope, language) = target(params)?;
    Ok(json!(world.commands.get(&scope, &language)))
}

pub(crate) fn delete(world: &mut World, params: &Params) -> Answer {
    let (scope, language) = target(params)?;
    world.commands.set(scope, language, Vec::new());
    Ok(true.into())
}

fn check(command: &BotCommand) -> Result<(), Refusal> {
    let is_name = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if !(1..=32).contains(&command.command.len()) || !command.command.bytes().all(is_name) {
        return Err(Refusal::bad("BOT_COMMAND_INVALID"));
    }
    if !(1..=256).contains(&command.description.chars().count()) {
        return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok(())
}

fn target(params: &Params) -> Result<(Scope, String), Refusal> {
    let scope = params.json::<Value>("scope", "BotCommandScope")?;
    let scope = scope.map_or(Ok(Scope::Default), |scope| {
        serde_json::from_value(scope)
            .map_err(|error| Refusal::bad(format!("can't parse BotCommandScope: {error}")))
    })?;
    let language = params.text("language_code").unwrap_or_default();
    let is_code = language.len() == 2 && language.bytes().all(|b| b.is_ascii_lowercase());
    if !language.is_empty() && !is_code {
        return Err(Refusal::bad("invalid language code specified"));
    }
    Ok((scope, language))
}
