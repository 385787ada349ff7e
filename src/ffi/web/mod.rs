//! What the WebAssembly module has in addition to the C ABI: its memory, errors in one piece,
//! and signatures without a client. bindings/web/lib/module.js calls it; the header does not
//! declare it.

mod error;
mod memory;
mod sign;
