//! Commands: what a plugin adds to the bot's menu.

use crate::bindings::command::exports::vinbot::plugin::command as wit;
use crate::{Error, Message, Plugin};

pub use wit::{Invocation, Spec};

/// A plugin that adds slash commands.
pub trait Command: Plugin {
    /// The commands, read once when the plugin is loaded.
    fn commands() -> Vec<Spec>;

    /// Answers one command.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] with words for the user when the arguments are wrong.
    fn handle(invocation: Invocation) -> Result<Message, Error>;
}

impl<T: Command> wit::Guest for crate::export::Exported<T> {
    fn commands() -> Vec<Spec> {
        T::commands()
    }

    fn handle(invocation: Invocation) -> Result<Message, Error> {
        crate::export::tell_panics();
        T::handle(invocation)
    }
}
