//! The values of a feature: the place of a column, then its value, and so on.

use flatgeobuf::ColumnType;
use geozero::ColumnValue;

/// Walks through the values.
pub(super) struct Values<'a>(&'a [u8]);

impl<'a> Values<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The place of the next value's column; `None` at the end.
    ///
    /// # Errors
    /// Never for files of this program; some leave one byte too many behind the last value, which
    /// is let pass.
    pub(super) fn column(&mut self) -> Result<Option<usize>, String> {
        if self.0.len() < 2 {
            return Ok(None);
        }
        Ok(Some(u16::from_le_bytes(self.take()?).into()))
    }

    /// The next value.
    ///
    /// # Errors
    /// When the bytes end within it, or a text is not UTF-8.
    pub(super) fn value(&mut self, kind: ColumnType) -> Result<ColumnValue<'a>, String> {
        Ok(match kind {
            ColumnType::Byte => ColumnValue::Byte(i8::from_le_bytes(self.take()?)),
            ColumnType::UByte => ColumnValue::UByte(u8::from_le_bytes(self.take()?)),
            ColumnType::Bool => ColumnValue::Bool(self.take::<1>()? != [0]),
            ColumnType::Short => ColumnValue::Short(i16::from_le_bytes(self.take()?)),
            ColumnType::UShort => ColumnValue::UShort(u16::from_le_bytes(self.take()?)),
            ColumnType::Int => ColumnValue::Int(i32::from_le_bytes(self.take()?)),
            ColumnType::UInt => ColumnValue::UInt(u32::from_le_bytes(self.take()?)),
            ColumnType::Long => ColumnValue::Long(i64::from_le_bytes(self.take()?)),
            ColumnType::ULong => ColumnValue::ULong(u64::from_le_bytes(self.take()?)),
            ColumnType::Float => ColumnValue::Float(f32::from_le_bytes(self.take()?)),
            ColumnType::Double => ColumnValue::Double(f64::from_le_bytes(self.take()?)),
            ColumnType::String => ColumnValue::String(self.text()?),
            ColumnType::Json => ColumnValue::Json(self.text()?),
            ColumnType::DateTime => ColumnValue::DateTime(self.text()?),
            ColumnType::Binary => ColumnValue::Binary(self.counted()?),
            other => return Err(format!("a column has the unknown type {}", other.0)),
        })
    }

    fn text(&mut self) -> Result<&'a str, String> {
        std::str::from_utf8(self.counted()?).map_err(|_| "a text is not UTF-8".into())
    }

    /// Bytes with their number before them.
    fn counted(&mut self) -> Result<&'a [u8], String> {
        let length = u32::from_le_bytes(self.take()?);
        let (bytes, rest) = self.0.split_at_checked(length as usize).ok_or_else(ends)?;
        self.0 = rest;
        Ok(bytes)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or_else(ends)?;
        self.0 = rest;
        Ok(*bytes)
    }
}

fn ends() -> String {
    "its values end too early".into()
}
