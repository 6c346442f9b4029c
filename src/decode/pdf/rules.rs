//! Straight shapes → rules.
//!
//! Producers draw the lines of a table as strokes, as thin filled rectangles, as the thin rest that a clip leaves of a
//! large one, as the ring between two rectangles, or as rows of dots and dashes. All of them become bars first, and a bar
//! that is thin is a rule. Bars that go on from each other on one line become one rule. An area is no rule, and its edges
//! are none: a shaded cell has no border unless one is drawn.

use super::super::{Direction, Rule};
use kurbo::{BezPath, PathEl, Point, Rect};

/// The thickest line of a table, in points. Rows of text are at least three times as high.
const THICKEST: f64 = 3.0;

/// The thickest line of all (the red line under a letterhead), if it is [`LONG`] times as long.
const THICKEST_LONG: f64 = 6.0;

/// See [`THICKEST_LONG`].
const LONG: f64 = 20.0;

/// The shortest rule, in points: half of the lowest row.
const SHORTEST: f64 = 2.0;

/// Bars whose middles lie this close, in points, are on one line. The closest double lines are 1 pt apart.
const ONE_LINE: f64 = 0.5;

/// A gap, in points, that is no gap: rounding, and the corner squares that stand between the edges of cells.
const NO_GAP: f64 = 1.0;

/// The longest piece, in points, that can be a dash.
const LONGEST_DASH: f64 = 12.0;

/// The widest gap between dashes, in points, and in lengths of the longer of both dashes.
const DASH_GAP: (f64, f64) = (6.0, 3.0);

/// How far, in points, a line of this length may lean and still count as straight: a hair, or one in a hundred.
pub(super) fn slant(length: f64) -> f64 {
    (length / 100.0).clamp(0.1, THICKEST / 2.0)
}

/// One part of a path.
#[derive(Clone, Copy)]
pub(super) struct Subpath {
    pub(super) bounds: Rect,
    /// It is an upright rectangle.
    pub(super) rectangle: bool,
    /// It has curves.
    pub(super) curved: bool,
}

impl Subpath {
    /// Whether its bounds tell its shape: a straight-edged one as thin as a line, whatever its ends look like, a rounded
    /// one if it is long, or a rectangle.
    pub(super) fn is_straight_or_long(&self) -> bool {
        let (thin, long) = thin_and_long(self.bounds);
        self.rectangle || (thin <= THICKEST && (!self.curved || long > LONG * thin.max(1.0)))
    }
}

/// Whether an area is as thin as a line.
pub(super) fn is_thin(bounds: Rect) -> bool {
    thin_and_long(bounds).0 <= THICKEST
}

fn thin_and_long(bounds: Rect) -> (f64, f64) {
    let (width, height) = (bounds.width().abs(), bounds.height().abs());
    (width.min(height), width.max(height))
}

/// The parts of a path on the page.
pub(super) fn subpaths(path: &BezPath) -> Vec<Subpath> {
    let mut parts = Vec::new();
    let mut points: Vec<Point> = Vec::new();
    let mut curved = false;
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(point) => {
                parts.extend(subpath(&points, curved));
                points.clear();
                points.push(point);
                curved = false;
            }
            PathEl::LineTo(point) => points.push(point),
            PathEl::QuadTo(first, second) => {
                points.extend([first, second]);
                curved = true;
            }
            PathEl::CurveTo(first, second, third) => {
                points.extend([first, second, third]);
                curved = true;
            }
            PathEl::ClosePath => {
                parts.extend(subpath(&points, curved));
                points.truncate(1);
                curved = false;
            }
        }
    }
    parts.extend(subpath(&points, curved));
    parts
}

