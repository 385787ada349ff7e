//! What COS returns differently from how it was put.

/// The document of a setting as it is kept.
pub fn of(name: &str, text: &str) -> String {
    match name {
        // Both names are accepted; the response has the one of the documentation.
        "encryption" => text.replace(
            "ApplySideEncryptionConfiguration",
            "ApplyServerSideEncryptionByDefault",
        ),
        "website" => with_url_redirect(text),
        _ => text.to_string(),
    }
}

/// A redirect without `URLRedirect` has it enabled.
fn with_url_redirect(text: &str) -> String {
    const END: &str = "</Redirect>";
    let mut pieces: Vec<String> = text.split(END).map(str::to_string).collect();
    let last = pieces.len() - 1;
    for piece in &mut pieces[..last] {
        let start = piece.rfind("<Redirect>").unwrap_or(0);
        if !piece[start..].contains("<URLRedirect>") {
            piece.push_str("<URLRedirect>Enabled</URLRedirect>");
        }
    }
    pieces.join(END)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_as_they_are_kept() {
        for (name, sent, kept) in [
            ("cors", "<A>1</A>", "<A>1</A>"),
            (
                "encryption",
                "<ApplySideEncryptionConfiguration/>",
                "<ApplyServerSideEncryptionByDefault/>",
            ),
            (
                "website",
                "<Redirect><URLRedirect>Disabled</URLRedirect></Redirect><Redirect></Redirect>.",
                "<Redirect><URLRedirect>Disabled</URLRedirect></Redirect>\
                 <Redirect><URLRedirect>Enabled</URLRedirect></Redirect>.",
            ),
            ("website", "<Redirect", "<Redirect"),
        ] {
            assert_eq!(of(name, sent), kept);
        }
    }
}
