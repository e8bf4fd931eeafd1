//! Buttons as Telegram takes them.

use teloxide::types::{
    CopyTextButton, InlineKeyboardButton, InlineKeyboardButtonKind, InlineKeyboardMarkup,
};
use unicode_segmentation::UnicodeSegmentation;

use super::callback::{Press, Target};
use super::seal::Seal;
use crate::rich::{Action, Button};
use crate::vin::Vin;

/// Telegram's limits.
const BUTTONS: usize = 100;
const ROW: usize = 8;
const COPY: usize = 256;
/// Longer labels are cut off on a phone anyway.
const LABEL: usize = 64;

/// Makes the keyboards of messages for one user.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keyboards<'a> {
    pub(super) seal: &'a Seal,
    /// Who alone may press what is personal.
    pub(super) owner: Option<u64>,
}

impl Keyboards<'_> {
    /// The keyboard of a message about these vehicles; none without buttons.
    ///
    /// Buttons that Telegram would refuse are left out: they would cost the message.
    pub(super) fn of(self, rows: &[Vec<Button>], vins: &[Vin]) -> Option<InlineKeyboardMarkup> {
        let mut left = BUTTONS;
        let mut keyboard = Vec::new();
        for row in rows {
            let buttons: Vec<_> = row
                .iter()
                .filter_map(|one| self.button(one, vins))
                .take(left.min(ROW))
                .collect();
            left -= buttons.len();
            if !buttons.is_empty() {
                keyboard.push(buttons);
            }
        }
        (!keyboard.is_empty()).then(|| InlineKeyboardMarkup::new(keyboard))
    }

    fn button(self, button: &Button, vins: &[Vin]) -> Option<InlineKeyboardButton> {
        let seen: String = button.label.chars().filter(|c| !c.is_control()).collect();
        let label = cut(&seen);
        let kind = self
            .kind(&button.action, vins)
            .filter(|_| !label.trim().is_empty());
        if kind.is_none() {
            tracing::warn!(label, action = ?button.action, "a button that can't be sent is left out");
        }
        kind.map(|kind| InlineKeyboardButton::new(label, kind))
    }

    fn kind(self, action: &Action, vins: &[Vin]) -> Option<InlineKeyboardButtonKind> {
        let carry = |press: &Press| {
            let data = press.close(self.seal, self.owner);
            data.map(InlineKeyboardButtonKind::CallbackData)
        };
        // One vehicle turns into another; a list or comparison stays.
        let target = if vins.len() == 1 {
            Target::InPlace
        } else {
            Target::NewMessage
        };
        match action {
            Action::View { view, page } => carry(&Press::View {
                // A view of several is made from a card: the card stays.
                target: Target::InPlace,
                view: view.clone(),
                page: *page,
                vins: vins.to_vec(),
            }),
            Action::Decode(vin) => carry(&Press::Decode {
                target,
                vin: vin.parse().ok()?,
            }),
            Action::Command(text) => carry(&Press::Command(text.clone())),
            Action::Mine(text) => carry(&Press::Mine(text.clone())),
            Action::Copy(text) => {
                let fits = (1..=COPY).contains(&text.chars().count());
                let text = text.clone();
                fits.then_some(InlineKeyboardButtonKind::CopyText(CopyTextButton { text }))
            }
            Action::Share(text) => Some(InlineKeyboardButtonKind::SwitchInlineQuery(text.clone())),
            Action::OpenUrl(address) => {
                let url = reqwest::Url::parse(address).ok()?;
                (url.scheme() == "https" && url.has_host())
                    .then_some(InlineKeyboardButtonKind::Url(url))
            }
        }
    }

    /// A button that compares vehicles in a message of its own.
    pub(super) fn compare(self, label: &str, vins: &[Vin]) -> Option<InlineKeyboardButton> {
        let press = Press::View {
            target: Target::NewMessage,
            view: "compare".to_owned(),
            page: 0,
            vins: vins.to_vec(),
        };
        let data = press.close(self.seal, self.owner)?;
        Some(InlineKeyboardButton::new(
            label,
            InlineKeyboardButtonKind::CallbackData(data),
        ))
    }
}

