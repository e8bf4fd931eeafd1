//! `plugin.toml` asks, `config.toml` grants: what is refused, and what the words are.

use rstest::rstest;

use crate::prober::Setup;

#[rstest]
#[case::a_host(
    "[needs]\nhosts = [\"a.example\"]",
    "",
    "needs what it is not granted in config.toml: host a.example \
     (add \"a.example\" to `hosts` of [plugins.prober])"
)]
#[case::a_cache(
    "[needs]\ncache = true",
    "",
    "cache (set `cache = {}` in [plugins.prober])"
)]
#[case::a_secret(
    "[needs]\nsecrets = [\"KEY\"]",
    "",
    "secret KEY (add `KEY = [\"HOST\"]` to `secrets` of [plugins.prober])"
)]
#[case::a_secret_that_is_not_set(
    "[needs]\nsecrets = [\"UNSET\"]",
    "secrets = { UNSET = [\"a.example\"] }",
    "it is granted, but the variable UNSET of the environment is not set"
)]
#[case::an_unknown_key("[needs]\nhost = \"a.example\"", "", "unknown field `host`")]
#[tokio::test]
async fn what_is_needed_and_missing_is_told_with_what_to_do(
    #[case] manifest: &str,
    #[case] own: &str,
    #[case] words: &str,
) {
    let told = Setup::new(manifest, own).load().await.refusal();
    assert!(told.contains(words), "{told}");
}

#[tokio::test]
async fn what_is_only_wanted_may_be_missing_and_is_told() {
    let prober = Setup::new("[wants]\nhosts = [\"a.example\"]", "")
        .load()
        .await;
    let overview = prober.registry.overview().await;
    let lines: Vec<_> = overview.plugins[0]
        .asks
        .iter()
        .map(vinbot::plugins::Ask::line)
        .collect();
    assert_eq!(
        lines,
        ["wants host a.example: missing: add \"a.example\" to `hosts` of [plugins.prober]"]
    );
}

#[tokio::test]
async fn a_grant_takes_effect_while_the_bot_runs_and_so_does_taking_it_back() {
    let setup = Setup::new("[needs]\nhosts = [\"a.example\"]", "");
    let prober = setup.load().await;
    prober.refusal();
    let granted = Setup::new("", "hosts = [\"*.example.com\", \"a.example\"]");
    prober.registry.apply(&granted.settings()).await;
    let snapshot = prober.registry.snapshot();
    let plugin = snapshot.plugins.named("prober").unwrap();
    assert_eq!(plugin.asks()[0].line(), "needs host a.example: granted");
    prober.registry.apply(&setup.settings()).await;
    assert!(prober.refusal().contains("a.example"));
}
