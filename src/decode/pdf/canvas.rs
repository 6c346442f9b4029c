//! What hayro draws → notes of glyphs, straight shapes and covered areas, in the order of drawing.
//!
//! A canvas belongs to one page. It keeps the stack of clips and transparency groups, because what they hide was drawn
//! and not printed. It stops taking notes when the page exceeds its limits.

use super::ink::{Group, Ink, Window, meet};
use super::letters::{Letter, Letters};
use super::place::place;
use super::rules::{frames, is_thin, slant, subpaths};
use super::{MAX_MARKS_PER_PAGE, MAX_SHAPES_PER_PAGE};
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::WritingMode;
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask, StrokeProps};
use kurbo::{Affine, BezPath, Cap, PathSeg, Point, Rect, Shape};

/// How far beside a white line, in points, colour still makes it seen.
const EDGE: f64 = 0.3;

/// A glyph as drawn.
pub(super) struct Drawn {
    pub(super) letter: Letter,
    pub(super) bounds: Rect,
    pub(super) size: f64,
    pub(super) vertical: bool,
    pub(super) hidden: bool,
    pub(super) order: u32,
}

/// A straight shape as drawn: a stroke with its thickness, or a filled rectangle, cut to what the clip lets through.
pub(super) struct Bar {
    pub(super) bounds: Rect,
    pub(super) order: u32,
}

/// An area painted over what was there.
pub(super) struct Cover {
    pub(super) bounds: Rect,
    pub(super) white: bool,
    /// Nothing shines through it.
    pub(super) opaque: bool,
    pub(super) order: u32,
}

/// The notes of one page.
pub(super) struct Canvas<'p> {
    pub(super) page: Rect,
    pub(super) glyphs: Vec<Drawn>,
    pub(super) bars: Vec<Bar>,
    pub(super) covers: Vec<Cover>,
    pub(super) pictures: Vec<Rect>,
    /// Shapes with curves: a page of text turned into outlines has thousands.
    pub(super) curved: u32,
    /// Glyphs whose place can't be told.
    pub(super) lost: u32,
    letters: &'p Letters<'p>,
    windows: Vec<Window>,
    groups: Vec<Group>,
    order: u32,
    full: bool,
}

impl<'p> Canvas<'p> {
    /// An empty canvas of the page's size.
    pub(super) fn new(page: Rect, letters: &'p Letters<'p>) -> Self {
        Self {
            page,
            glyphs: Vec::new(),
            bars: Vec::new(),
            covers: Vec::new(),
            pictures: Vec::new(),
            curved: 0,
            lost: 0,
            letters,
            windows: vec![Window { bounds: page, exact: true }],
            groups: vec![Group::PAGE],
            order: 0,
            full: false,
        }
    }

    /// The page exceeds its limits, and the notes are not complete.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    fn window(&self) -> Window {
        self.windows.last().copied().unwrap_or(Window { bounds: self.page, exact: true })
    }

    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or(Group::PAGE)
    }

    /// Counts one drawing operation; says whether it is still noted.
    fn advance(&mut self) -> bool {
        self.order += 1;
        self.full |= self.glyphs.len() > MAX_MARKS_PER_PAGE
            || self.bars.len() + self.covers.len() + self.pictures.len() > MAX_SHAPES_PER_PAGE;
        !self.full
    }

    /// Whether white ink at this point can be told from what lies under it.
    fn on_colour(&self, point: Point) -> bool {
        self.covers.iter().rev().find(|cover| cover.bounds.contains(point)).is_some_and(|cover| !cover.white)
    }

    fn push_window(&mut self, bounds: Rect, exact: bool) {
        let window = self.window().narrowed(bounds, exact);
        self.windows.push(window);
    }

    /// Whether a white line can be told from its surroundings: it lies on colour, or along the edge of some.
    fn has_colour_beside(&self, line: Rect) -> bool {
        let beside = line.width().min(line.height()) / 2.0 + EDGE;
        [0.25, 0.5, 0.75].iter().any(|along| {
            let point = Point::new(line.x0 + line.width() * along, line.y0 + line.height() * along);
            let side = if line.width() >= line.height() { (0.0, beside) } else { (beside, 0.0) };
            [point, point + side, point - side].iter().any(|point| self.on_colour(*point))
        })
    }

    /// Notes a straight shape if it can be seen.
    fn bar(&mut self, shape: Rect, ink: Ink) {
        let bounds = meet(shape, self.window().bounds);
        let empty = bounds.x0 > bounds.x1 || bounds.y0 > bounds.y1;
        if empty || !bounds.is_finite() || !ink.seen {
            return;
        }
        if ink.white && !(is_thin(bounds) && self.has_colour_beside(bounds)) {
            return;
        }
        self.bars.push(Bar { bounds, order: self.order });
    }

    fn stroke(&mut self, path: &BezPath, transform: Affine, stroke: &StrokeProps, ink: Ink) {
        let half = f64::from(stroke.line_width) * transform.determinant().abs().sqrt() / 2.0;
        let reach = if stroke.line_cap == Cap::Butt { 0.0 } else { half };
        for segment in (transform * path).segments() {
            let PathSeg::Line(line) = segment else {
                self.curved += 1;
                continue;
            };
            let (across, down) = ((line.p1.x - line.p0.x).abs(), (line.p1.y - line.p0.y).abs());
            let bounds = Rect::from_points(line.p0, line.p1);
            if down <= slant(across) {
                self.bar(bounds.inflate(reach, half - down.min(half)), ink);
            } else if across <= slant(down) {
                self.bar(bounds.inflate(half - across.min(half), reach), ink);
            }
        }
    }

    fn fill(&mut self, path: &BezPath, transform: Affine, ink: Ink) {
        let parts = subpaths(&(transform * path));
        let single = parts.len() == 1;
        for part in frames(parts) {
            self.curved += u32::from(part.curved);
            if part.is_straight_or_long() {
                self.bar(part.bounds, ink);
            }
            let bounds = meet(part.bounds, self.window().bounds);
            // A line hides nothing but what it is drawn over, and goes on there; only white takes a line away.
            let covers = ink.white || !is_thin(bounds);
            if part.rectangle && ink.seen && covers && bounds.area() > 0.0 {
                let opaque = ink.opaque && single && self.window().exact;
                self.covers.push(Cover { bounds, white: ink.white, opaque, order: self.order });
            }
        }
    }
}

