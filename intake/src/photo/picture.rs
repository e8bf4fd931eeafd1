//! From the bytes of a file to grey pixels the right way up, of a bounded size.

use std::io::Cursor;

use image::error::LimitErrorKind;
use image::{
    DynamicImage, GrayImage, ImageDecoder, ImageError, ImageFormat, ImageReader, metadata,
};

use super::{Limits, PhotoError, pixels};

/// The longer side of what is looked at: bars of 1/1000 of a photo's width still have 3 pixels.
const SIDE: u32 = 3_200;

/// Decodes JPEG, PNG or WebP, turns it as its EXIF says, and makes it small enough.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<GrayImage, PhotoError> {
    if bytes.len() > limits.bytes {
        return Err(PhotoError::TooLarge(limits.bytes));
    }
    let format = image::guess_format(bytes).map_err(|_| PhotoError::Unknown)?;
    if !matches!(
        format,
        ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP
    ) {
        return Err(PhotoError::Unknown);
    }
    let error = |error| told(&error, limits);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut bounds = image::Limits::default();
    bounds.max_alloc = Some(limits.memory);
    reader.limits(bounds);
    let mut decoder = reader.into_decoder().map_err(error)?;
    let (width, height) = decoder.dimensions();
    let size = u64::from(width) * u64::from(height);
    if size > limits.pixels || decoder.total_bytes() > limits.memory {
        return Err(PhotoError::TooManyPixels(limits.pixels));
    }
    if size == 0 {
        return Err(PhotoError::Damaged);
    }
    // A picture whose EXIF is broken is taken as it lies.
    let orientation = decoder
        .orientation()
        .unwrap_or(metadata::Orientation::NoTransforms);
    let colour = DynamicImage::from_decoder(decoder).map_err(error)?;
    let mut grey = DynamicImage::ImageLuma8(pixels::shrunk(on_white(colour), SIDE));
    grey.apply_orientation(orientation);
    Ok(grey.into_luma8())
}

/// Grey; what is transparent is white, as it is shown.
fn on_white(colour: DynamicImage) -> GrayImage {
    if !colour.color().has_alpha() {
        return colour.into_luma8();
    }
    let mixed = colour.into_luma_alpha8();
    GrayImage::from_fn(mixed.width(), mixed.height(), |x, y| {
        let [grey, alpha] = mixed.get_pixel(x, y).0;
        let over = u16::from(grey) * u16::from(alpha) + 255 * u16::from(255 - alpha);
        image::Luma([u8::try_from(over / 255).unwrap_or(u8::MAX)])
    })
}

fn told(error: &ImageError, limits: &Limits) -> PhotoError {
    match error {
        ImageError::Limits(limit)
            if !matches!(limit.kind(), LimitErrorKind::Unsupported { .. }) =>
        {
            PhotoError::TooManyPixels(limits.pixels)
        }
        ImageError::Unsupported(_) => PhotoError::Unknown,
        _ => PhotoError::Damaged,
    }
}
