//! Link arguments of the shared library, the catalogue, and the C header.
//!
//! The header is generated into OUT_DIR and compared with the committed one;
//! only `make header` (COS_ERR_WRITE_HEADER=1) writes into `include/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// The soname's number: raised when a function is removed or changes its meaning.
const ABI: u32 = 0;

/// The sections of the header in their order: file (its modules come with it), heading, purpose.
const SECTIONS: [(&str, &str, &str); 24] = [
    (
        "version.rs",
        "Versions",
        "The version and the ABI of the library that the program runs with. The header's own are macros.",
    ),
    (
        "error/mod.rs",
        "Errors",
        "What is known about a failure: its kind and reason, code, ids, message, advice, whether to retry.\nLists of headers, details, parts, attempts and causes; all of it as text, as JSON, or in one struct.",
    ),
    (
        "catalogue.rs",
        "Codes and request ids",
        "The catalogue of error codes, and what a request id says, without an error.",
    ),
    (
        "exchange.rs",
        "Parsing a response",
        "Errors from a response, or a failure, of another HTTP stack.",
    ),
    (
        "sdk.rs",
        "Errors of other SDKs",
        "Errors from what an SDK of Tencent kept of a failed call, and which fields it lost.",
    ),
    (
        "scan.rs",
        "Scanning a text",
        "Responses, error bodies, exceptions and request ids in what a user pastes, or in a log.",
    ),
    (
        "options.rs",
        "Client options",
        "The settings from which a client is made: region, endpoint, credentials, timeouts, retries.",
    ),
    (
        "callback.rs",
        "Callbacks",
        "How a callback gives the text of its own failure.",
    ),
    (
        "credentials.rs",
        "Credentials providers",
        "Credentials from a function of the caller, called whenever the client needs new ones.",
    ),
    (
        "log.rs",
        "Logging",
        "One line for each event of a call, for a function of the caller.",
    ),
    (
        "client.rs",
        "Client and calls",
        "A client keeps connections open, and sends requests. Each call returns NULL or an error.",
    ),
    (
        "queue.rs",
        "Completion queues",
        "Where calls complete that nobody waits for, for event loops and for programs with many calls.",
    ),
    (
        "started.rs",
        "Calls without waiting",
        "Starting calls that complete in a queue, cancelling them, and waiting for the last one.",
    ),
    (
        "files.rs",
        "Files",
        "Uploads and downloads of whole files, in parts and several parts at a time.",
    ),
    (
        "transfer.rs",
        "Settings of files",
        "Size of the parts, how many at a time, headers, progress, and where to go on after an end.",
    ),
    (
        "sign.rs",
        "Signing for your own HTTP stack",
        "Signed requests, presigned URLs and plain URLs. Nothing is sent.",
    ),
    (
        "call.rs",
        "Per-call settings",
        "Settings that differ from those of the client for one call or several.",
    ),
    (
        "cancel.rs",
        "Cancellation",
        "A token that ends calls, from any thread or from a signal handler.",
    ),
    (
        "request.rs",
        "Requests",
        "Method, bucket, key, query parameters and headers of a request to any API of COS.",
    ),
    (
        "body.rs",
        "Request bodies",
        "From memory, a file, a part of a file, or a function of the caller.",
    ),
    (
        "document.rs",
        "Documents of requests",
        "The XML body of a request, from JSON.",
    ),
    (
        "sink.rs",
        "Bodies of successful responses",
        "Into memory, a file that appears when it is complete, or a function of the caller.",
    ),
    (
        "response.rs",
        "Responses",
        "Status, headers and body of a response that reports success.",
    ),
    (
        "text.rs",
        "Strings that the caller owns",
        "How to free them.",
    ),
];

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    link_arguments()?;
    catalogue()?;
    sub_resources()?;
    response_roots()?;
    gb18030()?;
    header()
}

