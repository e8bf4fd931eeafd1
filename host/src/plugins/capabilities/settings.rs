//! The plugin's own settings.

use wasmtime::component::LinkerInstance;

use crate::plugins::sandbox::Sandbox;

pub(super) fn link(settings: &mut LinkerInstance<'_, Sandbox>) -> wasmtime::Result<()> {
    settings.func_wrap("get", |store, (key,): (String,)| {
        let settings = &store.data().profile.settings;
        Ok((settings.get(&key).cloned(),))
    })
}
