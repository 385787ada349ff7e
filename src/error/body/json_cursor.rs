//! What JSON consists of, read from the beginning of a text on.

use std::borrow::Cow;

/// A text, and how far it was read.
#[derive(Clone, Copy)]
pub struct Cursor<'t> {
    text: &'t str,
    pub at: usize,
}

impl<'t> Cursor<'t> {
    pub fn of(text: &'t str) -> Self {
        Cursor { text, at: 0 }
    }

    /// The rest of the text.
    pub fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    pub fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// A name and its colon.
    pub fn name(&mut self) -> Option<&'t str> {
        self.space();
        let start = self.at;
        self.string()?;
        let name = self.text.get(start..self.at);
        self.space();
        self.take(b':').then_some(name)?
    }

    /// A whole value, without recursion: a body may nest as deeply as it is long.
    pub fn value(&mut self) -> Option<&'t str> {
        self.space();
        let start = self.at;
        let mut open = Vec::new();
        loop {
            self.space();
            let first = self.peek()?;
            match first {
                b'{' | b'[' => {
                    self.at += 1;
                    open.push(first);
                    self.space();
                    if self.peek() != Some(closing(first)) {
                        self.name_in(first)?;
                        continue;
                    }
                }
                b'"' => self.string()?,
                b'-' | b'0'..=b'9' => self.number()?,
                _ => self.word()?,
            }
            if !self.is_followed(&mut open)? {
                return self.text.get(start..self.at);
            }
        }
    }

    /// Closes what ends after a value. Whether another value follows; `None` if that is broken.
    fn is_followed(&mut self, open: &mut Vec<u8>) -> Option<bool> {
        while let Some(bracket) = open.last().copied() {
            self.space();
            if self.take(b',') {
                self.name_in(bracket)?;
                return Some(true);
            }
            self.take(closing(bracket)).then(|| open.pop())?;
        }
        Some(false)
    }

    /// The name before a value in these brackets.
    fn name_in(&mut self, bracket: u8) -> Option<()> {
        match bracket {
            b'{' => self.name().map(|_| ()),
            _ => Some(()),
        }
    }

    pub fn string(&mut self) -> Option<()> {
        self.take(b'"').then_some(())?;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'"' => return Some(()),
                b'\\' => self.escape()?,
                0..=0x1f => return None,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at..)?;
        self.at += match rest.first()? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 1,
            b'u' => rest
                .get(1..5)?
                .iter()
                .all(u8::is_ascii_hexdigit)
                .then_some(5)?,
            _ => return None,
        };
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        self.take(b'-');
        match self.take(b'0') {
            true if self.digits().is_some() => return None,
            true => {}
            false => self.digits()?,
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _is_signed = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Some(())
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn word(&mut self) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let words: [&[u8]; 3] = [b"true", b"false", b"null"];
        let found = words.into_iter().find(|word| rest.starts_with(word))?;
        self.at += found.len();
        Some(())
    }
}

/// In ASCII each closing bracket is two places after its opening one.
fn closing(bracket: u8) -> u8 {
    bracket + 2
}

/// What a string that was read stands for; `None` for a surrogate without its pair.
pub fn decoded(string: &str) -> Option<Cow<'_, str>> {
    let mut rest = string.get(1..string.len().checked_sub(1)?)?;
    if !rest.contains('\\') {
        return Some(Cow::Borrowed(rest));
    }
    let mut out = String::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once('\\') {
        let (character, behind) = escaped(after)?;
        out.push_str(before);
        out.push(character);
        rest = behind;
    }
    out.push_str(rest);
    Some(Cow::Owned(out))
}

/// The character of an escape, and the text after it.
fn escaped(text: &str) -> Option<(char, &str)> {
    let behind = text.get(1..)?;
    let character = match text.as_bytes().first()? {
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(behind),
        itself => char::from(*itself),
    };
    Some((character, behind))
}

fn unicode(text: &str) -> Option<(char, &str)> {
    let (first, behind) = unit(text)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, behind));
    }
    let (second, behind) = unit(behind.strip_prefix("\\u")?)?;
    let is_pair = first < 0xdc00 && (0xdc00..0xe000).contains(&second);
    let code = is_pair.then(|| 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))?;
    Some((char::from_u32(code)?, behind))
}

fn unit(text: &str) -> Option<(u32, &str)> {
    let (digits, behind) = text.split_at_checked(4)?;
    Some((u32::from_str_radix(digits, 16).ok()?, behind))
}
