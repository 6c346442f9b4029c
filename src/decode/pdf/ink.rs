//! What of a drawing operation reaches the paper: how its ink looks, what the clip lets through, and how a transparency
//! group weakens it.

use hayro_interpret::{BlendMode, DrawProps, Paint};
use kurbo::Rect;

/// Opacity under which nothing can be seen.
const UNSEEN: f32 = 0.02;

/// Opacity from which nothing shines through.
const OPAQUE: f32 = 0.99;

/// How bright each of red, green and blue must be for white: paper and a white line can't be told apart.
const WHITE: f32 = 0.99;

/// What the clip lets through: a rectangle around it, and whether it is that rectangle.
#[derive(Clone, Copy)]
pub(super) struct Window {
    pub(super) bounds: Rect,
    pub(super) exact: bool,
}

/// A transparency group on the stack.
#[derive(Clone, Copy)]
pub(super) struct Group {
    pub(super) seen: bool,
    pub(super) opaque: bool,
}

/// How something is painted.
#[derive(Clone, Copy)]
pub(super) struct Ink {
    pub(super) seen: bool,
    pub(super) white: bool,
    pub(super) opaque: bool,
}

impl Window {
    /// What a further clip leaves of it.
    pub(super) fn narrowed(self, bounds: Rect, exact: bool) -> Self {
        Self { bounds: meet(self.bounds, bounds), exact: self.exact && exact }
    }
}

impl Group {
    /// The page itself.
    pub(super) const PAGE: Self = Self { seen: true, opaque: true };

    /// A group in this one; `plain` if it is neither masked nor blended.
    pub(super) fn within(self, opacity: f32, plain: bool) -> Self {
        Self { seen: self.seen && opacity > UNSEEN, opaque: self.opaque && plain && opacity >= OPAQUE }
    }
}

impl Ink {
    /// The ink of an operation that draws into a group. Patterns count as seen, and as letting something through.
    pub(super) fn of(props: &DrawProps<'_>, group: Group) -> Self {
        let Paint::Color(colour) = &props.paint else {
            return Self { seen: group.seen, white: false, opaque: false };
        };
        let [red, green, blue, alpha] = colour.to_rgba().components();
        let plain = props.soft_mask.is_none() && props.blend_mode == BlendMode::Normal;
        Self {
            seen: group.seen && alpha > UNSEEN,
            white: red.min(green).min(blue) >= WHITE,
            opaque: group.opaque && plain && alpha >= OPAQUE,
        }
    }
}

/// The common part of two rectangles; inside out where there is none. A line without thickness keeps its length.
pub(super) fn meet(one: Rect, other: Rect) -> Rect {
    Rect { x0: one.x0.max(other.x0), y0: one.y0.max(other.y0), x1: one.x1.min(other.x1), y1: one.y1.min(other.y1) }
}
