//! What fonts say about their glyphs when the document has no map to Unicode.
//!
//! Two sources. The embedded font's own `cmap`, read backwards. And for the faces of the Adobe collections (GB1, Japan1,
//! CNS1, Korea1), code → CID by the font's encoding → Unicode by the collection's table. hayro hands out a glyph's
//! font program and PostScript name but not its dictionary, so the dictionaries are looked up by that name, the first
//! time one is needed. Font dictionaries that are written into a resource dictionary instead of standing for
//! themselves are not found.

use hayro_interpret::font::{GlyphId, OutlineFontData};
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, String as Text};
use skrifa::{FontRef, MetadataProvider};
use smol_str::{SmolStr, ToSmolStr};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

/// Characters of a font's own map that are looked at: the largest Chinese faces map 75,000.
const MAX_MAPPINGS: usize = 200_000;

/// Composite fonts of a document that are looked at. Producers that cut a face into pieces make some hundreds.
const MAX_FACES: usize = 2_000;

/// What a collection says about a code.
pub(super) enum Known {
    /// The font is of that collection.
    Surely(SmolStr),
    /// The font says it is of that collection and may number its glyphs as it likes.
    Perhaps(SmolStr),
    /// It is a composite font, and nothing is known.
    Not,
    /// It is no composite font.
    NoComposite,
}

/// A composite font as its dictionary describes it.
struct Face {
    name: String,
    encoding: CMap,
    identity: bool,
    family: Option<CidFamily>,
}

/// The fonts of one document.
pub(super) struct Faces<'p> {
    pdf: &'p Pdf,
    composite: OnceCell<Vec<Face>>,
    /// By font program: glyph → character.
    own: RefCell<BTreeMap<u128, BTreeMap<u32, char>>>,
    /// By name of the table: CID → character.
    tables: RefCell<BTreeMap<Vec<u8>, Option<CMap>>>,
}

impl<'p> Faces<'p> {
    pub(super) fn new(pdf: &'p Pdf) -> Self {
        Self { pdf, composite: OnceCell::new(), own: RefCell::default(), tables: RefCell::default() }
    }

    /// The character that the font's own map gives to a glyph.
    pub(super) fn own_character(&self, font: &OutlineFontData, glyph: GlyphId) -> Option<char> {
        let mut own = self.own.borrow_mut();
        let map = own.entry(font.cache_key).or_insert_with(|| backwards(font.data.as_ref().as_ref()));
        map.get(&glyph.to_u32()).copied()
    }

    /// The character that the font's collection gives to a code.
    pub(super) fn by_collection(&self, font: &OutlineFontData, code: u32) -> Known {
        let faces = self.composite.get_or_init(|| composite_faces(self.pdf));
        let named = |face: &&Face| font.postscript_name.as_deref() == Some(face.name.as_str());
        let mut result = if code > 0xFF { Known::Not } else { Known::NoComposite };
        let is_sfnt = FontRef::new(font.data.as_ref().as_ref()).is_ok();
        for face in faces.iter().filter(named) {
            match self.look_up(face, code) {
                Some(text) if face.identity && is_sfnt => return Known::Perhaps(text),
                Some(text) => return Known::Surely(text),
                None => result = Known::Not,
            }
        }
        result
    }

    fn look_up(&self, face: &Face, code: u32) -> Option<SmolStr> {
        let cid = (1..=4).find_map(|length| face.encoding.lookup_cid_code(code, length))?;
        let name = face.family.as_ref()?.ucs2_cmap()?;
        let mut tables = self.tables.borrow_mut();
        let table = tables.entry(name.to_bytes().to_vec()).or_insert_with(|| predefined(name));
        match table.as_ref()?.lookup_bf_string(cid)? {
            BfString::Char(one) => Some(one.to_smolstr()),
            BfString::String(text) => Some(text.into()),
        }
    }
}

fn predefined(name: CMapName<'_>) -> Option<CMap> {
    CMap::parse(load_embedded(name)?, load_embedded)
}

/// A font's own map, read backwards. Where several characters share a glyph, the plainest is taken.
fn backwards(data: &[u8]) -> BTreeMap<u32, char> {
    let mut map: BTreeMap<u32, char> = BTreeMap::new();
    let Ok(font) = FontRef::new(data) else {
        return map;
    };
    for (code, glyph) in font.charmap().mappings().take(MAX_MAPPINGS) {
        let Some(one) = char::from_u32(code).filter(|one| oddness(*one) < 2) else { continue };
        let kept = map.entry(glyph.to_u32()).or_insert(one);
        if (oddness(one), one) < (oddness(*kept), *kept) {
            *kept = one;
        }
    }
    map
}

/// 0: a plain character; 1: a radical or compatibility form of one; 2: nothing that can be read.
fn oddness(one: char) -> u8 {
    match one {
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{FFFD}' => 2,
        '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{A0}' | '\u{AD}' | '\u{2F800}'..='\u{2FA1F}' => 1,
        _ => 0,
    }
}

fn composite_faces(pdf: &Pdf) -> Vec<Face> {
    pdf.objects().into_iter().filter_map(Object::into_dict).filter_map(|dict| face(&dict)).take(MAX_FACES).collect()
}

fn face(dict: &Dict<'_>) -> Option<Face> {
    if dict.get::<Name<'_>>(b"Subtype")?.as_ref() != b"Type0" {
        return None;
    }
    let name = dict.get::<Name<'_>>(b"BaseFont")?;
    let (encoding, identity) = match dict.get::<Object<'_>>(b"Encoding")? {
        Object::Name(name) => match CMapName::from_bytes(name.as_ref()) {
            CMapName::IdentityH => (CMap::identity_h(), true),
            CMapName::IdentityV => (CMap::identity_v(), true),
            other => (predefined(other)?, false),
        },
        Object::Stream(stream) => (CMap::parse(&stream.decoded_data().ok()?, load_embedded)?, false),
        _ => return None,
    };
    let family = encoding.metadata().character_collection.as_ref().map(|collection| collection.family.clone());
    let family = family.filter(|family| family.ucs2_cmap().is_some()).or_else(|| declared_family(dict));
    Some(Face { name: without_prefix(name.as_str()).to_owned(), encoding, identity, family })
}

/// The collection that the descendant font says it is of.
fn declared_family(dict: &Dict<'_>) -> Option<CidFamily> {
    let descendant = dict.get::<Array<'_>>(b"DescendantFonts")?.iter::<Dict<'_>>().next()?;
    let info = descendant.get::<Dict<'_>>(b"CIDSystemInfo")?;
    let registry = info.get::<Text<'_>>(b"Registry")?;
    let ordering = info.get::<Text<'_>>(b"Ordering")?;
    Some(CidFamily::from_registry_ordering(registry.as_ref(), ordering.as_ref()))
}

/// The name without the prefix that marks a part of a font, cut as hayro cuts it so that the names meet.
fn without_prefix(name: &str) -> &str {
    match name.split_once('+') {
        Some((prefix, rest)) if prefix.len() == 6 => rest,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::{oddness, without_prefix};

    #[test]
    fn the_prefix_of_a_part_is_taken_off() {
        assert_eq!(without_prefix("LNUHNF+SimSun"), "SimSun");
        assert_eq!(without_prefix("A+B"), "A+B");
    }

    #[test]
    fn plain_characters_come_first() {
        assert!(oddness('人') < oddness('\u{2F08}'));
        assert!(oddness('\u{2F08}') < oddness('\u{E000}'));
    }
}