fn subpath(points: &[Point], curved: bool) -> Option<Subpath> {
    let [first, second, ..] = points else { return None };
    let bounds = points.iter().fold(Rect::from_points(*first, *second), |bounds, point| bounds.union_pt(*point));
    let near = |one: f64, other: f64| (one - other).abs() < 0.05;
    let corner = |point: &Point| {
        (near(point.x, bounds.x0) || near(point.x, bounds.x1)) && (near(point.y, bounds.y0) || near(point.y, bounds.y1))
    };
    let square = points.windows(2).all(|pair| near(pair[0].x, pair[1].x) || near(pair[0].y, pair[1].y));
    let rectangle = !curved && matches!(points.len(), 4 | 5) && square && points.iter().all(corner);
    Some(Subpath { bounds, rectangle, curved })
}

/// Replaces each pair of rectangles of which one lies closely within the other by the four edges between them: the way
/// browsers print borders.
pub(super) fn frames(parts: Vec<Subpath>) -> Vec<Subpath> {
    let mut whole = Vec::new();
    let mut rest = parts.into_iter().peekable();
    while let Some(part) = rest.next() {
        match rest.peek().and_then(|next| ring(part, *next)) {
            Some(edges) => {
                whole.extend(edges);
                rest.next();
            }
            None => whole.push(part),
        }
    }
    whole
}

fn ring(one: Subpath, other: Subpath) -> Option<[Subpath; 4]> {
    if !one.rectangle || !other.rectangle {
        return None;
    }
    let outer = one.bounds.union(other.bounds);
    let inner = one.bounds.intersect(other.bounds);
    let nested = [one.bounds, other.bounds].contains(&outer) && [one.bounds, other.bounds].contains(&inner);
    let widths = [inner.x0 - outer.x0, inner.y0 - outer.y0, outer.x1 - inner.x1, outer.y1 - inner.y1];
    if !nested || inner.area() <= 0.0 || widths.iter().any(|width| *width > THICKEST) {
        return None;
    }
    let edge = |x0, y0, x1, y1| Subpath { bounds: Rect { x0, y0, x1, y1 }, rectangle: true, curved: false };
    Some([
        edge(outer.x0, outer.y0, outer.x1, inner.y0),
        edge(outer.x0, inner.y1, outer.x1, outer.y1),
        edge(outer.x0, outer.y0, inner.x0, outer.y1),
        edge(inner.x1, outer.y0, outer.x1, outer.y1),
    ])
}

/// The rules that bars make up, by place: horizontal ones from the top, then vertical ones from the left.
pub(super) fn rules(bars: impl Iterator<Item = Rect>) -> Vec<Rule> {
    let (mut horizontal, mut vertical) = (Vec::new(), Vec::new());
    for bar in bars {
        let (thin, long) = thin_and_long(bar);
        if thin > THICKEST && (thin > THICKEST_LONG || long < LONG * thin) {
            continue;
        }
        let dot = long <= THICKEST;
        if dot || bar.width() >= bar.height() {
            horizontal.push(Piece::new((bar.y0, bar.y1), (bar.x0, bar.x1)));
        }
        if dot || bar.height() > bar.width() {
            vertical.push(Piece::new((bar.x0, bar.x1), (bar.y0, bar.y1)));
        }
    }
    let mut rules = joined(horizontal, Direction::Horizontal);
    rules.extend(joined(vertical, Direction::Vertical));
    rules
}

/// A bar seen along one direction.
#[derive(Clone, Copy)]
struct Piece {
    at: f64,
    from: f64,
    to: f64,
    thickness: f64,
}

impl Piece {
    fn new(across: (f64, f64), along: (f64, f64)) -> Self {
        Self { at: f64::midpoint(across.0, across.1), from: along.0, to: along.1, thickness: across.1 - across.0 }
    }

    fn length(&self) -> f64 {
        self.to - self.from
    }
}

