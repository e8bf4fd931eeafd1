//! The size of an image, from its header.

/// Width and height in pixels of a PNG or JPEG.
pub(crate) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    png(bytes)
        .or_else(|| jpeg(bytes))
        .filter(|(width, height)| *width > 0 && *height > 0)
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
    use super::size;

    #[test]
    fn sizes_are_read_from_png_and_jpeg_headers() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\0\x20";
        assert_eq!(size(png), Some((256, 32)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04AB\xff\xc0\0\x11\x08\0\x20\x01\0\x03";
        assert_eq!(size(jpeg), Some((256, 32)));
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
