//! Draws plates and labels, and photos of them.

use ab_glyph::{Font, FontRef, PxScale, ScaleFont};
use image::{GrayImage, ImageFormat, Luma, imageops};
use rxing::{BarcodeFormat, MultiFormatWriter, Writer};

const MONO: &[u8] = include_bytes!("../fonts/plate-mono.ttf");
const CONDENSED: &[u8] = include_bytes!("../fonts/plate-condensed.ttf");
const SANS: &[u8] = include_bytes!("../fonts/plate-sans.ttf");

/// A text in one of three fonts, black on white, letters 40 pixels high, with a margin.
pub(crate) fn text(text: &str, font: usize) -> GrayImage {
    let font = FontRef::try_from_slice([MONO, CONDENSED, SANS][font % 3]).unwrap();
    let scaled = font.as_scaled(PxScale::from(56.0));
    let margin = 30.0;
    let mut pen = margin;
    let mut glyphs = Vec::new();
    for c in text.chars() {
        let id = font.glyph_id(c);
        glyphs.push(id.with_scale_and_position(
            scaled.scale(),
            ab_glyph::point(pen, margin + scaled.ascent()),
        ));
        // Plates are spaced widely.
        pen += scaled.h_advance(id) + 4.0;
    }
    let (width, height) = (pen + margin, scaled.height() + 2.0 * margin);
    let mut picture = GrayImage::from_pixel(width as u32, height as u32, Luma([255]));
    for outline in glyphs.into_iter().filter_map(|g| font.outline_glyph(g)) {
        let corner = outline.px_bounds().min;
        outline.draw(|x, y, cover| {
            let (x, y) = (x + corner.x as u32, y + corner.y as u32);
            if let Some(pixel) = picture.get_pixel_mut_checked(x, y) {
                pixel.0[0] = pixel.0[0].min((255.0 * (1.0 - cover)) as u8);
            }
        });
    }
    picture
}

/// A barcode, black on white with a quiet margin. `module` is the width of the thinnest bar.
pub(crate) fn code(content: &str, format: BarcodeFormat, module: u32) -> GrayImage {
    let bits = MultiFormatWriter.encode(content, &format, 1, 1).unwrap();
    let flat = matches!(format, BarcodeFormat::CODE_39 | BarcodeFormat::CODE_128);
    let height = if flat { 40 } else { bits.getHeight() };
    let (width, margin) = (bits.getWidth(), if flat { 10 } else { 4 });
    GrayImage::from_fn(
        (width + 2 * margin) * module,
        (height + 2 * margin) * module,
        |x, y| {
            let (x, y) = (
                (x / module).wrapping_sub(margin),
                (y / module).wrapping_sub(margin),
            );
            let dark = x < width && y < height && bits.get(x, if flat { 0 } else { y });
            Luma([if dark { 0 } else { 255 }])
        },
    )
}

/// One below the other, in the middle.
pub(crate) fn stacked(parts: &[GrayImage]) -> GrayImage {
    let width = parts.iter().map(GrayImage::width).max().unwrap();
    let height = parts.iter().map(GrayImage::height).sum();
    let mut whole = GrayImage::from_pixel(width, height, Luma([255]));
    let mut y = 0;
    for part in parts {
        imageops::replace(&mut whole, part, i64::from((width - part.width()) / 2), y);
        y += i64::from(part.height());
    }
    whole
}

/// How a plate lies in a photo.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shot {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Part of the photo's width that the plate takes (before it is turned).
    pub(crate) part: f32,
    /// Clockwise.
    pub(crate) degrees: f32,
    /// 0: seen from the front; 0.3: its right side is a good deal farther away.
    pub(crate) away: f32,
    /// Darkest and brightest grey of the plate.
    pub(crate) levels: (u8, u8),
    /// In pixels.
    pub(crate) blur: f32,
    /// In levels, up and down.
    pub(crate) noise: u8,
}

