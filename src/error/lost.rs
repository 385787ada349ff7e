//! The fields of an error that an SDK may have lost.

/// A set of fields. An SDK did not keep them, so their absence says nothing about the response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost(u16);

impl Lost {
    pub const CODE: Lost = Lost(1);
    pub const MESSAGE: Lost = Lost(1 << 1);
    pub const RESOURCE: Lost = Lost(1 << 2);
    pub const REQUEST_ID: Lost = Lost(1 << 3);
    pub const TRACE_ID: Lost = Lost(1 << 4);
    pub const HEADERS: Lost = Lost(1 << 5);
    pub const BODY: Lost = Lost(1 << 6);
    pub const STATUS: Lost = Lost(1 << 7);
    pub const REASON: Lost = Lost(1 << 8);

    /// Whether this field is in the set.
    pub fn has(self, field: Lost) -> bool {
        self.0 & field.0 != 0
    }

    /// The sum of the fields' numbers.
    #[cfg(any(test, feature = "web"))]
    pub fn bits(self) -> u16 {
        self.0
    }

    /// The set with these fields, if the condition holds.
    #[must_use]
    pub fn with(self, fields: Lost, condition: bool) -> Lost {
        match condition {
            true => Lost(self.0 | fields.0),
            false => self,
        }
    }
}
