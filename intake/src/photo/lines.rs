//! Where lines of print may be: chains of marks of one size, in any direction, dark on bright
//! or bright on dark. Each is cut out and laid level, which is what OCR reads best.

use image::GrayImage;

use super::pixels;

/// The longer side in which marks are looked for.
const SIDE: u32 = 1_600;
/// Heights of a character in it.
const SIZES: std::ops::RangeInclusive<f32> = 8.0..=220.0;
/// A picture of noise has more marks than this; it has no lines.
const MARKS: usize = 6_000;
/// A VIN has 17, some of which touch.
const SHORTEST: usize = 9;
const LONGEST: usize = 40;
/// Lines that are returned, those with about 17 marks first.
const LINES: usize = 8;
/// Height of a character in a line that is cut out.
const HEIGHT: f32 = 40.0;

/// A connected mark.
#[derive(Debug, Clone, Copy)]
struct Mark {
    x: f32,
    y: f32,
    /// The longer side of the box around it.
    size: f32,
}

/// Lines, level, dark on bright. Whether one is upside down can't be told here.
pub(super) fn find(grey: &GrayImage) -> Vec<GrayImage> {
    let side = pixels::longer(grey).clamp(1_000, SIDE);
    let small = pixels::scaled(grey, side);
    let mut lines = Vec::new();
    for bright in [false, true] {
        let picture = if bright {
            pixels::inverted(&small)
        } else {
            small.clone()
        };
        let black = pixels::thresholded(&image::imageops::fast_blur(&picture, 0.8), side / 40);
        for chain in chains(&marks(&black)) {
            lines.push((chain.len().abs_diff(17), bright, chain));
        }
    }
    lines.sort_by_key(|(off, ..)| *off);
    lines
        .into_iter()
        .take(LINES)
        .filter_map(|(_, bright, chain)| {
            let line = cut_out(
                grey,
                &chain,
                pixels::real(pixels::longer(grey)) / pixels::real(side),
            )?;
            Some(pixels::stretched(&if bright {
                pixels::inverted(&line)
            } else {
                line
            }))
        })
        .collect()
}

/// Connected black pixels of the size of a character.
fn marks(black: &GrayImage) -> Vec<Mark> {
    let (width, height) = black.dimensions();
    let mut left = black.clone();
    let mut marks = Vec::new();
    let mut stack = Vec::new();
    for y in 0..height {
        for x in 0..width {
            if left.get_pixel(x, y).0[0] != 0 {
                continue;
            }
            let (mut x0, mut y0, mut x1, mut y1) = (x, y, x, y);
            stack.push((x, y));
            left.get_pixel_mut(x, y).0[0] = 255;
            while let Some((x, y)) = stack.pop() {
                (x0, x1, y0, y1) = (x0.min(x), x1.max(x), y0.min(y), y1.max(y));
                for ny in y.saturating_sub(1)..=(y + 1).min(height - 1) {
                    for nx in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                        let pixel = left.get_pixel_mut(nx, ny);
                        if pixel.0[0] == 0 {
                            pixel.0[0] = 255;
                            stack.push((nx, ny));
                        }
                    }
                }
            }
            let size = pixels::real((x1 - x0).max(y1 - y0) + 1);
            if SIZES.contains(&size) {
                marks.push(Mark {
                    x: f32::midpoint(pixels::real(x0), pixels::real(x1)),
                    y: f32::midpoint(pixels::real(y0), pixels::real(y1)),
                    size,
                });
            }
        }
        if marks.len() > MARKS {
            return Vec::new();
        }
    }
    marks
}

/// Marks that follow one another in a straight line.
fn chains(marks: &[Mark]) -> Vec<Vec<Mark>> {
    let near = neighbours(marks);
    let mut used = vec![false; marks.len()];
    let mut chains = Vec::new();
    for start in 0..marks.len() {
        for &next in near[start].iter().take(4) {
            if used[start] {
                break;
            }
            if used[next] {
                continue;
            }
            let mut chain = vec![start, next];
            extend(&mut chain, marks, &near);
            chain.reverse();
            extend(&mut chain, marks, &near);
            if (SHORTEST..=LONGEST).contains(&chain.len()) {
                for &mark in &chain {
                    used[mark] = true;
                }
                chains.push(chain.into_iter().map(|mark| marks[mark]).collect());
            }
        }
    }
    chains
}

/// Of each mark, those of about its size within two characters, nearest first.
fn neighbours(marks: &[Mark]) -> Vec<Vec<usize>> {
    // By their height in the picture, so that only a band is looked at.
    let mut order: Vec<usize> = (0..marks.len()).collect();
    order.sort_by(|a, b| marks[*a].y.total_cmp(&marks[*b].y));
    let mut near: Vec<Vec<(f32, usize)>> = vec![Vec::new(); marks.len()];
    for (place, &one) in order.iter().enumerate() {
        for &other in &order[place + 1..] {
            let (a, b) = (marks[one], marks[other]);
            if b.y - a.y > 2.2 * a.size {
                break;
            }
            let distance = (b.x - a.x).hypot(b.y - a.y);
            let (small, large) = (a.size.min(b.size), a.size.max(b.size));
            if large <= 1.6 * small && distance <= 2.2 * large {
                near[one].push((distance, other));
                near[other].push((distance, one));
            }
        }
    }
    near.into_iter()
        .map(|mut list| {
            list.sort_by(|a, b| a.0.total_cmp(&b.0));
            list.into_iter().map(|(_, mark)| mark).collect()
        })
        .collect()
}