fn link_arguments() -> Outcome {
    match env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("linux") => {
            println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libcos_err.so.{ABI}");
            // Threads that resolve names may outlive a dlclose; thread-locals and the panic hook do.
            println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
            if let Some(archive) = static_unwinder() {
                link_unwinder(&archive)?;
            }
        }
        Ok("macos") => {
            println!("cargo:rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libcos_err.{ABI}.dylib")
        }
        _ => {}
    }
    Ok(())
}

/// The compiler's unwinder as an archive, where there is one that is known to fit.
fn static_unwinder() -> Option<PathBuf> {
    let target = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if !["gnu", "musl"].contains(&target("ENV").as_str())
        || !["x86_64", "aarch64"].contains(&target("ARCH").as_str())
    {
        return None;
    }
    let linker = env::var_os("RUSTC_LINKER").unwrap_or_else(|| "cc".into());
    let said = Command::new(linker)
        .arg("-print-file-name=libgcc_eh.a")
        .output()
        .ok()?;
    let path = PathBuf::from(String::from_utf8(said.stdout).ok()?.trim());
    // A compiler that has none answers with the bare name.
    (path.is_absolute() && path.is_file()).then_some(path)
}

/// Has the archive linked where rustc asks for libgcc_s: to load that library
/// takes as long as to load ours. The linker finds a file of that name which
/// says to take the archive; the static library and its list are not touched.
fn link_unwinder(archive: &Path) -> Outcome {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let folder = PathBuf::from(env::var("OUT_DIR")?).join("unwinder");
    fs::create_dir_all(&folder)?;
    let (main, object) = (folder.join("find_object.rs"), folder.join("find_object.o"));
    let source = root.join("src/unwinder/find_object.rs");
    fs::write(
        &main,
        format!("#![no_std]\n#[path = {source:?}]\npub mod find_object;\n"),
    )?;
    let compiled = Command::new(env::var("RUSTC")?)
        .args(["--crate-type=lib", "--edition=2024", "--emit=obj"])
        .args(["-Copt-level=s", "-Cpanic=abort", "--target"])
        .arg(env::var("TARGET")?)
        .arg("-o")
        .args([&object, &main])
        .status()?;
    if !compiled.success() {
        return Err(format!("{} does not compile", source.display()).into());
    }
    let script = format!("INPUT({object:?} {archive:?})\n");
    fs::write(folder.join("libgcc_s.so"), script)?;
    println!("cargo:rustc-cdylib-link-arg=-L{}", folder.display());
    Ok(())
}

/// Characters of four bytes with a lower number are in the Basic Multilingual Plane.
const GB18030_PLANE: i32 = 189_000;

/// Bytes of text in a piece of a table: so much is inflated to read one row.
const PIECE: usize = 6 * 1024;

/// The catalogue's tables for the library: sorted by their first column, without their
/// heads, and deflated in pieces.
fn catalogue() -> Outcome {
    let codes = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("src/error/codes");
    println!("cargo:rerun-if-changed={}", codes.display());
    let read = |part| fs::read_to_string(codes.join(part));
    let (cos, numbers, cases) = (read("cos.tsv")?, read("numbers.tsv")?, read("cases.tsv")?);
    // Codes are looked up ignoring case, cases as they are written.
    let mut rows: Vec<&str> = cos.lines().skip(1).chain(numbers.lines().skip(1)).collect();
    rows.sort_by_cached_key(|row| first_cell(row).to_ascii_lowercase());
    table("codes", &rows, |row| first_cell(row).to_ascii_lowercase())?;
    aliases(&rows)?;
    let mut rows: Vec<&str> = cases.lines().skip(1).collect();
    rows.sort_by_key(|row| first_cell(row));
    let subject = |row: &str| first_cell(row).split('?').next().unwrap_or("").to_owned();
    table("cases", &rows, subject)
}