/// As much of a label as a button has room for, cut between characters as people see them.
fn cut(label: &str) -> String {
    let (mut out, mut left) = (String::new(), LABEL);
    for one in label.graphemes(true) {
        let letters = one.chars().count();
        if letters > left {
            break;
        }
        left -= letters;
        out.push_str(one);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    const HONDA: &str = "1HGCM82633A004352";

    fn seal() -> Seal {
        Seal::new("123:abc")
    }

    fn keyboard(rows: &[Vec<Button>], vins: &[Vin]) -> Option<InlineKeyboardMarkup> {
        let seal = seal();
        let keyboards = Keyboards {
            seal: &seal,
            owner: Some(5),
        };
        keyboards.of(rows, vins)
    }

    /// What a button with this press carries.
    fn data(press: &Press) -> String {
        press.close(&seal(), Some(5)).unwrap()
    }

    fn honda() -> Vin {
        HONDA.parse().unwrap()
    }

    fn sent(action: Action, vins: &[Vin]) -> Option<serde_json::Value> {
        let rows = [vec![Button {
            label: "Go".into(),
            action,
        }]];
        let keyboard = keyboard(&rows, vins)?;
        Some(serde_json::to_value(&keyboard.inline_keyboard[0][0]).unwrap())
    }

    #[rstest]
    #[case(Action::View { view: "details".into(), page: 1 },
        json!({"text": "Go", "callback_data": data(&Press::View {
            target: Target::InPlace, view: "details".into(), page: 1, vins: vec![honda()],
        })}))]
    #[case(Action::Decode(HONDA.into()), json!({"text": "Go", "callback_data": data(
        &Press::Decode { target: Target::InPlace, vin: honda() })}))]
    #[case(Action::Command("/help".into()),
        json!({"text": "Go", "callback_data": data(&Press::Command("/help".into()))}))]
    #[case(Action::Mine("/history 2".into()),
        json!({"text": "Go", "callback_data": data(&Press::Mine("/history 2".into()))}))]
    #[case(Action::Copy(HONDA.into()), json!({"text": "Go", "copy_text": {"text": HONDA}}))]
    #[case(Action::OpenUrl("https://a.example/".into()),
        json!({"text": "Go", "url": "https://a.example/"}))]
    fn actions_become_buttons(#[case] action: Action, #[case] expected: serde_json::Value) {
        assert_eq!(sent(action, &[honda()]), Some(expected));
    }

    #[rstest]
    #[case::not_https(Action::OpenUrl("http://a.example/".into()))]
    #[case::script(Action::OpenUrl("javascript:alert(1)".into()))]
    #[case::nothing_to_copy(Action::Copy(String::new()))]
    #[case::too_much_to_copy(Action::Copy("x".repeat(257)))]
    #[case::no_vin(Action::Decode("hello".into()))]
    #[case::no_command(Action::Command("help".into()))]
    #[case::odd_view(Action::View { view: "a:b".into(), page: 0 })]
    #[case::long_view(Action::View { view: "x".repeat(60), page: 0 })]
    fn what_telegram_would_refuse_is_left_out(#[case] action: Action) {
        assert_eq!(sent(action, &[honda()]), None);
    }

    #[test]
    fn from_a_list_a_vehicle_opens_in_a_new_message() {
        let button = sent(Action::Decode(HONDA.into()), &[honda(), honda()]).unwrap();
        let press = Press::Decode {
            target: Target::NewMessage,
            vin: honda(),
        };
        assert_eq!(button["callback_data"], data(&press));
    }

    #[test]
    fn a_hundred_buttons_are_the_most() {
        let row = vec![
            Button {
                label: "x".into(),
                action: Action::Copy("x".into())
            };
            9
        ];
        let keyboard = keyboard(&vec![row; 20], &[honda()]).unwrap();
        assert_eq!(keyboard.inline_keyboard[0].len(), 8);
        assert_eq!(
            keyboard.inline_keyboard.iter().map(Vec::len).sum::<usize>(),
            100
        );
    }

    #[test]
    fn three_vehicles_can_be_compared_and_four_do_not_fit() {
        let seal = seal();
        let keyboards = Keyboards {
            seal: &seal,
            owner: None,
        };
        assert!(keyboards.compare("Compare", &[honda(); 3]).is_some());
        assert!(keyboards.compare("Compare", &[honda(); 4]).is_none());
    }
}
