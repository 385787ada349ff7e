use crate::operation::tests::{House, code};

/// Headers and payload of each event, with its lengths and checksums verified.
fn events(mut stream: &[u8]) -> Vec<(String, String)> {
    let number = |bytes: &[u8]| u32::from_be_bytes(bytes.try_into().expect("four bytes")) as usize;
    let crc = |bytes: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        crc.sum() as usize
    };
    let mut events = Vec::new();
    while !stream.is_empty() {
        let (total, headers) = (number(&stream[..4]), number(&stream[4..8]));
        let (message, rest) = stream.split_at(total);
        assert_eq!(number(&message[8..12]), crc(&message[..8]));
        assert_eq!(number(&message[total - 4..]), crc(&message[..total - 4]));
        let mut names = String::new();
        let mut block = &message[12..12 + headers];
        while let [length, after @ ..] = block {
            let (name, after) = after.split_at(usize::from(*length));
            assert_eq!(after[0], 7);
            let length = usize::from(u16::from_be_bytes([after[1], after[2]]));
            let (value, after) = after[3..].split_at(length);
            if name != b":message-type" && name != b":content-type" {
                names.push_str(&String::from_utf8_lossy(value));
                names.push(' ');
            }
            block = after;
        }
        let payload = String::from_utf8_lossy(&message[12 + headers..total - 4]);
        events.push((names.trim_end().to_string(), payload.into_owned()));
        stream = rest;
    }
    events
}

fn request(expression: &str, input: &str, output: &str, more: &str) -> String {
    let expression = expression.replace('<', "&lt;");
    format!(
        "<SelectRequest><Expression>{expression}</Expression><ExpressionType>SQL</ExpressionType>\
         <InputSerialization>{input}</InputSerialization>\
         <OutputSerialization>{output}</OutputSerialization>{more}</SelectRequest>"
    )
}

const LINES: &str = "<JSON><Type>LINES</Type></JSON>";
const WITH_HEADER: &str = "<CSV><FileHeaderInfo>USE</FileHeaderInfo></CSV>";

fn ask(house: &mut House, key: &str, body: &str) -> Vec<(String, String)> {
    let target = format!("/{key}?select&select-type=2");
    let answer = house.ask("POST", &target, &[], body.as_bytes());
    events(&answer.expect(body).body.to_vec())
}

/// The records, of a stream that has nothing else before its end.
fn records(house: &mut House, key: &str, body: &str) -> String {
    let events = ask(house, key, body);
    let names: Vec<&str> = events.iter().map(|(name, _)| name.as_str()).collect();
    match names[..] {
        ["Stats", "End"] => String::new(),
        ["Records", "Stats", "End"] => events[0].1.clone(),
        _ => panic!("{names:?}"),
    }
}

#[test]
fn json_and_csv_in_either_direction() {
    let mut house = House::new();
    house.put(
        "/lines",
        b"{\"name\":\"cos\", \"age\":\"999\"}\n{\"name\":\"a,b\",\"age\":3}\n",
    );
    house.put("/table", b"name,age\ncos,999\n\"a,b\",3\n");
    let json = "<JSON><RecordDelimiter>\n</RecordDelimiter></JSON>";
    let csv = "<CSV><RecordDelimiter>\n</RecordDelimiter></CSV>";
    for (key, input, output, expression, expected) in [
        (
            "lines",
            LINES,
            csv,
            "Select * from COSObject",
            "cos,999\n\"a,b\",3\n",
        ),
        (
            "lines",
            LINES,
            json,
            "select * from cosobject s",
            "{\"name\":\"cos\",\"age\":\"999\"}\n{\"name\":\"a,b\",\"age\":3}\n",
        ),
        (
            "table",
            WITH_HEADER,
            csv,
            "select s.age from COSObject s",
            "999\n3\n",
        ),
        (
            "table",
            "<CSV/>",
            csv,
            "select _2 from COSObject limit 2",
            "age\n999\n",
        ),
        (
            "table",
            WITH_HEADER,
            "<JSON/>",
            "select age, name from COSObject s where s.age < 10",
            "{\"age\":\"3\",\"name\":\"a,b\"}\n",
        ),
        (
            "table",
            WITH_HEADER,
            csv,
            "select * from COSObject where name = 'x'",
            "",
        ),
        (
            "table",
            WITH_HEADER,
            csv,
            "select * from COSObject limit 0",
            "",
        ),
        (
            "table",
            WITH_HEADER,
            "<CSV><QuoteFields>ALWAYS</QuoteFields><FieldDelimiter>;</FieldDelimiter></CSV>",
            "select * from COSObject limit 1",
            "\"cos\";\"999\"\n",
        ),
    ] {
        let body = request(expression, input, output, "");
        assert_eq!(
            records(&mut house, key, &body),
            expected,
            "{expression} {output}"
        );
    }
}

