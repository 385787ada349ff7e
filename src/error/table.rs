//! Tables of text inside the library: deflated at build time, read row by row.

use miniz_oxide::inflate::decompress_slice_iter_to_slice;
use once_cell::race::OnceBox;

/// A table as build.rs leaves it: sorted by its first column and deflated.
pub struct Table {
    pub deflated: &'static [u8],
    pub length: &'static str,
    pub text: OnceBox<String>,
}

macro_rules! table {
    ($name:literal) => {
        $crate::error::table::Table {
            deflated: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".deflated")),
            length: include_str!(concat!(env!("OUT_DIR"), "/", $name, ".length")),
            text: once_cell::race::OnceBox::new(),
        }
    };
}
pub(super) use table;

impl Table {
    /// Each row's cells; rows of another length are left out.
    pub fn rows<const N: usize>(&'static self) -> impl Iterator<Item = [&'static str; N]> {
        let text = self.text.get_or_init(|| Box::new(self.inflated()));
        text.lines().filter_map(|line| {
            let mut cells = [""; N];
            let mut written = 0;
            for cell in line.split('\t') {
                *cells.get_mut(written)? = cell;
                written += 1;
            }
            (written == N).then_some(cells)
        })
    }

    fn inflated(&self) -> String {
        let mut bytes = vec![0; self.length.parse().unwrap_or(0)];
        // Room for all of it is there, and the data is ours: it cannot fail.
        let deflated = std::iter::once(self.deflated);
        let _ = decompress_slice_iter_to_slice(&mut bytes, deflated, false, true);
        String::from_utf8(bytes).unwrap_or_default()
    }
}
