//! Where things stand.

use std::fmt::Write as _;

use vinbot_plugin::{Report, Severity};
use vinbot_words::{Key, Reader};

use crate::content::{self, Content};
use crate::fit::{Fitted, Try, fit};
use crate::font::{Font, Ruler};

/// Pixels.
pub const WIDTH: u32 = 1200;
/// Pixels.
pub const HEIGHT: u32 = 675;

/// From the edges.
const SIDE: f32 = 64.0;
/// Between the edges.
const INNER: f32 = 1200.0 - 2.0 * SIDE;
/// Between the two columns of facts.
const GUTTER: f32 = 48.0;
const COLUMN: f32 = (INNER - GUTTER) / 2.0;

const WHITE: &str = "#f8fafc";
const MUTED: &str = "#94a3b8";
const SOFT: &str = "#cbd5e1";
const BLUE: &str = "#7dd3fc";
const GREEN: &str = "#4ade80";
const AMBER: &str = "#fbbf24";
const RED: &str = "#f87171";

/// The picture of a report as SVG. All its text is inside of it, whatever the report holds.
pub fn svg(report: &Report, reader: Reader) -> String {
    let content = content::of(report, reader);
    let mut sheet = Sheet::new();
    sheet.background();
    headline(&mut sheet, &content);
    vin(&mut sheet, &content, reader);
    facts(&mut sheet, &content);
    state(&mut sheet, &content);
    sections(&mut sheet, &content);
    sheet.finish()
}

struct Sheet {
    svg: String,
    text: Ruler,
    strong: Ruler,
    mono: Ruler,
}

impl Sheet {
    fn new() -> Self {
        Self {
            svg: format!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">"#
            ),
            text: Font::Text.ruler(),
            strong: Font::Strong.ruler(),
            mono: Font::Mono.ruler(),
        }
    }

    fn ruler(&self, font: Font) -> &Ruler {
        match font {
            Font::Text => &self.text,
            Font::Strong => &self.strong,
            Font::Mono => &self.mono,
        }
    }

    fn draw(&mut self, shape: &str) {
        self.svg.push_str(shape);
    }

    fn background(&mut self) {
        self.draw(
            r##"<defs>
<linearGradient id="night" x1="0" y1="0" x2="1" y2="1">
<stop offset="0" stop-color="#0b1220"/><stop offset="1" stop-color="#1e2a44"/></linearGradient>
<linearGradient id="edge" x1="0" y1="0" x2="1" y2="0">
<stop offset="0" stop-color="#38bdf8"/><stop offset="1" stop-color="#818cf8"/></linearGradient>
</defs>
<rect width="1200" height="675" fill="url(#night)"/>
<rect width="1200" height="8" fill="url(#edge)"/>"##,
        );
    }

    /// One line of text, its baseline at `y`.
    fn line(&mut self, text: &str, font: Font, size: f32, color: &str, x: f32, y: f32) {
        if text.is_empty() {
            return;
        }
        let attributes = font.attributes();
        // Writing into a string does not fail.
        let _ = write!(
            self.svg,
            r#"<text x="{x:.1}" y="{y:.1}" {attributes} font-size="{size}" fill="{color}">{}</text>"#,
            escaped(text)
        );
    }

    /// A text in the first size that fits; gives back its width.
    fn fitted(&mut self, text: &str, font: Font, color: &str, place: &Place) -> f32 {
        let Fitted { size, lines } = fit(text, self.ruler(font), place.width, place.tries);
        let mut width = 0.0_f32;
        let leading = size * 1.16;
        // Lines that are one more than the first stand around the same middle.
        let mut y = match lines.len() {
            0 | 1 => place.y,
            _ => place.y_of_two,
        };
        for line in &lines {
            width = width.max(self.ruler(font).width(line) * size);
            self.line(line, font, size, color, place.x, y);
            y += leading;
        }
        width
    }

    fn finish(mut self) -> String {
        self.svg.push_str("</svg>");
        self.svg
    }
}

/// Where a text may stand.
struct Place {
    x: f32,
    /// The baseline of a text on one line, and of the first of two.
    y: f32,
    y_of_two: f32,
    width: f32,
    tries: &'static [Try],
}

/// Name, year, shape.
fn headline(sheet: &mut Sheet, content: &Content) {
    // Alone, it stands in the middle of its room.
    let alone = content.year.is_none() && content.kind.is_empty();
    let lower = if alone { 26.0 } else { 0.0 };
    let place = Place {
        x: SIDE,
        y: 118.0 + lower,
        y_of_two: 88.0 + lower,
        width: INNER,
        tries: &[(68.0, 1), (58.0, 1), (50.0, 1), (44.0, 2), (36.0, 2)],
    };
    sheet.fitted(&content.name, Font::Strong, WHITE, &place);
    let mut x = SIDE;
    if let Some(year) = &content.year {
        sheet.line(year, Font::Strong, 30.0, BLUE, x, 180.0);
        x += sheet.strong.width(year) * 30.0 + 20.0;
    }
    let place = Place {
        x,
        y: 180.0,
        y_of_two: 180.0,
        width: SIDE + INNER - x,
        tries: &[(30.0, 1), (25.0, 1)],
    };
    sheet.fitted(&content.kind, Font::Text, SOFT, &place);
}

