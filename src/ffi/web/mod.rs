//! What the WebAssembly module has in addition to the C ABI: its memory, errors in few pieces,
//! signatures without a client, and responses to signed requests. bindings/web/lib/module.js
//! calls it; the header does not declare it.

mod error;
mod memory;
mod response;
mod sign;
