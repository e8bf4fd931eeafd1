//! Rich text as plugins and the bot itself write it: style is data. `telegram`
//! makes entities of it, the command line plain text.

/// Styles of a span; several may hold at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style(pub u8);

impl Style {
    /// No style.
    pub const PLAIN: Self = Self(0);
    /// Bold.
    pub const BOLD: Self = Self(1);
    /// Italic.
    pub const ITALIC: Self = Self(1 << 1);
    /// Underlined.
    pub const UNDERLINE: Self = Self(1 << 2);
    /// Struck through.
    pub const STRIKETHROUGH: Self = Self(1 << 3);
    /// Hidden until tapped.
    pub const SPOILER: Self = Self(1 << 4);
    /// A quotation block.
    pub const QUOTE: Self = Self(1 << 5);
    /// Monospaced, in a line.
    pub const CODE: Self = Self(1 << 6);
    /// Monospaced, a block.
    pub const PRE: Self = Self(1 << 7);

    /// True if all of these styles hold.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Text in one style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Its style.
    pub style: Style,
    /// An https address that it leads to.
    pub link: Option<String>,
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Show a view of the same report.
    View {
        /// Its name.
        view: String,
        /// From 0.
        page: u32,
    },
    /// Look up another VIN.
    Decode(String),
    /// Open an https address.
    OpenUrl(String),
    /// Run a command of the bot, for whoever presses; the answer is a message of its own.
    Command(String),
    /// Run a command of the bot for the user whose message this is, and nobody else; the
    /// answer takes the message's place.
    Mine(String),
    /// Copy a text.
    Copy(String),
    /// Choose a chat, and begin an inline query with this text there.
    Share(String),
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// What it does.
    pub action: Action,
}

/// A file that is sent along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub file_name: String,
    /// `text/csv`.
    pub media_type: String,
    /// Its content.
    pub data: Vec<u8>,
}

/// A message: text, rows of buttons, files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// The text.
    pub spans: Vec<Span>,
    /// Rows of buttons.
    pub buttons: Vec<Vec<Button>>,
    /// Files.
    pub attachments: Vec<Attachment>,
}

impl Button {
    /// A button that says and does this.
    pub fn new(label: impl Into<String>, action: Action) -> Self {
        Self {
            label: label.into(),
            action,
        }
    }
}

impl Message {
    /// Adds text.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>, style: Style) -> Self {
        self.spans.push(Span {
            text: text.into(),
            style,
            link: None,
        });
        self
    }

    /// Adds unstyled text.
    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.text(text, Style::PLAIN)
    }

    /// Adds spans.
    #[must_use]
    pub fn words(mut self, spans: impl IntoIterator<Item = Span>) -> Self {
        self.spans.extend(spans);
        self
    }

    /// Adds a row of buttons.
    #[must_use]
    pub fn row(mut self, row: Vec<Button>) -> Self {
        if !row.is_empty() {
            self.buttons.push(row);
        }
        self
    }

    /// The text without its styles.
    #[must_use]
    pub fn to_plain_text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}