/// A plate with the VIN, and whether anything is odd about it.
fn vin(sheet: &mut Sheet, content: &Content, reader: Reader) {
    const SIZE: f32 = 44.0;
    let color = color(content.state.severity);
    let _ = write!(
        sheet.svg,
        r##"<rect x="{SIDE}" y="212" width="{INNER}" height="84" rx="18" fill="#ffffff" fill-opacity="0.06" stroke="#ffffff" stroke-opacity="0.14" stroke-width="1.5"/>"##
    );
    let label = sheet.text.shown(reader.word(Key::PICTURE_VIN));
    sheet.line(&label, Font::Text, 22.0, MUTED, SIDE + 28.0, 262.0);
    let start = SIDE + 28.0 + sheet.text.width(&label) * 22.0 + 28.0;
    // The last one ends before the mark.
    let step = ((SIDE + INNER - 110.0 - start) / 17.0).min(50.0);
    let shown = sheet.mono.shown(&content.vin);
    for (index, c) in shown.chars().enumerate() {
        let fill = if content.doubtful.contains(&index) {
            AMBER
        } else {
            WHITE
        };
        #[expect(clippy::cast_precision_loss, reason = "at most 17")]
        let x = start + step * index as f32;
        sheet.line(c.encode_utf8(&mut [0; 4]), Font::Mono, SIZE, fill, x, 269.0);
    }
    let (x, y) = (SIDE + INNER - 48.0, 254.0);
    let _ = write!(
        sheet.svg,
        r#"<circle cx="{x}" cy="{y}" r="21" fill="{color}" fill-opacity="0.16" stroke="{color}" stroke-width="2.5"/>"#
    );
    let sign = match content.state.severity {
        None => format!("M{} {y} l6 7 l12 -14", x - 9.0),
        Some(Severity::Note) => format!("M{x} {} v-11 M{x} {} v-0.5", y + 10.0, y - 8.0),
        Some(_) => format!("M{x} {} v12 M{x} {} v0.5", y - 10.0, y + 9.0),
    };
    let _ = write!(
        sheet.svg,
        r#"<path d="{sign}" fill="none" stroke="{color}" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round"/>"#
    );
}

fn facts(sheet: &mut Sheet, content: &Content) {
    // Few facts have more room.
    let row = if content.facts.len() > 4 { 78.0 } else { 104.0 };
    for (index, (heading, words)) in content.facts.iter().enumerate() {
        let x = if index.is_multiple_of(2) {
            SIDE
        } else {
            SIDE + COLUMN + GUTTER
        };
        #[expect(clippy::cast_precision_loss, reason = "at most 6")]
        let top = 318.0 + row * (index / 2) as f32;
        let place = |y: f32, y_of_two: f32, tries: &'static [Try]| Place {
            x,
            y: top + y,
            y_of_two: top + y_of_two,
            width: COLUMN,
            tries,
        };
        sheet.fitted(heading, Font::Text, MUTED, &place(20.0, 20.0, &[(20.0, 1)]));
        let tries = &[(29.0, 1), (25.0, 1), (21.0, 2), (19.0, 2)];
        sheet.fitted(words, Font::Strong, WHITE, &place(54.0, 43.0, tries));
    }
}

/// The gravest finding, or that there is none.
fn state(sheet: &mut Sheet, content: &Content) {
    // Without sections below, it stands at the lower edge.
    let y = if content.sections.is_empty() {
        622.0
    } else {
        583.0
    };
    let place = Place {
        x: SIDE,
        y,
        y_of_two: y,
        width: INNER,
        tries: &[(23.0, 1), (20.0, 1), (18.0, 1)],
    };
    let color = color(content.state.severity);
    sheet.fitted(&content.state.words, Font::Text, color, &place);
}

/// Recalls, stars, consumption: a pill each, as many as there is room for. One that has none
/// for its title goes without; only the first one is ever cut.
fn sections(sheet: &mut Sheet, content: &Content) {
    const SIZE: f32 = 19.0;
    const PADDING: f32 = 18.0;
    const BETWEEN: f32 = 10.0;
    let mut x = SIDE;
    for part in &content.sections {
        let room = SIDE + INNER - x - 2.0 * PADDING;
        let title = sheet.text.shown(&part.title);
        let words = sheet.strong.shown(&part.summary);
        let wide = |ruler: &Ruler, text: &str| ruler.width(text) * SIZE;
        let (first, second) = (wide(&sheet.text, &title), wide(&sheet.strong, &words));
        let (title, words) = if first + BETWEEN + second <= room {
            (title, words)
        } else if second <= room {
            (String::new(), words)
        } else if x > SIDE {
            break;
        } else {
            let cut = fit(&words, &sheet.strong, room, &[(SIZE, 1)]);
            (String::new(), cut.lines.concat())
        };
        let gap = if title.is_empty() {
            0.0
        } else {
            first + BETWEEN
        };
        let width = gap + wide(&sheet.strong, &words) + 2.0 * PADDING;
        let _ = write!(
            sheet.svg,
            r##"<rect x="{x:.1}" y="606" width="{width:.1}" height="44" rx="22" fill="#ffffff" fill-opacity="0.08"/>"##
        );
        let start = x + PADDING;
        sheet.line(&title, Font::Text, SIZE, SOFT, start, 635.0);
        let color = if part.grave { RED } else { WHITE };
        sheet.line(&words, Font::Strong, SIZE, color, start + gap, 635.0);
        x += width + 14.0;
    }
}

fn color(severity: Option<Severity>) -> &'static str {
    match severity {
        None => GREEN,
        Some(Severity::Note) => BLUE,
        Some(Severity::Warning) => AMBER,
        Some(Severity::Error) => RED,
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(c),
        }
    }
    out
}