impl Default for Shot {
    fn default() -> Self {
        Self {
            width: 1_280,
            height: 960,
            part: 0.8,
            degrees: 0.0,
            away: 0.0,
            levels: (30, 235),
            blur: 0.0,
            noise: 0,
        }
    }
}

/// A photo of a plate on a ground that is grey and uneven.
pub(crate) fn photo(plate: &GrayImage, shot: Shot, seed: u64) -> GrayImage {
    let mut random = fastrand::Rng::with_seed(seed);
    let (sin, cos) = shot.degrees.to_radians().sin_cos();
    let scale = plate.width() as f32 / (shot.width as f32 * shot.part);
    // Shrunk first, or thin strokes get lost between pixels.
    let (plate, scale) = if scale > 1.0 {
        let size = |length: u32| ((length as f32 / scale) as u32).max(1);
        (
            imageops::resize(
                plate,
                size(plate.width()),
                size(plate.height()),
                imageops::FilterType::Triangle,
            ),
            1.0,
        )
    } else {
        (plate.clone(), scale)
    };
    let (dark, bright) = (f32::from(shot.levels.0), f32::from(shot.levels.1));
    let mut photo = GrayImage::from_fn(shot.width, shot.height, |x, y| {
        let (dx, dy) = (
            x as f32 - shot.width as f32 / 2.0,
            y as f32 - shot.height as f32 / 2.0,
        );
        let (u, v) = (dx * cos + dy * sin, dy * cos - dx * sin);
        let depth = 1.0 - shot.away * u / (shot.width as f32 * 0.5);
        let (u, v) = (u / depth * scale, v / depth * scale);
        let (u, v) = (
            u + plate.width() as f32 / 2.0,
            v + plate.height() as f32 / 2.0,
        );
        let ground = 120.0 + 30.0 * (x as f32 / 90.0).sin() + 20.0 * (y as f32 / 70.0).cos();
        let value = match bilinear(&plate, u, v) {
            Some(value) => dark + (bright - dark) * value / 255.0,
            None => ground,
        };
        Luma([value as u8])
    });
    if shot.blur > 0.0 {
        photo = imageops::blur(&photo, shot.blur);
    }
    if shot.noise > 0 {
        let noise = i16::from(shot.noise);
        for pixel in photo.pixels_mut() {
            let value = i16::from(pixel.0[0]) + random.i16(-noise..=noise);
            pixel.0[0] = value.clamp(0, 255) as u8;
        }
    }
    photo
}

fn bilinear(picture: &GrayImage, x: f32, y: f32) -> Option<f32> {
    if x < 0.0 || y < 0.0 {
        return None;
    }
    let (left, top) = (x as u32, y as u32);
    if left + 1 >= picture.width() || top + 1 >= picture.height() {
        return None;
    }
    let (part_x, part_y) = (x.fract(), y.fract());
    let value = |x, y| f32::from(picture.get_pixel(x, y).0[0]);
    let upper = value(left, top) * (1.0 - part_x) + value(left + 1, top) * part_x;
    let lower = value(left, top + 1) * (1.0 - part_x) + value(left + 1, top + 1) * part_x;
    Some(upper * (1.0 - part_y) + lower * part_y)
}

/// White on black.
pub(crate) fn negative(mut picture: GrayImage) -> GrayImage {
    imageops::invert(&mut picture);
    picture
}

pub(crate) fn png(picture: &GrayImage) -> Vec<u8> {
    file(picture, ImageFormat::Png)
}

pub(crate) fn file(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageLuma8(picture.clone())
        .to_rgb8()
        .write_to(&mut bytes, format)
        .unwrap();
    bytes.into_inner()
}

pub(crate) fn jpeg(picture: &GrayImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode_image(picture)
        .unwrap();
    bytes
}

/// A JPEG whose EXIF says how it is to be turned (1 to 8).
pub(crate) fn jpeg_with_orientation(picture: &GrayImage, orientation: u8) -> Vec<u8> {
    let plain = jpeg(picture, 90);
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let mut bytes = plain[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&plain[2..]);
    bytes
}
