//! Grey pictures made smaller, larger, turned, and told apart from their ground.

use image::imageops::{self, FilterType};
use image::{GrayImage, Luma};

/// Not longer than `side`; what is smaller stays as it is.
pub(super) fn shrunk(grey: GrayImage, side: u32) -> GrayImage {
    if longer(&grey) <= side {
        grey
    } else {
        scaled(&grey, side)
    }
}

/// With a longer side of `side` pixels.
pub(super) fn scaled(grey: &GrayImage, side: u32) -> GrayImage {
    let long = u64::from(longer(grey).max(1));
    let part = |length: u32| {
        u32::try_from(u64::from(length) * u64::from(side) / long)
            .unwrap_or(side)
            .max(1)
    };
    imageops::resize(
        grey,
        part(grey.width()),
        part(grey.height()),
        FilterType::Triangle,
    )
}

/// The longer side.
pub(super) fn longer(grey: &GrayImage) -> u32 {
    grey.width().max(grey.height())
}

/// Turned clockwise about its middle, its size kept, its corners cut; what is beyond the
/// border is as the border's nearest pixel.
pub(super) fn turned(grey: &GrayImage, degrees: f32) -> GrayImage {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (width, height) = (real(grey.width()), real(grey.height()));
    let (middle_x, middle_y) = (width / 2.0, height / 2.0);
    GrayImage::from_fn(grey.width(), grey.height(), |x, y| {
        let (dx, dy) = (real(x) - middle_x, real(y) - middle_y);
        Luma([at(
            grey,
            middle_x + dx * cos + dy * sin,
            middle_y - dx * sin + dy * cos,
        )])
    })
}

/// A pixel between pixels.
pub(super) fn at(grey: &GrayImage, x: f32, y: f32) -> u8 {
    let x = x.clamp(0.0, real(grey.width() - 1));
    let y = y.clamp(0.0, real(grey.height() - 1));
    let (left, top) = (whole(x), whole(y));
    let right = (left + 1).min(grey.width() - 1);
    let bottom = (top + 1).min(grey.height() - 1);
    let (part_x, part_y) = (x - real(left), y - real(top));
    let value = |x, y| f32::from(grey.get_pixel(x, y).0[0]);
    let upper = value(left, top) * (1.0 - part_x) + value(right, top) * part_x;
    let lower = value(left, bottom) * (1.0 - part_x) + value(right, bottom) * part_x;
    byte(upper * (1.0 - part_y) + lower * part_y)
}

/// Stretched so that the darkest 2 % are black and the brightest 2 % white.
pub(super) fn stretched(grey: &GrayImage) -> GrayImage {
    let mut counts = [0_usize; 256];
    for pixel in grey.pixels() {
        counts[usize::from(pixel.0[0])] += 1;
    }
    let few = grey.as_raw().len() / 50;
    let dark = level(0..256, &counts, few);
    let bright = level((0..256).rev(), &counts, few);
    if bright <= dark {
        return grey.clone();
    }
    mapped(grey, |value| {
        let above = usize::from(value).saturating_sub(dark);
        u8::try_from(above * 255 / (bright - dark)).unwrap_or(u8::MAX)
    })
}

/// The level at which more than `few` pixels have been counted.
fn level(mut levels: impl Iterator<Item = usize>, counts: &[usize; 256], few: usize) -> usize {
    let mut sum = 0;
    levels
        .find(|level| {
            sum += counts[*level];
            sum > few
        })
        .unwrap_or(0)
}

/// White and black exchanged.
pub(super) fn inverted(grey: &GrayImage) -> GrayImage {
    mapped(grey, |value| 255 - value)
}