/// Writes a table's pieces, and the list of them. Neighbours of the same key stay together.
fn table(name: &str, rows: &[&str], key: impl Fn(&str) -> String) -> Outcome {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut list = String::new();
    let (mut number, mut rest) = (0, rows);
    while let Some(first) = rest.first() {
        let (mut count, mut length) = (0, 0);
        while let Some(row) = rest.get(count)
            && (length < PIECE || key(row) == key(rest[count - 1]))
        {
            length += row.len() + 1;
            count += 1;
        }
        let text = rest[..count].join("\n");
        let file = out.join(format!("{name}.{number}.packed"));
        fs::write(&file, packed(text.as_bytes())?)?;
        let (first, length) = (first_cell(first), text.len());
        list += &format!("TablePiece::new({first:?}, include_bytes!({file:?}), {length}),\n");
        rest = &rest[count..];
        number += 1;
    }
    let list = format!("{{ static ALL: [TablePiece<Row>; {number}] = [\n{list}]; &ALL }}");
    fs::write(out.join(format!("{name}.rs")), list)?;
    Ok(())
}

/// Deflated, except for the WebAssembly module: that is compressed as a whole, and better.
fn packed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    if env::var_os("CARGO_FEATURE_WEB").is_some() {
        return Ok(bytes.into());
    }
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::best());
    deflated.write_all(bytes)?;
    deflated.finish()
}

/// The last column of the codes has other spellings, separated by spaces.
fn aliases(rows: &[&str]) -> Outcome {
    let mut list = String::from("&[\n");
    for row in rows {
        let aliases = row.rsplit('\t').next().unwrap_or_default();
        for alias in aliases.split(' ').filter(|alias| !alias.is_empty()) {
            list += &format!("({alias:?}, {:?}),\n", first_cell(row));
        }
    }
    let file = PathBuf::from(env::var("OUT_DIR")?).join("aliases.rs");
    fs::write(file, list + "]")?;
    Ok(())
}

fn first_cell(row: &str) -> &str {
    row.split('\t').next().unwrap_or_default()
}

/// The sub-resources of the table of operations for src/error/sub_resource.rs, each with the names
/// of its operations by method. Of several with the same method the first counts. They are sorted
/// by the lengths of their names, which begin at the indexes before them.
fn sub_resources() -> Outcome {
    let table =
        PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("src/operations/operations.tsv");
    println!("cargo:rerun-if-changed={}", table.display());
    let table = fs::read_to_string(table)?;
    let mut names: Vec<&str> = Vec::new();
    let mut operations: BTreeMap<(&str, &str), Vec<(&str, &str)>> = BTreeMap::new();
    for row in table.lines().skip(1) {
        let mut cells = row.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        let (operation, method, target, name) = (next(), next(), next(), next());
        if name.is_empty() {
            continue;
        }
        if !names.contains(&name) {
            names.push(name);
        }
        let known = operations.entry((name, target)).or_default();
        if !operation.is_empty() && !known.iter().any(|(other, _)| *other == method) {
            known.push((method, operation));
        }
    }
    names.sort_by_key(|name| name.len());
    let longest = names.last().map_or(0, |name| name.len());
    let starts = (0..=longest + 1).map(|length| names.partition_point(|name| name.len() < length));
    let mut list = format!("(&{:?}, &[\n", starts.collect::<Vec<_>>());
    for name in names {
        write!(list, "SubResource {{ name: {name:?}")?;
        for target in ["bucket", "object"] {
            let known = operations.get(&(name, target)).into_iter().flatten();
            let known =
                known.map(|(method, operation)| format!("({method:?}, \"{operation}\\0\")"));
            write!(
                list,
                ", {target}: &[{}]",
                known.collect::<Vec<_>>().join(", ")
            )?;
        }
        list += " },\n";
    }
    let file = PathBuf::from(env::var("OUT_DIR")?).join("sub_resources.rs");
    Ok(fs::write(file, list + "])")?)
}

