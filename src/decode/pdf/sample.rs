//! Minimal PDFs for tests, written around a content stream.

use crate::decode::Page;
use crate::finding::Unreadable;

/// A PDF to be written.
pub(in crate::decode) struct Sample {
    page: String,
    resources: String,
    contents: Vec<String>,
    objects: Vec<String>,
    trailer: String,
}

/// The number of the first object that [`Sample::object`] adds.
pub(in crate::decode) const FIRST_OBJECT: usize = 100;

impl Sample {
    /// One page of 200 by 100 points, with Helvetica as `/F`, that draws `content`.
    pub(in crate::decode) fn new(content: &str) -> Self {
        Self {
            page: "/MediaBox [0 0 200 100]".to_owned(),
            resources: "/Font << /F 3 0 R >>".to_owned(),
            contents: vec![content.to_owned()],
            objects: Vec::new(),
            trailer: String::new(),
        }
    }

    /// Another page of the same kind.
    pub(in crate::decode) fn and_page(mut self, content: &str) -> Self {
        self.contents.push(content.to_owned());
        self
    }

    /// The entries of the page's dictionary, in place of its size.
    pub(in crate::decode) fn page(mut self, entries: &str) -> Self {
        entries.clone_into(&mut self.page);
        self
    }

    /// The entries of the page's resources, in place of its font.
    pub(in crate::decode) fn resources(mut self, entries: &str) -> Self {
        entries.clone_into(&mut self.resources);
        self
    }

    /// A further object, numbered from [`FIRST_OBJECT`].
    pub(in crate::decode) fn object(mut self, object: &str) -> Self {
        self.objects.push(object.to_owned());
        self
    }

    /// Further entries of the trailer.
    pub(in crate::decode) fn trailer(mut self, entries: &str) -> Self {
        entries.clone_into(&mut self.trailer);
        self
    }

    /// The file.
    pub(in crate::decode) fn bytes(&self) -> Vec<u8> {
        let count = self.contents.len();
        let kids: String = (0..count).map(|page| format!("{} 0 R ", 10 + 2 * page)).collect();
        let mut objects = vec![
            (1, "<< /Type /Catalog /Pages 2 0 R >>".to_owned()),
            (2, format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>")),
            (3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned()),
        ];
        for (page, content) in self.contents.iter().enumerate() {
            let (number, stream) = (10 + 2 * page, 11 + 2 * page);
            let (entries, resources) = (&self.page, &self.resources);
            objects.push((
                number,
                format!(
                    "<< /Type /Page /Parent 2 0 R {entries} /Contents {stream} 0 R /Resources << {resources} >> >>"
                ),
            ));
            objects.push((stream, format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len())));
        }
        objects.extend(self.objects.iter().cloned().enumerate().map(|(index, object)| (FIRST_OBJECT + index, object)));
        let mut file = "%PDF-1.7\n".to_owned();
        let mut index = String::new();
        for (number, object) in objects {
            index += &format!("{number} 1\n{:010} 00000 n \n", file.len());
            file += &format!("{number} 0 obj\n{object}\nendobj\n");
        }
        let start = file.len();
        file += &format!(
            "xref\n0 1\n0000000000 65535 f \n{index}trailer\n<< /Root 1 0 R /Size 200 {} >>\nstartxref\n{start}\n%%EOF\n",
            self.trailer
        );
        file.into_bytes()
    }

    /// Its pages.
    pub(in crate::decode) fn decode(&self) -> Result<Vec<Page>, Unreadable> {
        super::decode(&self.bytes())
    }

    /// Its first page.
    pub(in crate::decode) fn first(&self) -> Page {
        self.decode().unwrap().remove(0)
    }
}