/// Black where a pixel is clearly darker than what surrounds it, else white: print under a
/// shadow or a shine. `reach` is how far it looks, in pixels.
pub(super) fn thresholded(grey: &GrayImage, reach: u32) -> GrayImage {
    let (width, height) = grey.dimensions();
    // Sums of all pixels above and to the left.
    let stride = index(width) + 1;
    let mut sums = vec![0_u64; stride * (index(height) + 1)];
    for y in 0..height {
        let mut row = 0_u64;
        for x in 0..width {
            row += u64::from(grey.get_pixel(x, y).0[0]);
            sums[(index(y) + 1) * stride + index(x) + 1] =
                sums[index(y) * stride + index(x) + 1] + row;
        }
    }
    GrayImage::from_fn(width, height, |x, y| {
        let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(width));
        let (top, bottom) = (y.saturating_sub(reach), (y + reach + 1).min(height));
        let sum = |x: u32, y: u32| sums[index(y) * stride + index(x)];
        let total = sum(right, bottom) + sum(left, top) - sum(left, bottom) - sum(right, top);
        let count = u64::from(right - left) * u64::from(bottom - top);
        // Darker than 88 % of the mean: the figure of Bradley and Roth is 85 %.
        let dark = u64::from(grey.get_pixel(x, y).0[0]) * count * 100 < total * 88;
        Luma([if dark { 0 } else { 255 }])
    })
}

fn mapped(grey: &GrayImage, map: impl Fn(u8) -> u8) -> GrayImage {
    let mut changed = grey.clone();
    for pixel in changed.pixels_mut() {
        pixel.0[0] = map(pixel.0[0]);
    }
    changed
}

fn index(value: u32) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

/// Coordinates are below 2²⁴, which `f32` holds exactly.
#[allow(clippy::cast_precision_loss)]
pub(super) fn real(value: u32) -> f32 {
    value as f32
}

/// Of a value that is within the picture.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn whole(value: f32) -> u32 {
    value as u32
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn byte(value: f32) -> u8 {
    value.round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gradient() -> GrayImage {
        GrayImage::from_fn(200, 100, |x, _| Luma([u8::try_from(100 + x / 4).unwrap()]))
    }

    #[test]
    fn a_picture_keeps_its_proportions() {
        assert_eq!(scaled(&gradient(), 50).dimensions(), (50, 25));
        assert_eq!(shrunk(gradient(), 500).dimensions(), (200, 100));
    }

    #[test]
    fn a_pale_picture_becomes_black_and_white() {
        let stretched = stretched(&gradient());
        assert_eq!(stretched.get_pixel(0, 0).0, [0]);
        assert_eq!(stretched.get_pixel(199, 0).0, [255]);
    }

    #[test]
    fn a_picture_of_one_colour_survives() {
        let plain = GrayImage::from_pixel(1, 1, Luma([7]));
        assert_eq!(stretched(&plain), plain);
        assert_eq!(turned(&plain, 45.0), plain);
        assert_eq!(thresholded(&plain, 9).get_pixel(0, 0).0, [255]);
    }

    #[test]
    fn a_turn_and_its_opposite_leave_the_middle_alone() {
        let mut dot = GrayImage::from_pixel(101, 101, Luma([255]));
        for (x, y) in [(70, 50), (71, 50), (70, 51), (71, 51)] {
            dot.put_pixel(x, y, Luma([0]));
        }
        let back = turned(&turned(&dot, 30.0), -30.0);
        assert!(back.get_pixel(70, 50).0[0] < 200);
        // Clockwise: what is to the right comes below.
        assert!(turned(&dot, 90.0).get_pixel(50, 71).0[0] < 100);
    }

    #[test]
    fn print_under_a_shadow_is_told_from_its_ground() {
        let shadow = GrayImage::from_fn(200, 60, |x, y| {
            let ground = if x < 100 { 240 } else { 90 };
            let stroke = x % 20 == 0 && (20..40).contains(&y);
            Luma([if stroke { ground / 3 } else { ground }])
        });
        let told = thresholded(&shadow, 8);
        assert_eq!(told.get_pixel(40, 30).0, [0]);
        assert_eq!(told.get_pixel(140, 30).0, [0]);
        assert_eq!(told.get_pixel(50, 30).0, [255]);
        assert_eq!(told.get_pixel(150, 30).0, [255]);
    }
}
