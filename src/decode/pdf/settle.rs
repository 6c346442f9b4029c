//! The notes of a page → the [`Page`]: what of them a reader sees.
//!
//! Takes a full [`Canvas`]. Drops text that is drawn twice for boldness, marks text and takes away lines that were painted
//! over later, and leaves out what lies outside the page. Gives the marks, the rules, and the counts.

use super::super::{Mark, Page};
use super::canvas::{Canvas, Cover, Drawn};
use super::letters::Letter;
use super::place::within;
use super::rules::rules;
use crate::decode::Trust;
use foldhash::HashMap;
use kurbo::Rect;
use std::iter;

/// Two equal characters closer than this share of their size are one, drawn twice. The narrowest character, `1` in a
/// condensed face, is a third of its size wide.
const DOUBLE: f64 = 0.15;

/// Edge of the squares, in points, in which doubles are looked for.
const SQUARE: f64 = 4.0;

/// Marks of one square that are compared. More than a few dozen characters in 4 by 4 points can't be read anyway.
const COMPARED: usize = 64;

/// What rounding can add to a distance, in points, on the largest page.
const HAIR: f64 = 0.001;

/// Steps across and down a page at which it is asked whether a picture lies there: one each centimetre or less.
const STEPS: u32 = 64;

/// A page, and what only its verdict needs.
pub(super) struct Settled {
    pub(super) page: Page,
    /// Shapes with curves.
    pub(super) curved: u32,
}

impl Canvas<'_> {
    /// The page as a reader sees it. `lost` glyphs were shown in fonts that can't be read, and are counted as unmapped.
    pub(super) fn finish(mut self, number: u32, lost: u32) -> Settled {
        hide_covered(&mut self.glyphs, &self.covers);
        let lost = lost.saturating_add(self.lost);
        let mut trust = Trust { glyphs: lost, unmapped: lost, ..Trust::default() };
        let mut marks = Vec::new();
        let mut seen = Doubles::default();
        for drawn in &self.glyphs {
            let Some(area) = within(drawn.bounds, self.page) else {
                trust.outside += u32::from(!drawn.letter.is_blank());
                continue;
            };
            if seen.again(drawn) {
                continue;
            }
            if !drawn.hidden {
                count(&mut trust, &drawn.letter);
            }
            marks.push(Mark {
                text: drawn.letter.text().clone(),
                area,
                size: drawn.size as f32,
                vertical: drawn.vertical,
                hidden: drawn.hidden,
                guessed: matches!(drawn.letter, Letter::Guessed(_)),
            });
        }
        let bars = self.bars.iter().filter(|bar| !painted_over(bar.bounds, bar.order, &self.covers));
        let rules = rules(bars.map(|bar| bar.bounds));
        let page = Page {
            number,
            width: self.page.width() as f32,
            height: self.page.height() as f32,
            marks,
            rules,
            pictured: share(&self.pictures, self.page),
            trust,
        };
        Settled { page, curved: self.curved }
    }
}

fn count(trust: &mut Trust, letter: &Letter) {
    if letter.is_blank() {
        return;
    }
    trust.glyphs += 1;
    match letter {
        Letter::Unmapped => trust.unmapped += 1,
        Letter::Private(_) => trust.private += 1,
        Letter::Guessed(_) => trust.guessed += 1,
        Letter::Known(_) => {}
    }
}

/// Marks glyphs as hidden whose heart is painted over after they were drawn.
fn hide_covered(glyphs: &mut [Drawn], covers: &[Cover]) {
    let opaque: Vec<&Cover> = covers.iter().filter(|cover| cover.opaque).collect();
    for drawn in glyphs {
        let heart = drawn.bounds.inset(-drawn.bounds.width().min(drawn.bounds.height()) / 4.0);
        let later = opaque.partition_point(|cover| cover.order <= drawn.order);
        drawn.hidden |= opaque[later..].iter().any(|cover| holds(cover.bounds, heart));
    }
}

/// Whether a bar is painted over after it was drawn.
fn painted_over(bar: Rect, order: u32, covers: &[Cover]) -> bool {
    let later = covers.partition_point(|cover| cover.order <= order);
    covers[later..].iter().any(|cover| cover.opaque && holds(cover.bounds.inflate(0.05, 0.05), bar))
}

fn holds(outer: Rect, inner: Rect) -> bool {
    outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && outer.x1 >= inner.x1 && outer.y1 >= inner.y1
}

/// Remembers where which character stands.
#[derive(Default)]
struct Doubles<'a> {
    /// By square: the number of the last mark in it.
    squares: HashMap<(i32, i32), usize>,
    /// The marks, each with the number of the one before it in its square.
    marks: Vec<(&'a Drawn, Option<usize>)>,
}

impl<'a> Doubles<'a> {
    /// Whether the same character was drawn at this place before; remembers it if not.
    fn again(&mut self, drawn: &'a Drawn) -> bool {
        let corner = drawn.bounds.origin();
        let (across, down) = (square(corner.x), square(corner.y));
        // The squares beside its own are looked at where a double can stand in them.
        let reach = DOUBLE * drawn.size + HAIR;
        let near = |at: f64, own: i32| square(at - reach).max(own - 1)..=square(at + reach).min(own + 1);
        for x in near(corner.x, across) {
            for y in near(corner.y, down) {
                if self.within((x, y)).take(COMPARED).any(|other| is_double(drawn, other)) {
                    return true;
                }
            }
        }
        let before = self.squares.insert((across, down), self.marks.len());
        self.marks.push((drawn, before));
        false
    }

    /// The marks of a square, the last one first.
    fn within(&self, square: (i32, i32)) -> impl Iterator<Item = &'a Drawn> {
        let mut next = self.squares.get(&square).copied();
        iter::from_fn(move || {
            let (drawn, before) = self.marks.get(next?)?;
            next = *before;
            Some(*drawn)
        })
    }
}

fn square(at: f64) -> i32 {
    (at / SQUARE).floor() as i32
}

fn is_double(one: &Drawn, other: &Drawn) -> bool {
    let reach = DOUBLE * one.size;
    (one.bounds.x0 - other.bounds.x0).abs() <= reach
        && (one.bounds.y0 - other.bounds.y0).abs() <= reach
        && (one.size - other.size).abs() <= reach
        && one.hidden == other.hidden
        && one.letter.text() == other.letter.text()
}

/// The share of the page that the rectangles cover together.
fn share(pictures: &[Rect], page: Rect) -> f32 {
    if pictures.is_empty() {
        return 0.0;
    }
    let mut covered = vec![false; (STEPS * STEPS) as usize];
    let (across, down) = (page.width() / f64::from(STEPS), page.height() / f64::from(STEPS));
    let steps = |from: f64, to: f64, step: f64| {
        let first = (from / step - 0.5).ceil().clamp(0.0, f64::from(STEPS)) as usize;
        let end = (to / step + 0.5).floor().clamp(0.0, f64::from(STEPS)) as usize;
        first..end.max(first)
    };
    for picture in pictures {
        for row in steps(picture.y0, picture.y1, down) {
            for column in steps(picture.x0, picture.x1, across) {
                covered[row * STEPS as usize + column] = true;
            }
        }
    }
    covered.iter().filter(|covered| **covered).count() as f32 / covered.len() as f32
}