impl<'a> Device<'a> for Canvas<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if !self.advance() {
            return;
        }
        let ink = Ink::of(&props, self.group());
        match mode {
            DrawMode::Fill(_) => self.fill(path, props.transform, ink),
            DrawMode::Stroke(stroke) => self.stroke(path, props.transform, stroke, ink),
            DrawMode::FillAndStroke(_, stroke) => {
                self.fill(path, props.transform, ink);
                self.stroke(path, props.transform, stroke, ink);
            }
            DrawMode::Invisible => {}
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let parts = subpaths(&clip.path);
        let exact = parts.len() == 1 && parts.iter().all(|part| part.rectangle);
        self.push_window(clip.path.bounding_box(), exact);
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.push_window(*rect, true);
    }

    fn pop_clip(&mut self) {
        if self.windows.len() > 1 {
            self.windows.pop();
        }
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend: BlendMode) {
        let group = self.group().within(opacity, mask.is_none() && blend == BlendMode::Normal);
        self.groups.push(group);
    }

    fn pop_transparency_group(&mut self) {
        if self.groups.len() > 1 {
            self.groups.pop();
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let ink = Ink::of(&props, self.group());
        let window = self.window().bounds;
        let vertical = run.writing_mode() == WritingMode::Vertical;
        let glyphs = run.glyphs();
        for (index, glyph) in glyphs.iter().enumerate() {
            if !self.advance() {
                return;
            }
            let whole = props.transform * glyph.transform();
            let next = glyphs.get(index + 1).map(|next| props.transform * next.transform() * Point::ORIGIN);
            let advance = match &**glyph {
                Glyph::Outline(outline) => outline.advance_width(),
                Glyph::Type3(drawn) => drawn.advance_width(),
            };
            let advance = advance.filter(|_| !vertical).map(f64::from);
            let letter = self.letters.letter(glyph);
            let Some(placed) = place(whole, advance, next.filter(|_| !vertical)) else {
                self.lost += 1;
                continue;
            };
            let invisible = matches!(mode, DrawMode::Invisible) || !ink.seen || placed.size <= 0.0;
            let pale = ink.white && !self.on_colour(placed.bounds.center());
            let clipped = !placed.bounds.overlaps(window);
            self.glyphs.push(Drawn {
                letter,
                bounds: placed.bounds,
                size: placed.size,
                vertical,
                hidden: invisible || pale || clipped,
                order: self.order,
            });
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        if !self.advance() || !self.group().seen {
            return;
        }
        let own = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let bounds = meet(props.transform.transform_rect_bbox(own), self.window().bounds);
        if !bounds.is_finite() || bounds.x0 >= bounds.x1 || bounds.y0 >= bounds.y1 {
            return;
        }
        self.pictures.push(bounds);
        let [a, b, c, d, _, _] = props.transform.as_coeffs();
        let upright = (a == 0.0 && d == 0.0) || (b == 0.0 && c == 0.0);
        let solid = match &image {
            Image::Raster(raster) => {
                let dict = raster.stream().dict();
                !dict.contains_key(b"SMask") && !dict.contains_key(b"Mask") && !dict.contains_key(b"SMaskInData")
            }
            Image::Stencil(_) => false,
        };
        let opaque = solid && upright && self.group().opaque && self.window().exact && props.soft_mask.is_none();
        self.covers.push(Cover { bounds, white: false, opaque, order: self.order });
    }
}
