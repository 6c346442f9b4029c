//! A column whose values stand in a dictionary → one column of a Parquet row group, in memory: the dictionary's page, pages
//! of codes, and what the file has to know of them (sizes, statistics, where each page lies and what it spans).
//!
//! The writer of the `parquet` crate makes its own dictionary from single values, which took four times as long as all
//! the rest of a table. Here codes are known already. Pages are of version 1, as the crate's own are.

use super::columns::{Coded, NULL};
use super::description::Kind;
use super::hybrid;
use bytes::Bytes;
use parquet::basic::{BoundaryOrder, Compression, Encoding, EncodingMask, PageType};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::{ByteArray, FixedLenByteArray};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, ColumnIndexBuilder, OffsetIndexBuilder, PageEncodingStats};
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

/// Rows of a page: the smallest part of a column that a query reads. With some hundred documents in a row group ordered
/// by cell, a page holds some eight cells.
pub(super) const PAGE_ROWS: usize = 4096;

/// A value longer than this is no key that anybody looks for: its column gets no statistics in this row group.
const LONGEST_BOUND: usize = 256;

/// A column as it goes into the file.
#[derive(Debug)]
pub(super) struct Chunk {
    pub(super) bytes: Bytes,
    pub(super) close: ColumnCloseResult,
}

/// What pages are compressed with.
pub(super) struct Press {
    zstd: zstd::bulk::Compressor<'static>,
    compression: Compression,
}

impl Press {
    pub(super) fn new(level: i32, compression: Compression) -> Result<Self> {
        Ok(Self { zstd: zstd::bulk::Compressor::new(level)?, compression })
    }
}

/// Writes a column, its rows in the order given.
pub(super) fn write(values: &Coded, order: Option<&[u32]>, column: &ColumnDescPtr, press: &mut Press) -> Result<Chunk> {
    let ordered: Vec<u32>;
    let codes = match order {
        Some(order) => {
            ordered = order.iter().map(|row| values.codes[*row as usize]).collect();
            &ordered
        }
        None => &values.codes,
    };
    let mut pages = Pages::new(values, column, press);
    let mut sink = TrackedWrite::new(Vec::new());
    let mut writer = SerializedPageWriter::new(&mut sink);
    pages.dictionary(&mut writer)?;
    for rows in codes.chunks(PAGE_ROWS) {
        pages.data(rows, &mut writer)?;
    }
    let close = pages.close(codes.len())?;
    Ok(Chunk { bytes: sink.into_inner()?.into(), close })
}

/// A size as Parquet counts it.
pub(super) fn signed<N, S: TryFrom<N>>(number: N) -> Result<S> {
    S::try_from(number).map_err(|_| ParquetError::General("more bytes than a page of Parquet holds".to_owned()))
}

/// The pages of a column so far.
struct Pages<'c> {
    values: &'c Coded,
    column: &'c ColumnDescPtr,
    press: &'c mut Press,
    nullable: bool,
    width: u32,
    /// The rank of each value; none where values are too long to be bounds.
    ranks: Option<Vec<u32>>,
    bounds: Option<Bounds>,
    is_ascending: bool,
    column_index: ColumnIndexBuilder,
    offset_index: OffsetIndexBuilder,
    dictionary_at: i64,
    data_at: Option<i64>,
    count: i32,
    nulls: u64,
    compressed: i64,
    uncompressed: i64,
    written: u64,
    plain: Vec<u8>,
    present: Vec<u32>,
}

/// The codes of the least and greatest value.
type Bounds = (u32, u32);

impl<'c> Pages<'c> {
    fn new(values: &'c Coded, column: &'c ColumnDescPtr, press: &'c mut Press) -> Self {
        let count = values.count() as u32;
        let can_bound = (0..count).all(|c| values.word(c).len() <= LONGEST_BOUND);
        Self {
            values,
            column,
            press,
            nullable: column.max_def_level() > 0,
            width: hybrid::width(count.saturating_sub(1)),
            ranks: can_bound.then(|| values.ranks()),
            bounds: None,
            is_ascending: true,
            column_index: ColumnIndexBuilder::new(column.physical_type()),
            offset_index: OffsetIndexBuilder::new(),
            dictionary_at: 0,
            data_at: None,
            count: 0,
            nulls: 0,
            compressed: 0,
            uncompressed: 0,
            written: 0,
            plain: Vec::new(),
            present: Vec::new(),
        }
    }

    fn dictionary(&mut self, writer: &mut SerializedPageWriter<Vec<u8>>) -> Result<()> {
        self.plain.clear();
        let count = self.values.count() as u32;
        for code in 0..count {
            let word = self.values.word(code);
            if self.values.kind == Kind::Text {
                self.plain.extend_from_slice(&(word.len() as u32).to_le_bytes());
            }
            self.plain.extend_from_slice(word);
        }
        let page = Page::DictionaryPage {
            buf: self.press.zstd.compress(&self.plain)?.into(),
            num_values: count,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        };
        self.dictionary_at = self.put(page, writer)?.0;
        Ok(())
    }

