//! Who may do what.

use crate::operation::OWNER;

/// What may be granted.
pub const PERMISSIONS: &[&str] = &["READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"];

/// How everybody is named, in either form.
pub const EVERYBODY: &str = "http://cam.qcloud.com/groups/global/AllUsers";
const ANYONE: &str = "qcs::cam::anyone:anyone";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grantee {
    /// The full id of an account: `qcs::cam::uin/...`.
    Account(String),
    Everybody,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub grantee: Grantee,
    pub permission: &'static str,
}

impl Grant {
    pub fn of_owner() -> Grant {
        Grant {
            grantee: Grantee::Account(OWNER.to_string()),
            permission: "FULL_CONTROL",
        }
    }

    pub fn to_everybody(permission: &'static str) -> Grant {
        Grant {
            grantee: Grantee::Everybody,
            permission,
        }
    }
}

/// The account of an id: `1`, `1/2` (a sub-account), or the full form. None: it is no id.
pub fn account(id: &str) -> Option<Grantee> {
    if id == ANYONE {
        return Some(Grantee::Everybody);
    }
    if let Some(rest) = id.strip_prefix("qcs::cam::uin/") {
        let (owner, user) = rest.split_once(":uin/")?;
        return (is_number(owner) && is_number(user)).then(|| Grantee::Account(id.to_string()));
    }
    let (owner, user) = id.split_once('/').unwrap_or((id, id));
    let full = format!("qcs::cam::uin/{owner}:uin/{user}");
    (is_number(owner) && is_number(user)).then_some(Grantee::Account(full))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_accounts() {
        let full = |text: &str| Some(Grantee::Account(text.to_string()));
        for (id, expected) in [
            ("100", full("qcs::cam::uin/100:uin/100")),
            ("100/200", full("qcs::cam::uin/100:uin/200")),
            ("qcs::cam::uin/1:uin/2", full("qcs::cam::uin/1:uin/2")),
            (ANYONE, Some(Grantee::Everybody)),
            ("", None),
            ("somebody", None),
            ("1/", None),
            ("qcs::cam::uin/1", None),
            ("qcs::cam::uin/x:uin/2", None),
        ] {
            assert_eq!(account(id), expected, "{id}");
        }
    }
}