/// The root elements of responses in the table of operations, for src/operations/mod.rs. Rows that
/// demand more come first.
fn response_roots() -> Outcome {
    let table = fs::read_to_string("src/operations/operations.tsv")?;
    let mut rows: Vec<(usize, String)> = Vec::new();
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [_, method, target, sub_resource, arguments, _, root, ..] = cells[..] else {
            return Err(format!("not an operation: {row}").into());
        };
        // One that may be absent proves nothing, and JSON has no root.
        if root.is_empty() || root == "json" || root.ends_with('?') {
            continue;
        }
        let parameters = names_at("query", arguments, |_| true);
        let is_own = |name: &&str| *name == sub_resource;
        let has_value = parameters.iter().any(is_own);
        let demanded = names_at("query", arguments, |argument| !argument.contains('='));
        let demanded: Vec<_> = demanded.into_iter().filter(|name| !is_own(name)).collect();
        let headers = names_at("header", arguments, |argument| !argument.contains('='));
        let line = format!(
            "ResponseRoot {{ method: {method:?}, target: {target:?}, sub_resource: {sub_resource:?}, has_value: {has_value}, root: {root:?}, parameters: &{parameters:?}, demanded: &{demanded:?}, headers: &{headers:?} }}"
        );
        rows.push((demanded.len() + headers.len(), line));
    }
    rows.sort_by_key(|(demanded, _)| std::cmp::Reverse(*demanded));
    let lines: Vec<String> = rows.into_iter().map(|(_, line)| line).collect();
    let file = PathBuf::from(env::var("OUT_DIR")?).join("response_roots.rs");
    Ok(fs::write(file, format!("&[{}]", lines.join(",\n")))?)
}

/// The names of a place in the arguments of an operation.
fn names_at<'a>(place: &str, arguments: &'a str, is_meant: fn(&str) -> bool) -> Vec<&'a str> {
    arguments
        .split(' ')
        .filter(|argument| is_meant(argument))
        .filter_map(|argument| argument.split_once('>'))
        .flat_map(|(_, places)| places.split(','))
        .filter_map(|given| given.strip_prefix(place)?.strip_prefix(':'))
        .collect()
}

/// The tables of GB18030 for src/error/body/gb18030.rs, as it describes them.
fn gb18030() -> Outcome {
    let character = |bytes: &[u8]| {
        let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes);
        text.and_then(|text| text.chars().next())
            .map_or(0, |one| one as i32)
    };
    let (mut two, mut next, mut used) = (Vec::new(), 0, BTreeSet::new());
    for (lead, trail) in gb18030_pairs() {
        let character = character(&[lead, trail]);
        push_distance(&mut two, character - next);
        used.insert(character);
        next = (character + 1..)
            .find(|next| !used.contains(next))
            .unwrap_or(0);
    }
    let (mut four, mut run, mut last) = (Vec::new(), (0, 0), -2);
    for number in 0..GB18030_PLANE {
        let digits = [
            number / 12_600,
            number / 1260 % 10,
            number / 10 % 126,
            number % 10,
        ];
        let starts = [0x81, 0x30, 0x81, 0x30];
        let character = character(&std::array::from_fn::<_, 4, _>(|at| {
            (digits[at] + starts[at]) as u8
        }));
        if character != if last > 0 { last + 1 } else { last } {
            push_distance(&mut four, number - run.0);
            push_distance(&mut four, character - run.1);
            run = (number, character);
        }
        last = character;
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut list = String::new();
    for (name, bytes) in [("TWO", two), ("FOUR", four)] {
        let (file, length) = (out.join(format!("gb18030.{name}")), bytes.len());
        fs::write(&file, packed(&bytes)?)?;
        writeln!(
            list,
            "pub const {name}: (&[u8], usize) = (include_bytes!({file:?}), {length});"
        )?;
    }
    Ok(fs::write(out.join("gb18030.rs"), list)?)
}

/// The first and second bytes of characters: those of GB2312, and then the others, among which
/// are all ideographs that GB2312 lacks, in their order.
fn gb18030_pairs() -> impl Iterator<Item = (u8, u8)> {
    let trails = || (0x40..=0xfe).filter(|trail| *trail != 0x7f);
    let all = move || (0x81..=0xfe).flat_map(move |lead| trails().map(move |trail| (lead, trail)));
    let is_of_gb2312 = |(lead, trail): &(u8, u8)| *lead > 0xa0 && *trail > 0xa0;
    all()
        .filter(is_of_gb2312)
        .chain(all().filter(move |pair| !is_of_gb2312(pair)))
}

