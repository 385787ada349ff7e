//! Tables of text inside the library: deflated at build time in pieces of some rows, each of
//! which is inflated when one of its rows is looked up.

use miniz_oxide::inflate::decompress_slice_iter_to_slice;
use once_cell::race::OnceBox;

use super::folded::Folded;

/// Rows that stand together in the order of the table.
pub struct TablePiece<R: 'static> {
    /// The first cell of its first row, also as codes are compared.
    pub first: &'static str,
    pub folded: Folded<'static>,
    packed: &'static [u8],
    /// Bytes of its text.
    length: usize,
    text: OnceBox<String>,
    /// Made on first use. No thread waits for it: a child of fork would wait forever,
    /// for a thread that it does not have.
    rows: OnceBox<Vec<R>>,
}

/// The pieces of a table as build.rs leaves them, sorted by the first column of their rows.
macro_rules! table {
    ($name:literal, $row:ty) => {{
        type Row = $row;
        include!(concat!(env!("OUT_DIR"), "/", $name, ".rs"))
    }};
}
pub(super) use table;

impl<R> TablePiece<R> {
    pub const fn new(first: &'static str, packed: &'static [u8], length: usize) -> TablePiece<R> {
        TablePiece {
            first,
            folded: Folded::new(first),
            packed,
            length,
            text: OnceBox::new(),
            rows: OnceBox::new(),
        }
    }

    /// Its rows, made of their cells; those of another length are left out.
    pub fn rows<const N: usize>(
        &'static self,
        row: fn([&'static str; N]) -> Option<R>,
    ) -> &'static [R] {
        self.rows.get_or_init(|| {
            let text = self.text.get_or_init(|| Box::new(self.inflated()));
            Box::new(text.lines().filter_map(cells).filter_map(row).collect())
        })
    }

    fn inflated(&self) -> String {
        String::from_utf8(unpacked(self.packed, self.length)).unwrap_or_default()
    }
}

/// What build.rs packed, of so many bytes: deflated, or as it is if it is that long.
pub fn unpacked(packed: &[u8], length: usize) -> Vec<u8> {
    if packed.len() == length {
        return packed.to_vec();
    }
    let mut bytes = vec![0; length];
    // Room for all of it is there, and the data is ours: it cannot fail.
    let _ = decompress_slice_iter_to_slice(&mut bytes, std::iter::once(packed), false, true);
    bytes
}

fn cells<const N: usize>(line: &'static str) -> Option<[&'static str; N]> {
    let mut cells = [""; N];
    let mut written = 0;
    for cell in line.split('\t') {
        *cells.get_mut(written)? = cell;
        written += 1;
    }
    (written == N).then_some(cells)
}
