//! Reading the configuration: file, environment, checks.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::check::check;
use super::webhook::is_secret;
use super::{Admins, Config, Settings, env};

/// Why the configuration can't be used. The words say what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file that was named can't be read.
    #[error("can't read the configuration {}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's words.
        reason: std::io::Error,
    },
    /// The file is not what it should be; the words of the parser name the key
    /// and show the line.
    #[error("{} is not valid:\n{reason}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Key and line.
        reason: Box<toml::de::Error>,
    },
    /// A `VINBOT_*` variable that sets nothing, or sets it to nonsense.
    #[error("the variable {name} is not valid: {reason}")]
    Variable {
        /// Its name.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// A value that is of the right type but of no use.
    #[error("the setting {key} is not valid: {reason}")]
    Value {
        /// Its key: `lookup.enough`.
        key: String,
        /// What is wrong.
        reason: String,
    },
}

impl Config {
    /// Reads the configuration: the named file, else `VINBOT_CONFIG`, else
    /// `config.toml` in the current folder if there is one, else the defaults;
    /// then the environment over it.
    ///
    /// # Errors
    /// See [`ConfigError`].
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        // What is no text can't be meant for this program.
        let variables = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Self::from_variables(file, &variables.collect::<Vec<_>>())
    }

    pub(super) fn from_variables(
        file: Option<&Path>,
        variables: &[(String, String)],
    ) -> Result<Self, ConfigError> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(key, _)| key == name);
            found
                .map(|(_, value)| value.as_str())
                .filter(|value| !value.is_empty())
        };
        let here = Path::new("config.toml");
        let file = file
            .map(Path::to_owned)
            .or_else(|| variable("VINBOT_CONFIG").map(PathBuf::from))
            .or_else(|| here.is_file().then(|| here.to_owned()));
        let mut table = match &file {
            Some(path) => read(path)?,
            None => toml::Table::new(),
        };
        for (name, path, value) in env::overrides(variables) {
            env::set(&mut table, &path, &value);
            // One by one, so that an error names the variable that brought it.
            Settings::deserialize(table.clone()).map_err(|error| ConfigError::Variable {
                name,
                reason: error.message().to_owned(),
            })?;
        }
        let settings = Settings::deserialize(table).map_err(|error| ConfigError::Variable {
            name: "VINBOT_*".to_owned(),
            reason: error.message().to_owned(),
        })?;
        check(&settings)?;
        let parsed = |name: &str, default: &str| -> Result<_, ConfigError> {
            let text = variable(name).unwrap_or(default);
            Ok((text.to_owned(), name.to_owned()))
        };
        let (api, name) = parsed("TELEGRAM_API_URL", "https://api.telegram.org")?;
        let telegram_api = reqwest::Url::parse(&api)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
            .ok_or_else(|| ConfigError::Variable {
                name,
                reason: "it must be a URL such as https://api.telegram.org".to_owned(),
            })?;
        let (addr, name) = parsed("VINBOT_HTTP_ADDR", "127.0.0.1:8080")?;
        let http_addr = addr.parse().map_err(|_| ConfigError::Variable {
            name,
            reason: format!("`{addr}` is no address such as 127.0.0.1:8080"),
        })?;
        let webhook_secret = variable("TELEGRAM_WEBHOOK_SECRET").map(SecretString::from);
        if !webhook_secret
            .as_ref()
            .is_none_or(|secret| is_secret(secret.expose_secret()))
        {
            return Err(ConfigError::Variable {
                name: "TELEGRAM_WEBHOOK_SECRET".to_owned(),
                reason: "Telegram takes 1 to 256 characters of A-Z, a-z, 0-9, _ and -".to_owned(),
            });
        }
        let traces = settings.traces.to(variable)?;
        let ids = variable("ADMIN_IDS").unwrap_or_default();
        let admins = ids
            .split([',', ' '])
            .filter(|id| !id.is_empty())
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map_err(|_| ConfigError::Variable {
                name: "ADMIN_IDS".to_owned(),
                reason: "it must be Telegram ids with commas between: 42,1234".to_owned(),
            })?;
        let state_dir = match variable("VINBOT_STATE_DIR") {
            Some(dir) => PathBuf::from(dir),
            None => directories::ProjectDirs::from("", "", "vinbot")
                .map(|dirs| dirs.data_dir().to_owned())
                .ok_or_else(|| ConfigError::Variable {
                    name: "VINBOT_STATE_DIR".to_owned(),
                    reason: "there is no home directory, so it must name a folder".to_owned(),
                })?,
        };
        Ok(Self {
            settings,
            file,
            webhook_secret,
            token: variable("TELEGRAM_BOT_TOKEN").map(SecretString::from),
            admins: Admins::Only(admins),
            admin_token: variable("VINBOT_ADMIN_TOKEN").map(SecretString::from),
            cache_secrets: vinbot_cache::Secrets {
                redis_url: variable("REDIS_URL").map(SecretString::from),
                upstash_url: variable("UPSTASH_REDIS_REST_URL").map(SecretString::from),
                upstash_token: variable("UPSTASH_REDIS_REST_TOKEN").map(SecretString::from),
            },
            telegram_api,
            http_addr,
            traces,
            store_dir: state_dir.clone(),
            state_dir,
        })
    }
}