/// Adds a number as seven bits a byte, the lowest first; negative ones are odd.
fn push_distance(to: &mut Vec<u8>, distance: i32) {
    let mut rest = (distance << 1 ^ distance >> 31) as u32;
    while rest > 0x7f {
        to.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    to.push(rest as u8);
}

fn header() -> Outcome {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let ffi = root.join("src/ffi");
    println!("cargo:rerun-if-changed={}", ffi.display());
    println!("cargo:rerun-if-changed=include");
    println!("cargo:rerun-if-env-changed=COS_ERR_WRITE_HEADER");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut config = cbindgen::Config::from_file(root.join("include/cbindgen.toml"))?;
    config.header = Some(fs::read_to_string(root.join("include/preamble.txt"))?);
    config.after_includes = Some(macros()?);
    let builder = SECTIONS.iter().fold(
        cbindgen::Builder::new().with_config(config),
        |builder, (file, ..)| builder.with_src(ffi.join(file)),
    );
    let bindings = builder.generate()?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    let text = with_headings(&String::from_utf8(text)?, &ffi)?;
    let text = with_code_macros(&text, &code_macros(&root)?)?;
    fs::write(out.join("cos_err.h"), text)?;
    bindings.generate_symfile(out.join("cos_err.symbols"));
    for name in ["cos_err.h", "cos_err.symbols"] {
        settle(&out.join(name), &root.join("include").join(name))?;
    }
    Ok(())
}

/// Writes the committed file when asked to, else demands that it is current.
fn settle(generated: &Path, committed: &Path) -> Outcome {
    let new = fs::read(generated)?;
    if fs::read(committed).is_ok_and(|old| old == new) {
        return Ok(());
    }
    if env::var_os("COS_ERR_WRITE_HEADER").is_some() {
        return Ok(fs::write(committed, new)?);
    }
    Err(format!("{} is out of date: run `make header`", committed.display()).into())
}

/// The header with a heading before the first function of each section.
fn with_headings(header: &str, ffi: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let mut lines: Vec<&str> = header.lines().collect();
    for (file, heading, purpose) in SECTIONS {
        let names = functions(&ffi.join(file))?;
        let declares = |line: &&str| names.iter().any(|name| declares(line, name));
        let first = lines.iter().position(declares);
        let first = first.ok_or_else(|| format!("{file} declares no function"))?;
        let mut above = lines[..first].iter();
        let comment = above.rposition(|line| line.starts_with("/**"));
        let text = format!(
            "/*\n * {heading}\n *\n * {}\n */\n",
            purpose.replace('\n', "\n * ")
        );
        lines.insert(comment.unwrap_or(first), text.leak());
    }
    Ok(lines.join("\n") + "\n")
}

/// Whether a line of the header, outside of comments, declares a function.
fn declares(line: &str, name: &str) -> bool {
    let is_code = !line.starts_with([' ', '/', '#']);
    is_code && line.split(['(', ' ', '*']).any(|word| word == name)
}

/// The C functions of a section's file and of its modules.
fn functions(file: &Path) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut texts = vec![fs::read_to_string(file)?];
    if file.ends_with("mod.rs") {
        for entry in fs::read_dir(file.with_file_name(""))? {
            texts.push(fs::read_to_string(entry?.path())?);
        }
    }
    let after = |text: &str| -> Vec<String> {
        let found = text.split("extern \"C\" fn ").skip(1);
        found
            .filter_map(|rest| rest.split('(').next())
            .map(str::to_owned)
            .collect()
    };
    Ok(texts.iter().flat_map(|text| after(text)).collect())
}

