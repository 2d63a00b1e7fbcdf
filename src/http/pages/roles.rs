//! Roles in words, and the boxes with which they are chosen.

use crate::{
    domain::account::{Role, Roles},
    locale::Lang,
};

/// A role that can be chosen.
pub struct RoleBox {
    /// What the form sends.
    pub code: &'static str,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub explanation: String,
    /// Whether it is chosen.
    pub checked: bool,
}

/// The name of a role.
pub fn name(lang: Lang, role: Role) -> String {
    lang.t(&format!("role.{role}.name"), &[])
}

/// The names of roles in one line.
pub fn names(lang: Lang, roles: &Roles) -> String {
    roles.iter().map(|role| name(lang, *role)).collect::<Vec<_>>().join(", ")
}

/// All roles as boxes, those given checked.
pub fn boxes(lang: Lang, chosen: &Roles) -> Vec<RoleBox> {
    let role_box = |role: Role| RoleBox {
        code: role.code(),
        name: name(lang, role),
        explanation: lang.t(&format!("role.{role}.explanation"), &[]),
        checked: chosen.contains(&role),
    };
    Role::ALL.into_iter().map(role_box).collect()
}

/// The roles that a form sent; what is none is left out.
pub fn read(sent: &[String]) -> Roles {
    sent.iter().filter_map(|code| code.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Catalogue;

    #[test]
    fn every_role_has_a_name_and_an_explanation() {
        for role in Role::ALL {
            for part in ["name", "explanation"] {
                let key = format!("role.{role}.{part}");
                assert!(Catalogue::german().has(&key), "{key}");
            }
        }
    }

    #[test]
    fn only_roles_are_read() {
        let sent = ["intake".to_owned(), "root".to_owned(), "intake".to_owned()];
        assert_eq!(read(&sent), Roles::from([Role::Intake]));
    }
}