#[test]
fn the_end_tells_how_many_bytes_there_were() {
    let mut house = House::new();
    house.put("/k", b"{\"a\":1}");
    let progress = "<RequestProgress><Enabled>TRUE</Enabled></RequestProgress>";
    let body = request("select * from COSObject", LINES, "<JSON/>", progress);
    let events = ask(&mut house, "k", &body);
    let names: Vec<&str> = events.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Records", "Progress", "Stats", "End"]);
    for (name, xml) in &events[1..3] {
        let counts = "<BytesScanned>7</BytesScanned><BytesProcessed>7</BytesProcessed>\
                      <BytesReturned>8</BytesReturned>";
        assert!(
            xml.ends_with(&format!("<{name}>{counts}</{name}>")),
            "{xml}"
        );
    }
}

#[test]
fn many_records_are_in_several_events() {
    let mut house = House::new();
    house.put("/k", "{\"a\":\"0123456789\"}\n".repeat(10_000).as_bytes());
    let body = request("select * from COSObject", LINES, "<JSON/>", "");
    let events = ask(&mut house, "k", &body);
    let of = |wanted: &str| events.iter().filter(|(name, _)| name == wanted).count();
    assert_eq!((of("Records"), of("Cont")), (3, 2));
}

#[test]
fn a_broken_object_ends_with_an_error() {
    let mut house = House::new();
    house.put("/k", b"{\"a\":1}\n{\"a\":");
    let body = request("select * from COSObject", LINES, "<JSON/>", "");
    let events = ask(&mut house, "k", &body);
    assert_eq!(
        events[0],
        ("Records".to_string(), "{\"a\":1}\n".to_string())
    );
    assert!(events[1].0.starts_with("JSONParsingError "), "{events:?}");
    assert_eq!(events.len(), 2);
}

#[test]
fn a_record_has_an_end() {
    let mut house = House::new();
    let large = "x".repeat(1 << 20);
    house.put("/json", format!("{{\"a\":\"{large}\"}}").as_bytes());
    house.put("/csv", format!("a\n{large}x").as_bytes());
    for (key, input) in [("json", LINES), ("csv", "<CSV/>")] {
        let body = request("select * from COSObject", input, "<JSON/>", "");
        let events = ask(&mut house, key, &body);
        let (last, _) = events.last().expect("an event");
        assert!(last.starts_with("OverMaxRecordSize "), "{last}");
    }
}

#[test]
fn requests_that_are_refused() {
    let mut house = House::new();
    house.put("/k", b"{}");
    let right = request("select * from COSObject", LINES, "<JSON/>", "");
    let target = "/k?select&select-type=2";
    for (target, body, expected) in [
        ("/k?select", right.clone(), "InvalidArgument"),
        ("/no?select&select-type=2", right.clone(), "NoSuchKey"),
        (
            "/synthetic/1g?select&select-type=2",
            right.clone(),
            "InvalidRequest",
        ),
        (target, String::new(), "MalformedXML"),
        (
            target,
            right.replace("Expression>", "Query>"),
            "MalformedXML",
        ),
        (target, right.replace("LINES", "TEXT"), "InvalidArgument"),
        (
            target,
            right.replace("SQL", "XPath"),
            "InvalidExpressionType",
        ),
        (
            target,
            right.replace("from COSObject", ""),
            "ParseSelectMissingFrom",
        ),
        (
            target,
            right.replace("COSObject", "table"),
            "ParseUnexpectedToken",
        ),
        (
            target,
            right.replace("COSObject", "COSObject where"),
            "ParseUnexpectedToken",
        ),
        (
            target,
            right.replace("COSObject", "COSObject limit x"),
            "ParseUnexpectedToken",
        ),
        (
            target,
            right.replace('*', &format!("a{}", ",a".repeat(100))),
            "ExpressionTooLong",
        ),
        (
            target,
            right.replace("<JSON/>", "<CSV><FieldDelimiter>abc</FieldDelimiter></CSV>"),
            "InvalidArgument",
        ),
        (
            target,
            right.replace(
                "<JSON><Type>",
                "<CompressionType>GZIP</CompressionType><JSON><Type>",
            ),
            "InvalidCompressionFormat",
        ),
    ] {
        let outcome = house.ask("POST", target, &[], body.as_bytes());
        assert_eq!(code(outcome), expected, "{target} {body}");
    }
}
