//! Makes tables of the Fluent files in `../locales`.

fn main() -> vinbot_plugin_words::Result<()> {
    vinbot_plugin_words::tables("../locales")
}