/// Goes on from the last mark in the direction of the chain.
fn extend(chain: &mut Vec<usize>, marks: &[Mark], near: &[Vec<usize>]) {
    while let [.., before, last] = *chain.as_slice()
        && chain.len() <= LONGEST
    {
        // Two neighbours tell the direction badly, a few marks well.
        let from = marks[chain
            .get(chain.len().wrapping_sub(5))
            .copied()
            .unwrap_or(if chain.len() > 2 { chain[0] } else { before })];
        let at = marks[last];
        let length = (at.x - from.x).hypot(at.y - from.y).max(1.0);
        let (dx, dy) = ((at.x - from.x) / length, (at.y - from.y) / length);
        let next = near[last].iter().copied().find(|&mark| {
            let (x, y) = (marks[mark].x - at.x, marks[mark].y - at.y);
            let (ahead, aside) = (x * dx + y * dy, (y * dx - x * dy).abs());
            ahead > 0.25 * at.size && aside < 0.3 * at.size && !chain.contains(&mark)
        });
        match next {
            Some(mark) => chain.push(mark),
            None => break,
        }
    }
}

/// The line with a margin, from the picture in its full size. `scale` is the picture's size over
/// that in which the marks were found.
fn cut_out(grey: &GrayImage, chain: &[Mark], scale: f32) -> Option<GrayImage> {
    let (first, last) = (chain.first()?, chain.last()?);
    let mut sizes: Vec<f32> = chain.iter().map(|mark| mark.size).collect();
    sizes.sort_by(f32::total_cmp);
    let size = sizes[sizes.len() / 2] * scale;
    let (mut dx, mut dy) = ((last.x - first.x) * scale, (last.y - first.y) * scale);
    // From left to right, or else from top to bottom.
    if dx < -size || dx.abs() <= size && dy < 0.0 {
        (dx, dy) = (-dx, -dy);
    }
    let length = dx.hypot(dy);
    let (dx, dy) = (dx / length, dy / length);
    // The middle of all marks: the first and the last may be stray.
    let count = pixels::real(u32::try_from(chain.len()).ok()?);
    let middle_x = chain.iter().map(|mark| mark.x).sum::<f32>() / count * scale;
    let middle_y = chain.iter().map(|mark| mark.y).sum::<f32>() / count * scale;
    let step = size / HEIGHT;
    // Two characters at each end: a mark may be missing there.
    let width = pixels::whole(((length + 4.0 * size) / step).clamp(1.0, 4_000.0));
    let height = pixels::whole(HEIGHT * 2.0);
    Some(GrayImage::from_fn(width, height, |x, y| {
        let along = (pixels::real(x) - pixels::real(width) / 2.0) * step;
        let across = (pixels::real(y) - pixels::real(height) / 2.0) * step;
        image::Luma([pixels::at(
            grey,
            middle_x + along * dx - across * dy,
            middle_y + along * dy + across * dx,
        )])
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;
    use rstest::rstest;

    /// Seventeen boxes in a row, with a hole in each, like print.
    fn print(dark: u8, bright: u8) -> GrayImage {
        GrayImage::from_fn(1_000, 600, |x, y| {
            let (column, row) = (x.wrapping_sub(160), y.wrapping_sub(280));
            let inside = column < 680 && column % 40 < 24 && row < 36;
            let hole = (8..16).contains(&(column % 40)) && (8..28).contains(&row);
            Luma([if inside && !hole { dark } else { bright }])
        })
    }

    #[rstest]
    #[case::level(0.0, 20, 230)]
    #[case::white_on_black(0.0, 230, 20)]
    #[case::pale(0.0, 120, 160)]
    #[case::tilted(17.0, 20, 230)]
    #[case::steep(-28.0, 20, 230)]
    fn a_line_is_found_and_laid_level(#[case] degrees: f32, #[case] dark: u8, #[case] bright: u8) {
        let lines = find(&pixels::turned(&print(dark, bright), degrees));
        let line = lines.first().unwrap();
        assert_eq!(line.height(), 80);
        assert!((650..1_000).contains(&line.width()), "{}", line.width());
        // Above and below the print it is bright, in its middle there is dark.
        let darkest = |y: u32| {
            (0..line.width())
                .map(|x| line.get_pixel(x, y).0[0])
                .min()
                .unwrap()
        };
        assert!(darkest(5) > 128 && darkest(75) > 128 && darkest(40) < 64);
    }

    #[test]
    fn a_line_from_top_to_bottom_is_found() {
        let lines = find(&image::imageops::rotate90(&print(20, 230)));
        assert!(lines.first().unwrap().width() > 600);
    }

    #[test]
    fn nothing_and_noise_have_no_lines() {
        assert!(find(&GrayImage::new(50, 50)).is_empty());
        let mut random = fastrand::Rng::with_seed(1);
        let noise = GrayImage::from_fn(1_500, 1_500, |_, _| Luma([random.u8(..)]));
        assert!(find(&noise).len() <= LINES);
    }
}
