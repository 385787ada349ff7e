//! One message of an event stream: its lengths, headers, payload, and two CRC-32s.

use flate2::Crc;

/// The type of a header's value: a text.
const TEXT: u8 = 7;

/// An event with this type, content type and payload.
pub fn event(kind: &str, content_type: Option<&str>, payload: &[u8]) -> Vec<u8> {
    let mut headers = vec![(":message-type", "event"), (":event-type", kind)];
    headers.extend(content_type.map(|name| (":content-type", name)));
    message(&headers, payload)
}

/// The event that ends a stream because of a failure.
pub fn error(code: &str, text: &str) -> Vec<u8> {
    let headers = [
        (":error-code", code),
        (":error-message", text),
        (":message-type", "error"),
    ];
    message(&headers, b"")
}

fn message(headers: &[(&str, &str)], payload: &[u8]) -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in headers {
        block.extend(u8::try_from(name.len()).unwrap_or(u8::MAX).to_be_bytes());
        block.extend(name.as_bytes());
        block.push(TEXT);
        block.extend(u16::try_from(value.len()).unwrap_or(u16::MAX).to_be_bytes());
        block.extend(value.as_bytes());
    }
    // Two lengths and two checksums of four bytes each.
    let total = block.len() + payload.len() + 16;
    let mut message = Vec::with_capacity(total);
    message.extend(length(total));
    message.extend(length(block.len()));
    message.extend(crc(&message));
    message.extend(block);
    message.extend(payload);
    message.extend(crc(&message));
    message
}

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes()
}

fn crc(bytes: &[u8]) -> [u8; 4] {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum().to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_byte_for_byte() {
        let message = event("End", None, b"");
        let mut expected = vec![0, 0, 0, 56, 0, 0, 0, 40];
        expected.extend([0xc1, 0xc6, 0x84, 0xd4]);
        expected.extend(b"\x0d:message-type\x07\x00\x05event\x0b:event-type\x07\x00\x03End");
        expected.extend([0xcf, 0x97, 0xd3, 0x92]);
        assert_eq!(message, expected);
    }

    #[test]
    fn lengths_and_checksums_are_those_of_the_bytes() {
        let message = event("Records", Some("application/octet-stream"), &[b'x'; 1000]);
        assert_eq!(message[..4], length(message.len()));
        assert_eq!(message[8..12], crc(&message[..8]));
        let end = message.len() - 4;
        assert_eq!(message[end..], crc(&message[..end]));
        assert_eq!(message[end - 1000..end], [b'x'; 1000]);
    }
}
