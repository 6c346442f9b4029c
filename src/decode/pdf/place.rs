//! Where a glyph stands: the matrices of text and page → the glyph's box on the page.
//!
//! The box is the advance wide and one glyph size high, from [`DESCENT`] below the baseline upwards. It does not depend
//! on the glyph's outline, so that `一` and `国` of one line have boxes of one height.

use crate::place::Area;
use kurbo::{Affine, Point, Rect};

/// Units of a glyph's own space to one glyph size, as hayro hands them out.
const EM: f64 = 1000.0;

/// How far the box reaches below the baseline: the share that Chinese faces give to it (880 above, 120 below).
const DESCENT: f64 = 120.0;

/// A glyph's box and size on the page.
pub(super) struct Placed {
    /// The box, which may lie outside the page.
    pub(super) bounds: Rect,
    /// Glyph size in points.
    pub(super) size: f64,
}

/// Places a glyph.
///
/// `whole` takes the glyph's space to the page. `advance` is in the glyph's space. `next` is the origin of the next
/// glyph of the run on the page: fonts that are not embedded come with their substitute's glyphs stretched to fit, and the
/// next origin tells such a stretch from text that was set wide on purpose.
pub(super) fn place(whole: Affine, advance: Option<f64>, next: Option<Point>) -> Option<Placed> {
    let [a, b, c, d, _, _] = whole.as_coeffs();
    if !whole.is_finite() {
        return None;
    }
    let across = a.hypot(b);
    let size = c.hypot(d) * EM;
    let origin = whole * Point::ORIGIN;
    let step = next.map(|next| next.distance(origin)).filter(|step| *step > 0.0);
    let width = match advance {
        Some(advance) if advance > 0.0 => natural_width(advance, across, size / EM, step),
        _ => step.filter(|step| *step <= size).map_or(size / across.max(f64::MIN_POSITIVE), |step| step / across),
    };
    let own = Rect::new(0.0, -DESCENT, width, EM - DESCENT);
    let bounds = whole.transform_rect_bbox(own);
    bounds.is_finite().then_some(Placed { bounds, size })
}

/// The advance in the glyph's space, less any stretch of a substitute's glyph.
fn natural_width(advance: f64, across: f64, up: f64, step: Option<f64>) -> f64 {
    if across <= 0.0 || up <= 0.0 || (across / up - 1.0).abs() < 0.01 {
        return advance;
    }
    let (stretched, natural) = (advance * across, advance * up);
    let chosen = match step {
        Some(step) if (step - stretched).abs() < (step - natural).abs() => stretched,
        Some(_) => natural,
        None => stretched.min(natural),
    };
    chosen / across
}

/// The box as the record holds it, cut to the page; nothing if its middle lies outside the page.
pub(super) fn within(bounds: Rect, page: Rect) -> Option<Area> {
    let middle = bounds.center();
    if !page.contains(middle) {
        return None;
    }
    let cut = bounds.intersect(page);
    Some(Area::new(cut.x0 as f32, cut.y0 as f32, cut.x1 as f32, cut.y1 as f32))
}
