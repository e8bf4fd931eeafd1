//! A command: `/checkdigit VIN` shows how the check digit is computed.

mod sum;

use vinbot_plugin::prelude::*;

use sum::Sum;

const SUMMARY: &str = "Computes the check digit of a VIN, step by step";
const USAGE: &str = "/checkdigit 1HGCM82633A004352";

/// The plugin.
#[derive(Debug)]
pub struct CheckDigit;

impl Plugin for CheckDigit {
    fn about() -> Info {
        Info {
            data: Some("49 CFR 565.15(c)".into()),
            ..Info::new("check-digit", env!("CARGO_PKG_VERSION"), SUMMARY)
        }
    }
}

impl Command for CheckDigit {
    fn commands() -> Vec<Spec> {
        vec![Spec {
            name: "checkdigit".into(),
            description: SUMMARY.into(),
            usage: "/checkdigit VIN".into(),
            admin_only: false,
        }]
    }

    fn handle(invocation: Invocation) -> Result<Message, Error> {
        let vin = vin(&invocation.arguments).map_err(Error::InvalidInput)?;
        Ok(explain(&vin))
    }
}

/// What stands after the command as a VIN, or what to send instead.
fn vin(text: &str) -> Result<String, String> {
    let vin: String = text
        .chars()
        .filter(|character| !matches!(character, ' ' | '-' | '.'))
        .map(|character| character.to_ascii_uppercase())
        .collect();
    if vin.is_empty() {
        return Err(format!("Send a VIN after the command: {USAGE}"));
    }
    let count = vin.chars().count();
    if count != 17 {
        return Err(format!("A VIN has 17 characters; this has {count}."));
    }
    match vin
        .chars()
        .find(|&character| sum::value(character).is_none())
    {
        Some(wrong) => Err(format!(
            "A VIN has no {wrong}: only digits and letters, without I, O and Q."
        )),
        None => Ok(vin),
    }
}

fn explain(vin: &str) -> Message {
    let sum = Sum::of(vin);
    let text = Text::new()
        .bold("The check digit of ")
        .code(vin)
        .plain("\n\n")
        .styled(table(&sum), Style::PRE)
        .plain(format!(
            "\n\nThe sum is {}. Divided by 11 that leaves {}",
            sum.total,
            sum.total % 11
        ))
        .plain(if sum.digit == 'X' {
            ", written X. "
        } else {
            ". "
        });
    let found = vin.chars().nth(8).unwrap_or_default();
    if found == sum.digit {
        let text = text.plain(format!("Position 9 is {found}: it fits."));
        return Message::from(text).row([Button::decode("Decode it", vin)]);
    }
    let right: String = vin
        .chars()
        .enumerate()
        .map(|(place, character)| if place == 8 { sum.digit } else { character })
        .collect();
    let text = text
        .plain(format!("Position 9 is {found}: "))
        .bold("it does not fit.")
        .plain(
            " In North America and China one character is wrong, in Europe the place may hold \
             anything.",
        );
    Message::from(text).row([
        Button::decode(format!("Decode with {}", sum.digit), right),
        Button::decode("Decode as it is", vin),
    ])
}

/// A line for each character: `1  H  8 × 7 = 56`.
fn table(sum: &Sum) -> String {
    let lines: Vec<String> = sum
        .steps
        .iter()
        .zip(1..)
        .map(|(step, position)| {
            format!(
                "{position:>2}  {}  {} × {:>2} = {:>2}",
                step.character,
                step.value,
                step.weight,
                step.value * step.weight
            )
        })
        .collect();
    lines.join("\n")
}

vinbot_plugin::export!(CheckDigit: command);

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use vinbot_plugin::testing::{plain, words};

    fn answer(arguments: &str) -> Result<Message, Error> {
        CheckDigit::handle(Invocation {
            name: "checkdigit".into(),
            arguments: arguments.into(),
            locale: "en".into(),
            user: "someone".into(),
        })
    }

    #[test]
    fn every_step_is_shown() {
        insta::assert_snapshot!(plain(&answer("1m8gdm9axkp042788").unwrap()), @"
        *The check digit of *`1M8GDM9AXKP042788`

        ` 1  1  1 ×  8 =  8
         2  M  4 ×  7 = 28
         3  8  8 ×  6 = 48
         4  G  7 ×  5 = 35
         5  D  4 ×  4 = 16
         6  M  4 ×  3 = 12
         7  9  9 ×  2 = 18
         8  A  1 × 10 = 10
         9  X  7 ×  0 =  0
        10  K  2 ×  9 = 18
        11  P  7 ×  8 = 56
        12  0  0 ×  7 =  0
        13  4  4 ×  6 = 24
        14  2  2 ×  5 = 10
        15  7  7 ×  4 = 28
        16  8  8 ×  3 = 24
        17  8  8 ×  2 = 16`

        The sum is 351. Divided by 11 that leaves 10, written X. Position 9 is X: it fits.
        [Decode it]
        ");
    }

    #[test]
    fn a_digit_that_does_not_fit_is_told_with_the_one_that_does() {
        let message = answer("1HGCM82643A004352").unwrap();
        let text = plain(&message);
        assert!(
            text.contains("Position 9 is 4: *it does not fit.*"),
            "{text}"
        );
        let Action::Decode(right) = &message.buttons[0][0].action else {
            panic!("{message:?}");
        };
        assert_eq!(right, "1HGCM82633A004352");
    }

    #[rstest]
    #[case::nothing("", "Send a VIN after the command")]
    #[case::short("1HG", "this has 3")]
    #[case::letters_that_none_has("1HGCM82633AO04352", "A VIN has no O")]
    #[case::cyrillic("1НGCM82633A004352", "A VIN has no Н")]
    fn what_is_no_vin_is_answered_with_what_is_wrong(#[case] text: &str, #[case] why: &str) {
        let said = words(&answer(text).unwrap_err());
        assert!(said.contains(why), "{said}");
    }

    #[test]
    fn spaces_and_dashes_do_not_matter() {
        assert!(answer(" 1hg-cm826 33a 004352 ").is_ok());
    }
}
