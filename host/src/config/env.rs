//! `VINBOT_SECTION__KEY` variables: any setting of the file, from the environment.

/// Variables of that form: name, path into the file, value. `VINBOT_LOOKUP__ENOUGH=60`
/// is `lookup.enough`. Those without a double underscore are not of this form. The name
/// of a plugin has dashes where a variable can only have underscores.
pub(super) fn overrides(variables: &[(String, String)]) -> Vec<(String, Vec<String>, String)> {
    let mut found: Vec<_> = variables
        .iter()
        .filter_map(|(name, value)| {
            let path = name.strip_prefix("VINBOT_")?;
            let mut path: Vec<String> = path.split("__").map(str::to_lowercase).collect();
            if let [section, plugin, ..] = path.as_mut_slice()
                && section == "plugins"
            {
                *plugin = plugin.replace('_', "-");
            }
            (path.len() > 1).then(|| (name.clone(), path, value.clone()))
        })
        .collect();
    found.sort();
    found
}

/// Puts a value at a path, as TOML if it reads as such and as a string if not.
pub(super) fn set(table: &mut toml::Table, path: &[String], text: &str) {
    let Some((last, folders)) = path.split_last() else {
        return;
    };
    let mut at = table;
    for folder in folders {
        let entry = at
            .entry(folder.clone())
            .or_insert_with(|| toml::Table::new().into());
        if !entry.is_table() {
            *entry = toml::Table::new().into();
        }
        match entry.as_table_mut() {
            Some(inner) => at = inner,
            None => return,
        }
    }
    at.insert(last.clone(), value(text));
}

fn value(text: &str) -> toml::Value {
    toml::from_str::<toml::Table>(&format!("value = {text}"))
        .ok()
        .filter(|table| table.len() == 1)
        .and_then(|mut table| table.remove("value"))
        .unwrap_or_else(|| text.into())
}
