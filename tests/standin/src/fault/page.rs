//! Pages of machines that are not COS: gateways, portals, proxies.

use crate::answer::Answer;
use crate::text::escape_xml;

/// The page of a gateway: stgw for errors behind it, nginx for its own.
pub fn gateway(status: u16) -> Answer {
    let server = if status >= 500 { "stgw" } else { "nginx" };
    let status_code = hyper::StatusCode::from_u16(status).unwrap_or_default();
    let title = format!(
        "{status} {}",
        status_code.canonical_reason().unwrap_or("Error")
    );
    let page = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
         <hr><center>{server}</center>\r\n</body>\r\n</html>\r\n"
    );
    let mut answer = Answer::plain(status, page);
    answer.set("Content-Type", "text/html");
    answer.set("Server", server);
    answer
}

pub const PORTAL: &str = "http://portal.standin.invalid/login?from=standin";

pub fn portal_redirect(status: u16) -> Answer {
    let page = format!(
        "<html><body><a href=\"{}\">Sign in</a></body></html>\n",
        escape_xml(PORTAL)
    );
    let mut answer = Answer::plain(status, page);
    answer.set("Content-Type", "text/html");
    answer.set("Location", PORTAL);
    answer
}

pub fn portal_html() -> Answer {
    let page = "<!DOCTYPE html>\n<html><head><title>Welcome</title></head>\n\
                <body>Sign in to use this network.</body></html>\n";
    let mut answer = Answer::plain(200, page);
    answer.set("Content-Type", "text/html; charset=utf-8");
    answer
}
