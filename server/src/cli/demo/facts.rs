//! `var/demo.json`: how to get into the demo, in the shape that tests and scripts read (ui.md, "Demo data"). It holds codes
//! and private keys, so none of its types can be printed by accident.

use domain::actor::StaffRole;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Everything one needs to know to use the demo.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoFacts {
    /// Where it is.
    pub base_url: String,
    /// People who have not opened an account yet. The first has refused nothing.
    pub patients: Vec<DemoPatient>,
    /// People who act for somebody else and have lost their passkey.
    #[serde(default)]
    pub proxies: Vec<DemoProxy>,
    /// Members of staff who were invited and have not come yet.
    pub staff: Vec<DemoStaff>,
    /// Holders with their clients.
    pub holders: Vec<DemoHolder>,
    /// The register.
    pub studies: Vec<DemoStudy>,
}

/// A person of the demo. People have no names.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoPatient {
    /// What is special about them.
    pub label: String,
    /// Their code, as it is printed.
    pub activation_code: String,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
    /// Their numbers.
    pub identifiers: Vec<DemoIdentifier>,
    /// How many uses they see.
    pub uses: usize,
    /// How many of those went against their choice.
    pub conflicts: usize,
}

/// A number of a person, as a holder sends it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoIdentifier {
    /// Its system.
    pub system: String,
    /// Its value.
    pub value: String,
}

/// Somebody who acts for a person of the demo.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoProxy {
    /// For whom.
    pub label: String,
    /// The printed code, for `/recover`.
    pub recovery_code: String,
}

/// A member of staff.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoStaff {
    /// What is special about them.
    pub label: String,
    /// What they are there for.
    pub role: String,
    /// Their code, as it is printed.
    pub activation_code: String,
}

/// A holder with its client.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoHolder {
    /// Its name.
    pub label: String,
    /// Ten digits, for those that have one.
    pub institution_number: Option<String>,
    /// Its client.
    pub client_id: String,
    /// The name of the client's key.
    pub kid: String,
    /// What the key signs with.
    pub alg: String,
    /// The key: PKCS #8.
    pub private_key_pem: String,
    /// The invitation of its manager, until it is used.
    pub operator_activation_code: Option<String>,
}

/// A registered study.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoStudy {
    /// Its id.
    pub id: String,
    /// Its Japanese title.
    pub title: String,
    /// Codes of its purposes.
    pub purposes: Vec<String>,
    /// Whether a commercial user takes part.
    pub commercial: bool,
}

impl DemoFacts {
    /// What whoever starts the demo is told: where it is, and two people to be.
    #[must_use]
    pub fn greeting(&self) -> String {
        let mut text = format!("\nHikae (demo): {}\n", self.base_url);
        text.push_str("Open it, choose \"see and choose\", and enter one of these codes with the birth date beside it:\n");
        for patient in self.to_try() {
            text.push_str(&format!("  {}  born {}  {}\n", patient.activation_code, patient.birth_date, patient.label));
        }
        for proxy in self.proxies.iter().take(1) {
            text.push_str(&format!("Acting for somebody else ({}/recover, a recovery code):\n", self.base_url));
            text.push_str(&format!("  {}  {}\n", proxy.recovery_code, proxy.label));
        }
        text.push_str(&format!("At work ({}/activate?invited, no birth date):\n", self.base_url));
        for (code, who) in self.to_work_as() {
            text.push_str(&format!("  {code}  {who}\n"));
        }
        text.push_str("More people, and the keys of the hospitals, are in demo.json in the data folder. Stop with Ctrl-C.\n\n");
        text
    }

    /// Two people to try the demo with: one who refused nothing, and one who has a conflict to look into.
    fn to_try(&self) -> impl Iterator<Item = &DemoPatient> {
        let first = self.patients.first();
        let second = self.patients.iter().skip(1).find(|patient| patient.conflicts > 0);
        first.into_iter().chain(second)
    }

    /// People to be at work: the first of each role, a second one at the desk, where some things take two, and the manager of the first
    /// holder that has one to invite.
    fn to_work_as(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut seen = BTreeMap::new();
        let wanted = self.staff.iter().filter(move |one| {
            let nth: &mut usize = seen.entry(&*one.role).or_default();
            *nth += 1;
            *nth == 1 || (*nth == 2 && one.role == StaffRole::Support.code())
        });
        let staff = wanted.map(|one| (&*one.activation_code, &*one.label));
        let manager = self.holders.iter().find_map(|holder| Some((holder.operator_activation_code.as_deref()?, &*holder.label)));
        staff.chain(manager)
    }

    /// Where the facts of an installation are.
    #[must_use]
    pub fn file(var: &Path) -> PathBuf {
        var.join("demo.json")
    }

    /// Reads them; `None` where there are none.
    ///
    /// # Errors
    /// The file cannot be read, or holds something else.
    pub fn read(var: &Path) -> io::Result<Option<Self>> {
        match fs::read(Self::file(var)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes them for their owner alone. Whoever reads meanwhile sees the old ones or the new ones, whole.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, var: &Path) -> io::Result<()> {
        fs::create_dir_all(var)?;
        let fresh = var.join("demo.json.new");
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        // Left behind by a start that was killed in the middle, perhaps with other rights: never written over.
        match fs::remove_file(&fresh) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = options.open(&fresh)?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        file.write_all(b"\n")?;
        fs::rename(fresh, Self::file(var))
    }
}
