//! Rows → a row group of a Parquet file, in memory, and row groups → files.
//!
//! All the work is done where a group is encoded, by any thread; putting it into the file copies bytes. Values in
//! dictionaries are written by [`super::chunk`], the few others by the `parquet` crate's own writer.

use super::chunk::{self, Chunk, PAGE_ROWS, Press, signed};
use super::columns::{Rows, Texts, Values};
use super::description::{Column, Kind, PRECISION, SCALE, Table};
use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::column::writer::{ColumnWriter, get_column_writer};
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr, WriterVersion};
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::{SchemaDescPtr, SchemaDescriptor, Type, TypePtr};
use std::sync::Arc;

/// zstd's own usual level is 3; the first is faster by half and the files a tenth larger.
const LEVEL: i32 = 1;

/// Bytes of a decimal: a whole number of 128 bits.
const BYTES: i32 = 16;

/// Bytes of a page of texts, which the writer may exceed by a batch of them.
const PAGE_BYTES: usize = 1 << 18;

/// Rows after which the writer of other values looks whether a page is full.
const BATCH: usize = 64;

/// What every file of a table has in common.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) schema: TypePtr,
    pub(super) columns: SchemaDescPtr,
    pub(super) properties: WriterPropertiesPtr,
}

impl Plan {
    /// The plan of a table. `ordered_by` is the column by which the rows of each group are ordered.
    pub(super) fn of(table: &Table, ordered_by: Option<usize>) -> Result<Self> {
        let fields = table.columns.iter().map(|c| field(c).map(Arc::new)).collect::<Result<Vec<_>>>()?;
        let schema = Arc::new(Type::group_type_builder("schema").with_fields(fields).build()?);
        let sorting = match ordered_by {
            Some(column) => {
                Some(vec![SortingColumn { column_idx: signed(column)?, descending: false, nulls_first: false }])
            }
            None => None,
        };
        let properties = WriterProperties::builder()
            .set_writer_version(WriterVersion::PARQUET_1_0)
            .set_created_by(concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(LEVEL)?))
            .set_statistics_enabled(EnabledStatistics::Page)
            .set_dictionary_enabled(false)
            .set_data_page_row_count_limit(PAGE_ROWS)
            .set_data_page_size_limit(PAGE_BYTES)
            .set_write_batch_size(BATCH)
            .set_sorting_columns(sorting)
            .build();
        Ok(Self { columns: Arc::new(SchemaDescriptor::new(schema.clone())), schema, properties: Arc::new(properties) })
    }

    /// Encodes rows as one row group, in the order given.
    pub(super) fn encode(&self, rows: &Rows, order: Option<&[u32]>) -> Result<Vec<Chunk>> {
        let mut press = Press::new(LEVEL, Compression::ZSTD(ZstdLevel::try_new(LEVEL)?))?;
        let columns = rows.columns.iter().enumerate().map(|(c, values)| match values {
            Values::Coded(coded) => chunk::write(coded, order, &self.columns.column(c), &mut press),
            values => self.write(c, values, order),
        });
        columns.collect()
    }

    /// Writes a column that has no dictionary.
    fn write(&self, column: usize, values: &Values, order: Option<&[u32]>) -> Result<Chunk> {
        let mut sink = TrackedWrite::new(Vec::new());
        let pages = Box::new(SerializedPageWriter::new(&mut sink));
        let descriptor = self.columns.column(column);
        let nullable = descriptor.max_def_level() > 0;
        let rows = (0..values.count()).map(|row| order.map_or(row, |o| o[row] as usize));
        let levels = |is_there: &dyn Fn(usize) -> bool| -> Option<Vec<i16>> {
            nullable.then(|| rows.clone().map(|r| i16::from(is_there(r))).collect())
        };
        let mut writer = get_column_writer(descriptor, self.properties.clone(), pages);
        match (&mut writer, values) {
            (ColumnWriter::ByteArrayColumnWriter(writer), Values::Text(Texts { text, spans })) => {
                let text = Bytes::copy_from_slice(text.as_bytes());
                let found = rows.clone().filter_map(|r| spans[r].clone());
                let found: Vec<ByteArray> = found.map(|span| text.slice(span).into()).collect();
                writer.write_batch(&found, levels(&|r| spans[r].is_some()).as_deref(), None)?;
            }
            (ColumnWriter::Int64ColumnWriter(writer), Values::Whole(values)) => {
                let found: Vec<i64> = rows.clone().filter_map(|r| values[r]).collect();
                writer.write_batch(&found, levels(&|r| values[r].is_some()).as_deref(), None)?;
            }
            (ColumnWriter::BoolColumnWriter(writer), Values::Truth(values)) => {
                let found: Vec<bool> = rows.clone().filter_map(|r| values[r]).collect();
                writer.write_batch(&found, levels(&|r| values[r].is_some()).as_deref(), None)?;
            }
            _ => {
                return Err(ParquetError::General(format!(
                    "column {column} is not of the kind that it is described as"
                )));
            }
        }
        let close = writer.close()?;
        Ok(Chunk { bytes: sink.into_inner()?.into(), close })
    }
}

/// A column in Parquet's words.
fn field(column: &Column) -> Result<Type> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Integer => (Physical::INT32, None),
        Kind::Long => (Physical::INT64, None),
        Kind::Truth => (Physical::BOOLEAN, None),
        Kind::Decimal => {
            let decimal = LogicalType::decimal(SCALE.cast_signed(), PRECISION.cast_signed());
            (Physical::FIXED_LEN_BYTE_ARRAY, Some(decimal))
        }
    };
    let mut field = Type::primitive_type_builder(column.name, physical)
        .with_repetition(if column.required { Repetition::REQUIRED } else { Repetition::OPTIONAL })
        .with_logical_type(logical);
    if column.kind == Kind::Decimal {
        field = field.with_length(BYTES).with_precision(PRECISION.cast_signed()).with_scale(SCALE.cast_signed());
    }
    field.build()
}
