//! Everything secret that the program was given, for those who take it out of what is told.

use secrecy::{ExposeSecret, SecretString};

use super::Config;

/// How names of variables end whose values are secret, whoever reads them.
const ENDINGS: [&str; 6] = ["TOKEN", "KEY", "SECRET", "PASSWORD", "PASS", "_HEADERS"];

impl Config {
    /// The bot's token and all other secrets of the environment: those that this program
    /// reads, those that are granted to plugins, and whatever is called like one. Of an
    /// address it is the password.
    #[must_use]
    pub fn secrets(&self) -> Vec<SecretString> {
        let cache = &self.cache_secrets;
        let own = [
            &self.token,
            &self.admin_token,
            &self.webhook_secret,
            &cache.redis_url,
            &cache.upstash_url,
            &cache.upstash_token,
        ];
        let mut secrets: Vec<SecretString> = own.into_iter().flatten().cloned().collect();
        let redis = cache.redis_url.as_ref().map(ExposeSecret::expose_secret);
        let url = redis.and_then(|url| reqwest::Url::parse(url).ok());
        let password = url.as_ref().and_then(reqwest::Url::password);
        secrets.extend(password.map(SecretString::from));
        let plugins = self.settings.plugins.values();
        let granted: Vec<&String> = plugins.flat_map(|plugin| plugin.secrets.keys()).collect();
        let signing = self.settings.http.signing.values();
        let signing: Vec<&str> = signing.map(|one| one.secret.as_str()).collect();
        for (name, value) in std::env::vars_os() {
            let (Ok(name), Ok(value)) = (name.into_string(), value.into_string()) else {
                continue;
            };
            let is_secret = ENDINGS.iter().any(|ending| name.ends_with(ending))
                || granted.contains(&&name)
                || signing.contains(&name.as_str());
            if is_secret {
                secrets.push(value.into());
            }
        }
        secrets
    }
}
