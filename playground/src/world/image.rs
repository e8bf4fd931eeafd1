//! The size of an image, from its header.

use crate::limits;

/// Width and height in pixels of a PNG or JPEG.
fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    png(bytes)
        .or_else(|| jpeg(bytes))
        .filter(|(width, height)| *width > 0 && *height > 0)
}

/// Why Telegram does not take this as a photo; else its width and height in pixels.
pub(crate) fn photo(bytes: &[u8]) -> Result<(u32, u32), String> {
    if bytes.len() > limits::PHOTO_BYTES {
        return Err(format!(
            "file of size {} bytes is too big for a photo; the maximum size is {} bytes",
            bytes.len(),
            limits::PHOTO_BYTES
        ));
    }
    let (width, height) = size(bytes).ok_or("IMAGE_PROCESS_FAILED")?;
    let (long, short) = (width.max(height), width.min(height));
    if long.saturating_add(short) > limits::PHOTO_PIXELS
        || long > short.saturating_mul(limits::PHOTO_RATIO)
    {
        return Err("PHOTO_INVALID_DIMENSIONS".to_owned());
    }
    Ok((width, height))
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes
        .strip_prefix(b"\x89PNG\r\n\x1a\n")?
        .get(4..16)?
        .strip_prefix(b"IHDR")?;
    let (width, height) = header.split_first_chunk::<4>()?;
    Some((
        u32::from_be_bytes(*width),
        u32::from_be_bytes(*height.first_chunk()?),
    ))
}

/// Walks the segments to the frame header (ITU T.81, B.2.2).
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        let (&[0xff, marker, high, low], segment) = rest.split_first_chunk::<4>()? else {
            return None;
        };
        let frame = (0xc0..=0xcf).contains(&marker) && ![0xc4, 0xc8, 0xcc].contains(&marker);
        if frame {
            let &[_, high, low, wide, narrow] = segment.first_chunk::<5>()?;
            let number = |high, low| u32::from(u16::from_be_bytes([high, low]));
            return Some((number(wide, narrow), number(high, low)));
        }
        let length = usize::from(u16::from_be_bytes([high, low]));
        rest = segment.get(length.checked_sub(2)?..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::{photo, size};

    #[test]
    fn sizes_are_read_from_png_and_jpeg_headers() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\0\x20";
        assert_eq!(size(png), Some((256, 32)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04AB\xff\xc0\0\x11\x08\0\x20\x01\0\x03";
        assert_eq!(size(jpeg), Some((256, 32)));
    }

    #[test]
    fn photos_are_neither_huge_nor_thin() {
        let png = |width: u32, height: u32| {
            let header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
            [&header[..], &width.to_be_bytes(), &height.to_be_bytes()].concat()
        };
        assert_eq!(photo(&png(9000, 1000)), Ok((9000, 1000)));
        for (width, height) in [(9000, 1001), (21, 1), (1, 2000), (u32::MAX, u32::MAX)] {
            let refused = Err("PHOTO_INVALID_DIMENSIONS".to_owned());
            assert_eq!(photo(&png(width, height)), refused, "{width} × {height}");
        }
        let mut heavy = png(10, 10);
        heavy.resize(10 * 1024 * 1024 + 1, 0);
        assert!(photo(&heavy).is_err_and(|why| why.contains("too big for a photo")));
    }

    #[test]
    fn what_is_no_image_has_no_size() {
        for bytes in [
            &b""[..],
            b"GIF89a",
            b"\xff\xd8\xff\xe0\0\0",
            b"\x89PNG\r\n\x1a\n",
        ] {
            assert_eq!(size(bytes), None);
        }
    }
}
