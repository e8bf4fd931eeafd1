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

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::jpeg::JpegEncoder;
    use image::{ImageEncoder, Luma};
    use rstest::rstest;

    /// A picture of 64 by 32 pixels, its upper left quarter dark.
    fn file(orientation: u8) -> Vec<u8> {
        let picture = GrayImage::from_fn(64, 32, |x, y| {
            Luma([if x < 32 && y < 16 { 0 } else { 255 }])
        });
        let mut exif = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
        encoder.set_exif_metadata(exif).unwrap();
        encoder.encode_image(&picture).unwrap();
        bytes
    }

    /// Where the dark quarter comes to lie: right, below.
    #[rstest]
    #[case(1, (64, 32), (false, false))]
    #[case(3, (64, 32), (true, true))]
    #[case(6, (32, 64), (true, false))]
    #[case(8, (32, 64), (false, true))]
    fn a_photo_is_turned_as_its_exif_says(
        #[case] orientation: u8,
        #[case] size: (u32, u32),
        #[case] dark: (bool, bool),
    ) {
        let grey = decode(&file(orientation), &Limits::default()).unwrap();
        assert_eq!(grey.dimensions(), size);
        let place = |length: u32, far: bool| if far { length * 3 / 4 } else { length / 4 };
        let (x, y) = (place(size.0, dark.0), place(size.1, dark.1));
        assert!(grey.get_pixel(x, y).0[0] < 40);
        assert!(grey.get_pixel(size.0 - 1 - x, size.1 - 1 - y).0[0] > 215);
    }

    #[test]
    fn what_is_transparent_is_white() {
        let clear = image::RgbaImage::from_pixel(4, 4, image::Rgba([0, 0, 0, 0]));
        let mut bytes = Cursor::new(Vec::new());
        clear.write_to(&mut bytes, ImageFormat::Png).unwrap();
        let grey = decode(bytes.get_ref(), &Limits::default()).unwrap();
        assert_eq!(grey.get_pixel(2, 2).0, [255]);
    }

    #[test]
    fn a_large_photo_is_made_smaller() {
        let large = GrayImage::new(6_400, 100);
        let mut bytes = Cursor::new(Vec::new());
        large.write_to(&mut bytes, ImageFormat::Png).unwrap();
        let grey = decode(bytes.get_ref(), &Limits::default()).unwrap();
        assert_eq!(grey.dimensions(), (3_200, 50));
    }
}
