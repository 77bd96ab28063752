//! QR codes as drawings.

use domain::failure::Failure;
use domain::ports::QrCode;
use qrcodegen::{QrCode as Drawn, QrCodeEcc, QrSegment, Version};
use std::fmt::Write;

/// How much white a reader wants around it (ISO/IEC 18004).
const QUIET: i32 = 4;

/// 157 squares a side: as many as a telephone still reads from a sheet of paper, of 0.6 mm each.
const DENSEST: u8 = 35;

/// The QR code of a text.
pub(crate) fn draw(text: &str) -> Result<QrCode, Failure> {
    let drawn = Drawn::encode_text(text, QrCodeEcc::Medium).map_err(|error| Failure::Internal(error.to_string()))?;
    outlined(&drawn)
}

/// The QR code of a long text, if it can still be read from paper.
pub(crate) fn draw_densely(text: &str) -> Option<QrCode> {
    let segments = QrSegment::make_segments(text);
    let drawn = Drawn::encode_segments_advanced(&segments, QrCodeEcc::Low, Version::MIN, Version::new(DENSEST), None, true).ok()?;
    outlined(&drawn).ok()
}

/// One piece of path for each run of dark squares in a line.
fn outlined(drawn: &Drawn) -> Result<QrCode, Failure> {
    let mut path = String::new();
    for y in 0..drawn.size() {
        let mut x = 0;
        while x < drawn.size() {
            let run = (x..drawn.size()).take_while(|x| drawn.get_module(*x, y)).fold(0, |run, _| run + 1);
            if run > 0 {
                // Writing to a string cannot fail.
                _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run + 1;
        }
    }
    let size = u32::try_from(drawn.size() + 2 * QUIET).map_err(|error| Failure::Internal(error.to_string()))?;
    Ok(QrCode { size, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_telephone_reads_from_paper_is_not_drawn() {
        assert_eq!(draw_densely(&"a".repeat(2_303)).unwrap().size, 157 + 8);
        assert_eq!(draw_densely(&"a".repeat(2_304)), None);
    }

    #[test]
    fn every_dark_square_is_drawn_once() {
        let text = "https://hikae.example/activate#code=ABCDE-FGHJK-MNPQ";
        let code = draw(text).unwrap();
        let expected = Drawn::encode_text(text, QrCodeEcc::Medium).unwrap();
        assert_eq!(code.size, u32::try_from(expected.size() + 8).unwrap());
        let dark = (0..expected.size())
            .flat_map(|y| (0..expected.size()).map(move |x| (x, y)))
            .filter(|(x, y)| expected.get_module(*x, *y))
            .count();
        let run = |piece: &str| piece.split_once('h').unwrap().1.split_once('v').unwrap().0.parse::<usize>().unwrap();
        let drawn: usize = code.path.split('M').skip(1).map(run).sum();
        assert_eq!(drawn, dark);
        assert!(code.path.starts_with("M4 4h7"), "{}", code.path);
    }
}