/// The file as a table, having checked that it is a valid file by itself: only so
/// do errors name its lines.
fn read(path: &Path) -> Result<toml::Table, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|reason| ConfigError::Unreadable {
        path: path.to_owned(),
        reason,
    })?;
    let invalid = |reason| ConfigError::Invalid {
        path: path.to_owned(),
        reason: Box::new(reason),
    };
    toml::from_str::<Settings>(&text).map_err(invalid)?;
    toml::from_str(&text).map_err(invalid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut all = vec![("VINBOT_STATE_DIR".to_owned(), "state".to_owned())];
        all.extend(
            pairs
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned())),
        );
        all
    }

    fn load(text: &str, pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        Config::from_variables(Some(&path), &variables(pairs))
    }

    #[test]
    fn it_runs_with_no_file_at_all() {
        let config = Config::from_variables(None, &variables(&[])).unwrap();
        assert_eq!(config.settings, Settings::default());
        assert_eq!(config.telegram_api.as_str(), "https://api.telegram.org/");
        assert!(config.token.is_none());
    }

    #[test]
    fn the_file_in_the_repository_says_what_the_defaults_are() {
        let file = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../config.toml"));
        let config = Config::from_variables(Some(file), &variables(&[])).unwrap();
        let mut settings = config.settings;
        settings.plugins.clear();
        assert_eq!(settings, Settings::default());
        let text = std::fs::read_to_string(file).unwrap();
        for key in format!("{:?}", Settings::default())
            .split([' ', '{', '}'])
            .filter_map(|word| word.strip_suffix(':').filter(|key| *key != "plugins"))
        {
            let said = [
                format!("{key} = "),
                format!("[{key}]"),
                format!(".{key}]"),
                format!(".{key}.\""),
            ];
            let said = said.iter().any(|words| text.contains(words));
            assert!(said, "{key}");
        }
    }

    #[rstest]
    #[case::top_level("colour = 1\n", "colour", "line 1")]
    #[case::in_a_section("[lookup]\n\nenuff = 3\n", "enuff", "line 3")]
    #[case::in_a_plugin("[plugins.vpic]\norder = 1\nenbled = true\n", "enbled", "line 3")]
    #[case::out_of_range("[lookup]\nenough = 300\n", "enough", "must be from 0 to 100")]
    #[case::wrong_type("[lookup]\nenough = \"much\"\n", "enough", "line 2")]
    #[case::no_host(
        "[plugins.vpic]\norder = 1\nhosts = [\"https://a.example\"]\n",
        "leave out the scheme",
        "line 3"
    )]
    #[case::no_toml("[lookup\n", "[lookup", "line 1")]
    fn a_mistake_is_refused_by_name_and_line(
        #[case] text: &str,
        #[case] name: &str,
        #[case] line: &str,
    ) {
        let said = load(text, &[]).unwrap_err().to_string();
        assert!(said.contains(name) && said.contains(line), "{said}");
    }

    #[test]
    fn the_environment_goes_over_the_file() {
        let config = load(
            "[lookup]\nenough = 30\n",
            &[("VINBOT_LOOKUP__ENOUGH", "70")],
        )
        .unwrap();
        assert_eq!(config.settings.lookup.enough, 70);
        let config = load("", &[("VINBOT_PLUGINS__VPIC__ENABLED", "false")]).unwrap();
        assert!(!config.settings.plugins["vpic"].enabled);
        let config = load("", &[("VINBOT_PLUGINS__MY_PLUGIN__ORDER", "3")]).unwrap();
        assert_eq!(config.settings.plugins["my-plugin"].order, 3);
    }

    #[rstest]
    #[case("VINBOT_LOOKUP__ENUFF", "1")]
    #[case("VINBOT_LOOKUP__ENOUGH", "much")]
    #[case("VINBOT_HTTP_ADDR", "nowhere")]
    #[case("TELEGRAM_API_URL", "ftp://a.example")]
    #[case("TELEGRAM_WEBHOOK_SECRET", "a secret")]
    #[case("VINBOT_TELEGRAM__MODE", "pigeon")]
    fn a_variable_that_is_wrong_is_named(#[case] name: &str, #[case] value: &str) {
        let fine = ("VINBOT_LOOKUP__BATCH", "7");
        let said = load("", &[fine, (name, value)]).unwrap_err().to_string();
        assert!(said.contains(name) && !said.contains(fine.0), "{said}");
    }

    #[rstest]
    #[case("[lookup]\nenough = 101\n", "lookup.enough")]
    #[case("[runtime]\nconcurrency = 0\n", "runtime.concurrency")]
    #[case(
        "[telegram]\nconcurrency = 9000000000000000000\n",
        "telegram.concurrency"
    )]
    #[case("[plugins.vpic]\ndeadline_ms = 0\n", "plugins.vpic.deadline_ms")]
    #[case(
        "[plugins.vpic]\noutput_kb = 18014398509481984\n",
        "plugins.vpic.output_kb"
    )]
    #[case("[telegram]\npoll_timeout_s = 60\n", "telegram.poll_timeout_s")]
    #[case("[telegram]\nmode = \"webhook\"\n", "telegram.webhook.url")]
    #[case(
        "[telegram.webhook]\nmax_connections = 101\n",
        "telegram.webhook.max_connections"
    )]
    #[case(
        "[telegram.webhook]\nread_timeout_s = 0\n",
        "telegram.webhook.read_timeout_s"
    )]
    #[case("[telegram.webhook]\ncheck_s = 0\n", "telegram.webhook.check_s")]
    #[case("[telegram.files]\nmax_mb = 51\n", "telegram.files.max_mb")]
    #[case("[telegram.files]\nphotos = 0\n", "telegram.files.photos")]
    #[case("[admin]\nsession_s = 0\n", "admin.session_s")]
    #[case("[admin]\norigin = \"here\"\n", "admin.origin")]
    #[case("[http]\ntimeout_ms = 0\n", "http.timeout_ms")]
    #[case("[http]\nretries = 11\n", "http.retries")]
    #[case("[http]\nbackoff_ms = 0\n", "http.backoff_ms")]
    #[case("[http]\nretry_budget_percent = 101\n", "http.retry_budget_percent")]
    #[case("[http]\ncircuit_failures = 1001\n", "http.circuit_failures")]
    #[case("[http]\ncircuit_open_s = 0\n", "http.circuit_open_s")]
    #[case("[http]\nhost_concurrency = 0\n", "http.host_concurrency")]
    #[case(
        "[http.signing.\"a.example\"]\nsecret = \"KEY\"\nheader = \"host\"\n",
        "http.signing.\"a.example\".header"
    )]
    #[case("[http]\nproxy = \"::\"\n", "http.proxy")]
    #[case(
        "[plugins.vpic]\ncache = { max_kb = 0 }\n",
        "plugins.vpic.cache.max_kb"
    )]
    #[case("[signatures]\nrequire = true\n", "signatures.require")]
    #[case(
        "[signatures]\npublic_keys = [\"RWnonsense\"]\n",
        "signatures.public_keys"
    )]
    fn a_value_of_no_use_is_refused(#[case] text: &str, #[case] key: &str) {
        assert!(load(text, &[]).unwrap_err().to_string().contains(key));
    }

    #[test]
    fn the_token_never_shows() {
        let config = load("", &[("TELEGRAM_BOT_TOKEN", "123:secret-part")]).unwrap();
        assert!(!format!("{config:?}").contains("secret-part"));
    }
}