/// The header with these macros as its last section, inside of its guard.
fn with_code_macros(header: &str, macros: &str) -> Result<String, &'static str> {
    let (text, end) = header
        .rsplit_once("#endif  /* COS_ERR_H */")
        .ok_or("the header does not end with its guard")?;
    Ok(format!("{text}{macros}\n#endif  /* COS_ERR_H */{end}"))
}

/// A macro for each code that has a name; the codes that are numbers have none.
fn code_macros(root: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let table = fs::read_to_string(root.join("src/error/codes/cos.tsv"))?;
    let mut statuses: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in table.lines().skip(1) {
        let mut cells = row.split('\t');
        let (code, status) = (cells.next().unwrap_or(""), cells.nth(1).unwrap_or(""));
        let known = statuses.entry(code).or_default();
        if !known.contains(&status) {
            known.push(status);
        }
    }
    let mut text = CODES_COMMENT.to_owned();
    let mut names = BTreeSet::new();
    for (code, statuses) in statuses {
        let name = snake_case(code);
        let status = statuses.join(" or ");
        match status.as_str() {
            "0" => writeln!(text, "/** No HTTP status is documented. */")?,
            _ => writeln!(text, "/** HTTP {status}. */")?,
        }
        writeln!(text, "#define COS_ERROR_CODE_{name} \"{code}\"")?;
        if !names.insert(name) {
            return Err(format!("two codes have the name of {code}").into());
        }
    }
    Ok(text)
}

const CODES_COMMENT: &str = "\
/*
 * The codes of the catalogue, to compare with cos_error_code. A server may send a code
 * that is not among them, or another spelling of one: the cos_code_* functions take
 * every spelling.
 */
";

/// NO_SUCH_KEY for NoSuchKey, INVALID_URI for InvalidURI.
fn snake_case(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let is_lower = |at: usize| letters.get(at).is_some_and(|c| c.is_ascii_lowercase());
    let mut name = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let begins_word = letter.is_ascii_uppercase()
            && at > 0
            && (!letters[at - 1].is_ascii_uppercase() || is_lower(at + 1));
        if begins_word && !name.ends_with('_') {
            name.push('_');
        }
        let is_plain = letter.is_ascii_alphanumeric();
        name.push(if is_plain {
            letter.to_ascii_uppercase()
        } else {
            '_'
        });
    }
    name
}

fn macros() -> Result<String, env::VarError> {
    let part = |name: &str| env::var(format!("CARGO_PKG_VERSION{name}"));
    let (version, major, minor, patch) =
        (part("")?, part("_MAJOR")?, part("_MINOR")?, part("_PATCH")?);
    Ok(format!(
        "\
/** Version of this header. cos_err_version() returns the version of the loaded library. */
#define COS_ERR_VERSION \"{version}\"
/** Its first number, raised when a program that used the version before may no longer compile. */
#define COS_ERR_VERSION_MAJOR {major}
/** Its second number, raised when something is added. */
#define COS_ERR_VERSION_MINOR {minor}
/** Its third number, raised when something is mended. */
#define COS_ERR_VERSION_PATCH {patch}
/** Number of the ABI, as in the soname libcos_err.so.{ABI}. */
#define COS_ERR_ABI {ABI}

/** The clock skew of an error if it is not known. */
#define COS_SKEW_UNKNOWN INT64_MIN

/** Makes the compiler warn if a returned error is discarded, which leaks it. */
#if defined(__cplusplus) && __cplusplus >= 201703L
#define COS_ERR_MUST_USE [[nodiscard]]
#elif defined(__GNUC__) || defined(__clang__)
#define COS_ERR_MUST_USE __attribute__((warn_unused_result))
#else
#define COS_ERR_MUST_USE
#endif

/** Declares cos_head_bucket, unless COS_ERR_COEXIST is defined before this header is included.
    Tencent's C SDK declares the same name; cos_err_head_bucket is always declared. */
#ifndef COS_ERR_COEXIST
#define COS_ERR_SHORT_NAME
#endif"
    ))
}