    fn data(&mut self, rows: &[u32], writer: &mut SerializedPageWriter<Vec<u8>>) -> Result<()> {
        self.plain.clear();
        self.present.clear();
        if self.nullable {
            self.present.extend(rows.iter().map(|c| u32::from(*c != NULL)));
            // The levels stand after their length.
            self.plain.extend_from_slice(&[0; 4]);
            hybrid::write(&self.present, 1, &mut self.plain);
            let length = (self.plain.len() - 4) as u32;
            self.plain[..4].copy_from_slice(&length.to_le_bytes());
            self.present.clear();
        }
        self.present.extend(rows.iter().filter(|c| **c != NULL));
        self.plain.push(self.width as u8);
        hybrid::write(&self.present, self.width, &mut self.plain);
        self.bound(rows.len())?;
        let page = Page::DataPage {
            buf: self.press.zstd.compress(&self.plain)?.into(),
            num_values: rows.len() as u32,
            encoding: Encoding::RLE_DICTIONARY,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        let (at, size) = self.put(page, writer)?;
        self.offset_index.append_row_count(signed(rows.len())?);
        self.offset_index.append_offset_and_size(at, size);
        self.data_at.get_or_insert(at);
        self.count += 1;
        Ok(())
    }

    /// Notes what the page of these rows spans.
    fn bound(&mut self, rows: usize) -> Result<()> {
        let nulls = rows - self.present.len();
        self.nulls += nulls as u64;
        let Some(ranks) = &self.ranks else { return Ok(()) };
        let by_rank = |code: &&u32| ranks[**code as usize];
        let least = self.present.iter().min_by_key(by_rank);
        let Some((least, greatest)) = least.zip(self.present.iter().max_by_key(by_rank)) else {
            self.column_index.append(true, Vec::new(), Vec::new(), signed(nulls)?, None);
            return Ok(());
        };
        let word = |code: u32| self.values.word(code).to_vec();
        self.column_index.append(false, word(*least), word(*greatest), signed(nulls)?, None);
        let rank = |code: u32| ranks[code as usize];
        self.bounds = Some(match self.bounds {
            None => (*least, *greatest),
            Some((low, high)) => {
                // A page begins no lower than where all before it end.
                self.is_ascending &= rank(*least) >= rank(high);
                (std::cmp::min_by_key(low, *least, |c| rank(*c)), std::cmp::max_by_key(high, *greatest, |c| rank(*c)))
            }
        });
        Ok(())
    }

    /// Writes a page; gives where it stands and how long it is.
    fn put(&mut self, page: Page, writer: &mut SerializedPageWriter<Vec<u8>>) -> Result<(i64, i32)> {
        let spec = writer.write_page(CompressedPage::new(page, self.plain.len()))?;
        self.compressed += signed::<_, i64>(spec.compressed_size)?;
        self.uncompressed += signed::<_, i64>(spec.uncompressed_size)?;
        self.written += spec.bytes_written;
        Ok((signed(spec.offset)?, signed(spec.compressed_size)?))
    }

    fn close(mut self, rows: usize) -> Result<ColumnCloseResult> {
        let stats = |page_type, encoding, count| PageEncodingStats { page_type, encoding, count };
        let encodings = [Encoding::PLAIN, Encoding::RLE, Encoding::RLE_DICTIONARY];
        let mut metadata = ColumnChunkMetaData::builder(self.column.clone())
            .set_compression(self.press.compression)
            .set_encodings_mask(EncodingMask::new_from_encodings(encodings.iter()))
            .set_page_encoding_stats(vec![
                stats(PageType::DICTIONARY_PAGE, Encoding::PLAIN, 1),
                stats(PageType::DATA_PAGE, Encoding::RLE_DICTIONARY, self.count),
            ])
            .set_total_compressed_size(self.compressed)
            .set_total_uncompressed_size(self.uncompressed)
            .set_num_values(signed(rows)?)
            .set_dictionary_page_offset(Some(self.dictionary_at))
            .set_data_page_offset(self.data_at.unwrap_or_default());
        let is_bounded = self.ranks.is_some();
        if is_bounded {
            metadata = metadata.set_statistics(self.statistics());
            if self.is_ascending {
                self.column_index.set_boundary_order(BoundaryOrder::ASCENDING);
            }
        }
        Ok(ColumnCloseResult {
            bytes_written: self.written,
            rows_written: rows as u64,
            metadata: metadata.build()?,
            bloom_filter: None,
            column_index: if is_bounded { Some(self.column_index.build()?) } else { None },
            offset_index: Some(self.offset_index.build()),
        })
    }

    fn statistics(&self) -> Statistics {
        let nulls = Some(self.nulls);
        let word = |code: u32| self.values.word(code);
        let (low, high) = (self.bounds.map(|b| b.0), self.bounds.map(|b| b.1));
        match self.values.kind {
            Kind::Text => {
                let text = |code| ByteArray::from(word(code).to_vec());
                Statistics::byte_array(low.map(text), high.map(text), None, nulls, false)
            }
            Kind::Decimal => {
                let fixed = |code| FixedLenByteArray::from(word(code).to_vec());
                Statistics::fixed_len_byte_array(low.map(fixed), high.map(fixed), None, nulls, false)
            }
            Kind::Integer | Kind::Long | Kind::Truth => {
                let number = |code| word(code).try_into().map_or(0, i32::from_le_bytes);
                Statistics::int32(low.map(number), high.map(number), None, nulls, false)
            }
        }
    }
}
