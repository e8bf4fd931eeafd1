//! Rich text: styled spans, never markup.

pub use crate::bindings::words::vinbot::plugin::rich_text::{
    Action, Attachment, Button, Message, Span, Style, ViewRef,
};

/// Builds the text of a message.
///
/// ```
/// use vinbot_plugin::{Button, Message, Text};
///
/// let text = Text::new()
///     .bold("2003 Honda Accord")
///     .newline()
///     .plain("Engine: ")
///     .code("J30A4");
/// let message = Message::from(text).row([Button::view("Details", "details")]);
/// assert_eq!(message.spans.len(), 4);
/// ```
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Text {
    spans: Vec<Span>,
}

impl Text {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// True while nothing was added.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Adds text in the given style.
    #[must_use]
    pub fn styled(mut self, text: impl Into<String>, style: Style) -> Self {
        self.push(text, style);
        self
    }

    /// Adds text in the given style, in place: for loops.
    pub fn push(&mut self, text: impl Into<String>, style: Style) {
        let text = text.into();
        if !text.is_empty() {
            self.spans.push(Span {
                text,
                style,
                link: None,
            });
        }
    }

    /// Adds unstyled text.
    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.styled(text, Style::empty())
    }

    /// Adds bold text.
    #[must_use]
    pub fn bold(self, text: impl Into<String>) -> Self {
        self.styled(text, Style::BOLD)
    }

    /// Adds text in italics.
    #[must_use]
    pub fn italic(self, text: impl Into<String>) -> Self {
        self.styled(text, Style::ITALIC)
    }

    /// Adds monospaced text that a tap copies.
    #[must_use]
    pub fn code(self, text: impl Into<String>) -> Self {
        self.styled(text, Style::CODE)
    }

    /// Adds text that leads to an https address.
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, address: impl Into<String>) -> Self {
        self.spans.push(Span {
            text: text.into(),
            style: Style::empty(),
            link: Some(address.into()),
        });
        self
    }

    /// Ends the line.
    #[must_use]
    pub fn newline(self) -> Self {
        self.plain("\n")
    }

    /// A line `Label: value`.
    #[must_use]
    pub fn field(self, label: &str, value: impl Into<String>) -> Self {
        self.plain(format!("{label}: ")).bold(value).newline()
    }
}

impl From<Text> for Message {
    fn from(text: Text) -> Self {
        Self {
            spans: text.spans,
            buttons: Vec::new(),
            attachments: Vec::new(),
        }
    }
}

impl Message {
    /// Adds a row of buttons; an empty row is left out.
    #[must_use]
    pub fn row(mut self, buttons: impl IntoIterator<Item = Button>) -> Self {
        let row: Vec<Button> = buttons.into_iter().collect();
        if !row.is_empty() {
            self.buttons.push(row);
        }
        self
    }

    /// Adds a file.
    #[must_use]
    pub fn attach(mut self, file_name: &str, media_type: &str, data: Vec<u8>) -> Self {
        self.attachments.push(Attachment {
            file_name: file_name.into(),
            media_type: media_type.into(),
            data,
        });
        self
    }
}

impl Button {
    /// Shows the first page of another view of the same report.
    pub fn view(label: impl Into<String>, view: &str) -> Self {
        Self::page(label, view, 0)
    }

    /// Shows a page of a view of the same report.
    pub fn page(label: impl Into<String>, view: &str, page: u32) -> Self {
        let action = Action::View(ViewRef {
            view: view.into(),
            page,
        });
        Self {
            label: label.into(),
            action,
        }
    }

    /// Looks up another VIN.
    pub fn decode(label: impl Into<String>, vin: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            action: Action::Decode(vin.into()),
        }
    }

    /// Copies a text.
    pub fn copy(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            action: Action::Copy(text.into()),
        }
    }

    /// Opens an https address.
    pub fn link(label: impl Into<String>, address: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            action: Action::OpenUrl(address.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::plain;

    #[test]
    fn a_message_is_built_from_spans_and_rows() {
        let text = Text::new()
            .bold("Honda")
            .field(" Doors", "2")
            .link("more", "https://a.example");
        let message = Message::from(text)
            .row([
                Button::page("Next", "details", 1),
                Button::copy("Copy", "X"),
            ])
            .row([]);
        assert_eq!(
            plain(&message),
            "*Honda* Doors: *2*\nmore<https://a.example>\n[Next] [Copy]"
        );
    }

    #[test]
    fn empty_text_adds_no_span() {
        assert!(Text::new().plain("").bold("").is_empty());
    }
}