fn joined(mut pieces: Vec<Piece>, direction: Direction) -> Vec<Rule> {
    pieces.sort_by(|one, other| one.at.total_cmp(&other.at));
    let mut rules = Vec::new();
    let mut rest = pieces.as_mut_slice();
    while let Some(first) = rest.first().copied() {
        let count = rest.partition_point(|piece| piece.at - first.at <= ONE_LINE);
        let (line, after) = rest.split_at_mut(count);
        rules.extend(along(line).into_iter().filter(is_rule).map(|piece| Rule {
            direction,
            at: piece.at as f32,
            from: piece.from as f32,
            to: piece.to as f32,
            thickness: piece.thickness as f32,
        }));
        rest = after;
    }
    rules
}

fn is_rule(piece: &Piece) -> bool {
    piece.length() >= SHORTEST && piece.length() > 2.0 * piece.thickness
}

/// Joins the pieces of one line where they touch or are dashes of one row.
fn along(line: &mut [Piece]) -> Vec<Piece> {
    line.sort_by(|one, other| one.from.total_cmp(&other.from).then(one.to.total_cmp(&other.to)));
    let mut whole: Vec<Piece> = Vec::new();
    // The length of the piece that was joined last, and whether all that is joined so far were dashes.
    let mut last = 0.0_f64;
    let mut longest = Piece { at: 0.0, from: 0.0, to: 0.0, thickness: 0.0 };
    for piece in line.iter() {
        let longer = last.max(piece.length());
        let dashes = longer <= LONGEST_DASH;
        let gap = if dashes { NO_GAP.max(DASH_GAP.0.min(DASH_GAP.1 * longer)) } else { NO_GAP };
        match whole.last_mut() {
            Some(rule) if piece.from - rule.to <= gap => {
                rule.to = rule.to.max(piece.to);
                if piece.length() > longest.length() {
                    longest = *piece;
                    rule.at = piece.at;
                    rule.thickness = piece.thickness;
                }
            }
            _ => {
                longest = *piece;
                whole.push(*piece);
            }
        }
        last = piece.length();
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::{Direction, rules};
    use kurbo::Rect;

    fn spans(bars: &[[f64; 4]]) -> Vec<(Direction, f32, f32, f32)> {
        rules(bars.iter().map(|b| Rect::new(b[0], b[1], b[2], b[3])))
            .into_iter()
            .map(|rule| (rule.direction, rule.at, rule.from, rule.to))
            .collect()
    }

    #[test]
    fn a_thin_bar_is_a_rule_and_an_area_is_none() {
        assert_eq!(spans(&[[10.0, 20.0, 110.0, 20.5]]), [(Direction::Horizontal, 20.25, 10.0, 110.0)]);
        assert_eq!(spans(&[[10.0, 20.0, 10.5, 80.0]]), [(Direction::Vertical, 10.25, 20.0, 80.0)]);
        assert_eq!(spans(&[[10.0, 20.0, 110.0, 34.0]]), []);
        assert_eq!(spans(&[[0.0, 20.0, 300.0, 24.0]]), [(Direction::Horizontal, 22.0, 0.0, 300.0)]);
    }

    #[test]
    fn dots_in_a_row_are_a_rule_and_a_lone_dot_is_none() {
        let row: Vec<_> = (0..20).map(|n| [f64::from(n) * 2.0, 5.0, f64::from(n) * 2.0 + 0.5, 5.5]).collect();
        assert_eq!(spans(&row), [(Direction::Horizontal, 5.25, 0.0, 38.5)]);
        assert_eq!(spans(&[[1.0, 1.0, 2.0, 2.0]]), []);
    }

    #[test]
    fn edges_of_cells_join_and_columns_apart_do_not() {
        let edges = [[0.0, 1.0, 50.0, 1.5], [50.5, 1.0, 100.0, 1.5], [120.0, 1.0, 150.0, 1.5]];
        assert_eq!(
            spans(&edges),
            [(Direction::Horizontal, 1.25, 0.0, 100.0), (Direction::Horizontal, 1.25, 120.0, 150.0)]
        );
    }
}
