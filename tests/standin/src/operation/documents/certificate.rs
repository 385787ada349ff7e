//! The certificates of the bucket's domains. Only their status can be read.

use roxmltree::{Document, Node};

use super::{body, not_xml, schema};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::operation::body::{children, full, text_of};
use crate::operation::{At, Outcome};

const NAME: &str = "domaincertificate";
const ROOT: &str = "DomainCertificate";
const INSIDE: &str = "CertificateInfo(CertType=CustomCert CustomCert(<Cert|CertId> Cert? CertId? \
                      PrivateKey?)) DomainList+(DomainName)";

pub fn operate(at: At) -> Outcome {
    let domain = at.request.param("domainname").unwrap_or("").to_string();
    match (at.request.method.as_str(), domain.as_str()) {
        ("PUT", _) => put(at),
        ("GET" | "HEAD" | "DELETE", "") => {
            Err(codes::error("InvalidArgument").message("domainname is missing."))
        }
        ("GET" | "HEAD", domain) => {
            let status = match at.bucket.documents.get(NAME, domain) {
                Some(_) => "Enabled",
                None => "Disabled",
            };
            let status = format!("<Status>{status}</Status>");
            Ok(Answer::xml(at.scene, ROOT, &status))
        }
        ("DELETE", domain) => {
            at.bucket.remove_document(NAME, domain);
            Ok(Answer::cos(204, at.scene, ""))
        }
        _ => Err(codes::error("MethodNotAllowed")),
    }
}

fn put(at: At) -> Outcome {
    let text = body(at.request, true)?;
    let document = Document::parse(text.trim_start()).map_err(not_xml)?;
    let root = document.root_element();
    if root.tag_name().name() != ROOT {
        return Err(schema::malformed(&format!("The root is not {ROOT}.")));
    }
    schema::verify(root, INSIDE)?;
    let domains: Vec<&str> = domains(root).collect();
    configured(&at, &domains)?;
    for domain in domains {
        at.bucket.set_document(NAME, domain, b"").map_err(full)?;
    }
    Ok(Answer::cos(200, at.scene, ""))
}

fn domains<'a>(root: Node<'a, 'a>) -> impl Iterator<Item = &'a str> {
    let lists = children(root, "DomainList");
    lists.filter_map(|list| text_of(list, "DomainName"))
}

/// Each of them must be a domain of the bucket.
fn configured(at: &At, domains: &[&str]) -> Result<(), CosError> {
    let known = at.bucket.documents.get("domain", "");
    let known = known.map_or(String::new(), |known| String::from_utf8_lossy(known).into());
    let unknown = |domain: &&&str| !known.contains(&format!("<Name>{domain}</Name>"));
    match domains.iter().find(unknown) {
        Some(domain) => {
            let message = format!("\"{domain}\" is not a domain of the bucket.");
            Err(codes::error("DomainConfigNotFoundError").message(message))
        }
        None => Ok(()),
    }
}
