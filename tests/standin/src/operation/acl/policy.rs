//! A list as a document: `AccessControlPolicy`.

use roxmltree::Node;

use super::grant::{EVERYBODY, Grant, Grantee, PERMISSIONS, account};
use crate::answer::CosError;
use crate::codes;
use crate::operation::body::{children, read_document, text_of};
use crate::operation::documents::schema;
use crate::operation::{OWNER, owner};
use crate::request::Request;

const ROOT: &str = "AccessControlPolicy";
const INSIDE: &str = "Owner(ID) AccessControlList(Grant*(Grantee(<ID|URI>) \
                      Permission=READ|WRITE|READ_ACP|WRITE_ACP|FULL_CONTROL))";

/// The most grants of one list.
const MOST: usize = 100;

/// The grants of a request's document.
pub fn read(request: &Request) -> Result<Vec<Grant>, CosError> {
    let mut grants = Vec::new();
    read_document(request, ROOT, |root| {
        schema::verify(root, INSIDE)?;
        let owner = children(root, "Owner").find_map(|owner| text_of(owner, "ID"));
        if owner != Some(OWNER) {
            let message = "Owner is not the owner of the bucket.";
            return Err(codes::error("AccessDenied").message(message));
        }
        let lists = children(root, "AccessControlList");
        let read = lists.flat_map(|list| children(list, "Grant")).map(grant);
        grants = read.collect::<Result<_, _>>()?;
        match grants.len() > MOST {
            true => Err(codes::error("InvalidArgument").message("There are too many grants.")),
            false => Ok(()),
        }
    })?;
    Ok(grants)
}

fn grant(grant: Node) -> Result<Grant, CosError> {
    let mut grantees = children(grant, "Grantee");
    let grantee = grantees.next();
    let text = |name| grantee.and_then(|grantee| text_of(grantee, name));
    let grantee = match (text("ID"), text("URI")) {
        (Some(id), _) => account(id),
        (None, Some(EVERYBODY)) => Some(Grantee::Everybody),
        _ => None,
    };
    let permission = text_of(grant, "Permission");
    let permission = PERMISSIONS.iter().find(|known| Some(**known) == permission);
    match (grantee, permission) {
        (Some(grantee), Some(permission)) => Ok(Grant {
            grantee,
            permission,
        }),
        _ => Err(codes::error("InvalidArgument").message("A Grantee is not valid.")),
    }
}

/// The document of grants.
pub fn written(grants: &[Grant]) -> String {
    let grants: String = grants.iter().map(element).collect();
    format!(
        "<?xml version='1.0' encoding='utf-8' ?>\n<{ROOT}>{}<AccessControlList>{grants}\
         </AccessControlList></{ROOT}>\n",
        owner()
    )
}

/// The element of one grant.
pub fn element(grant: &Grant) -> String {
    let (kind, inside) = match &grant.grantee {
        Grantee::Everybody => ("Group", format!("<URI>{EVERYBODY}</URI>")),
        Grantee::Account(id) => {
            let name = id.rsplit('/').next().unwrap_or(id);
            let inside = format!("<ID>{id}</ID><DisplayName>{name}</DisplayName>");
            ("CanonicalUser", inside)
        }
    };
    format!(
        "<Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:type=\"{kind}\">{inside}</Grantee><Permission>{}</Permission></Grant>",
        grant.permission
    )
}
