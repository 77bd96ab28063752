//! The architecture invariants, over `cargo metadata` and the sources. Each rule is shown to be able to fail.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A source file: where it lies in the repository, its code without comments, and that without texts too.
struct Source {
    path: String,
    code: String,
    names: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), code: stripped(text, true), names: stripped(text, false) }
    }

    fn below(&self, folders: &[&str]) -> bool {
        // A module is its file and its folder: server/src/store means store.rs too.
        folders.iter().any(|folder| self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/') || rest == ".rs"))
    }
}

/// The code without its comments, and without what stands in quotation marks unless `texts` are kept. Comments may name
/// what code may not.
fn stripped(text: &str, texts: bool) -> String {
    let (mut kept, mut rest) = (String::new(), text);
    while let Some(next) = rest.chars().next() {
        let taken = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(raw) = rest.strip_prefix("r#\"") {
            let end = raw.find("\"#").map_or(rest.len(), |end| end + 5);
            kept.push_str(if texts { &rest[..end] } else { "\"\"" });
            end
        } else if next == '"' {
            let end = end_of_text(rest);
            kept.push_str(if texts { &rest[..end] } else { "\"\"" });
            end
        } else {
            // A quotation mark as a character begins no text.
            let end = if rest.starts_with("'\"'") { 3 } else { next.len_utf8() };
            kept.push_str(&rest[..end]);
            end
        };
        rest = &rest[taken..];
    }
    kept
}

fn end_of_text(from: &str) -> usize {
    let mut escaped = false;
    for (at, c) in from.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    from.len()
}

#[test]
fn comments_and_texts_are_told_from_code() {
    let text = "a(\"b // \\\" c\"); // d \"e\nf('\"'); /// g\nh(r#\"i \" // j\"#, \"https://k\");";
    assert_eq!(stripped(text, true), "a(\"b // \\\" c\"); \nf('\"'); \nh(r#\"i \" // j\"#, \"https://k\");");
    assert_eq!(stripped(text, false), "a(\"\"); \nf('\"'); \nh(\"\", \"\");");
}

/// Whether the code names that word: not as a part of a longer one.
fn names(code: &str, word: &str) -> bool {
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        let starts = !word.starts_with(in_word) || !before.is_some_and(in_word);
        starts && (!word.ends_with(in_word) || !after.is_some_and(in_word))
    })
}

/// Words that code in some places may not name.
struct Rule {
    why: &'static str,
    /// Where it holds.
    within: &'static [&'static str],
    /// Where it does not.
    except: &'static [&'static str],
    words: &'static [&'static str],
}

const EVERY_CRATE: &[&str] = &["domain/src", "app/src", "frontend/src", "server/src", "migrations/src"];

const RULES: &[Rule] = &[
    Rule {
        why: "domain does no I/O, reads no clock and draws no random number",
        within: &["domain/src"],
        except: &[],
        words: &[
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "std::thread",
            "std::io",
            "SystemTime",
            "Instant",
            "now_utc",
            "getrandom",
        ],
    },
    Rule {
        why: "app names no server crate: it is compiled for the browser",
        within: &["app/src"],
        except: &[],
        words: &["axum", "tokio", "sea_orm", "leptos_axum", "tower"],
    },
    Rule {
        why: "only the store names sea-orm",
        within: EVERY_CRATE,
        except: &["server/src/store", "migrations/src"],
        words: &["sea_orm", "sqlx"],
    },
    Rule {
        why: "only config reads the environment",
        within: EVERY_CRATE,
        except: &["server/src/config"],
        words: &["std::env", "env::var", "env::var_os", "env::vars", "from_env", "try_from_env", "from_default_env"],
    },
    Rule {
        why: "the machine's clock and random source are asked in one place",
        within: EVERY_CRATE,
        except: &["server/src/machine"],
        words: &["SystemTime::now", "Instant::now", "now_utc", "getrandom::fill", "Uuid::new_v4", "OsRng", "thread_rng"],
    },
    Rule {
        why: "services see no HTTP type, and nothing above them",
        within: &["server/src/service"],
        except: &[],
        words: &["axum", "http::", "tower", "tower_http", "tower_sessions", "crate::api", "crate::http", "leptos", "app::"],
    },
    Rule {
        why: "whoever enters anything asks whether the log is signed: Core::lock_log",
        within: &["server/src/service", "server/src/sequencer"],
        // A report locks it so that nothing is entered meanwhile.
        except: &["server/src/service/disclosures"],
        words: &["log::lock"],
    },
    Rule {
        why: "who is answered asks a service: only those know the store",
        within: &["server/src/http", "server/src/api"],
        except: &[],
        words: &["crate::store", "store::", "core.store"],
    },
    Rule {
        why: "only the log's signer touches the keys that sign the log",
        within: EVERY_CRATE,
        except: &["server/src/keys", "server/src/log/signer"],
        words: &["log_signing"],
    },
    Rule {
        why: "the store sees no service, and nothing above it",
        within: &["server/src/store"],
        except: &[],
        words: &["crate::service", "crate::api", "crate::http", "axum", "tower_sessions", "leptos", "app::"],
    },
];

impl Rule {
    fn broken_by(&self, sources: &[Source]) -> Vec<String> {
        let held = sources.iter().filter(|source| source.below(self.within) && !source.below(self.except));
        held.flat_map(|source| {
            let named = self.words.iter().filter(|word| names(&source.names, word));
            named.map(|word| format!("{} names {word}: {}", source.path, self.why))
        })
        .collect()
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn files_below(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, into);
        } else {
            into.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let (root, mut files) = (repository(), Vec::new());
    for member in ["domain", "app", "frontend", "server", "migrations"] {
        files_below(&root.join(member), &mut files);
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let read = |path: PathBuf| Source::new(path.strip_prefix(&root).unwrap().to_str().unwrap(), &std::fs::read_to_string(&path).unwrap());
    files.into_iter().map(read).collect()
}

#[test]
fn every_part_knows_only_what_it_may() {
    let sources = sources();
    assert!(sources.len() > 100, "the sources were not found");
    let broken: Vec<_> = RULES.iter().flat_map(|rule| rule.broken_by(&sources)).collect();
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn every_rule_can_be_broken() {
    for rule in RULES {
        for folder in rule.within.iter().filter(|folder| !rule.except.contains(folder)) {
            for word in rule.words {
                let path = format!("{folder}/zz/new.rs");
                let named = Source::new(&path, &format!("use x{word}x; // {word}\nuse {word};"));
                assert!(!rule.broken_by(&[named]).is_empty(), "{}: {word} in {path}", rule.why);
                let commented = Source::new(&path, &format!("/// {word}\n// {word}\nfn a() {{}} // {word}\nlet a = \"{word}\";"));
                assert!(rule.broken_by(&[commented]).is_empty(), "{}: a comment about {word}", rule.why);
            }
        }
        for folder in rule.except {
            let allowed = Source::new(&format!("{folder}/zz.rs"), &format!("use {};", rule.words[0]));
            assert!(rule.broken_by(&[allowed]).is_empty(), "{}: {folder} may", rule.why);
        }
    }
}

/// The files of `app` that are not the same in the browser and on the server.
fn two_faced(sources: &[Source]) -> Vec<&str> {
    let told_apart = |source: &&Source| source.below(&["app/src"]) && source.code.contains("feature = \"ssr\"");
    sources.iter().filter(told_apart).map(|source| source.path.as_str()).collect()
}

#[test]
fn one_small_file_knows_which_side_it_is_on() {
    assert_eq!(two_faced(&sources()), ["app/src/side.rs"]);
    let second = [Source::new("app/src/pages/home.rs", "#[cfg(not(feature = \"ssr\"))]")];
    assert_eq!(two_faced(&second), ["app/src/pages/home.rs"]);
}

fn named_mod(sources: &[Source]) -> Vec<&str> {
    sources.iter().map(|source| source.path.as_str()).filter(|path| path.ends_with("/mod.rs")).collect()
}

#[test]
fn a_module_is_a_file_of_its_name() {
    assert_eq!(named_mod(&sources()), Vec::<&str>::new());
    assert_eq!(named_mod(&[Source::new("server/src/api/mod.rs", "")]), ["server/src/api/mod.rs"]);
}

/// What says how Hikae is built and tested: path and text.
fn recipes() -> Vec<(String, String)> {
    let root = repository();
    let mut files = vec![root.join("Makefile"), root.join(".ci/run")];
    files_below(&root.join("scripts"), &mut files);
    let read = |path: PathBuf| (path.strip_prefix(&root).unwrap().display().to_string(), std::fs::read_to_string(&path).unwrap());
    files.into_iter().map(read).collect()
}

/// Those that build every crate with every feature. Comments may say why not.
fn unifying(recipes: &[(String, String)]) -> Vec<&str> {
    let unifies = |text: &str| text.lines().any(|line| line.contains("--all-features") && !line.trim_start().starts_with('#'));
    recipes.iter().filter(|(_, text)| unifies(text)).map(|(path, _)| path.as_str()).collect()
}

#[test]
fn nobody_builds_app_for_the_server_and_the_browser_at_once() {
    let recipes = recipes();
    assert!(recipes.iter().any(|(path, _)| path == "scripts/need"), "the scripts were not found");
    assert_eq!(unifying(&recipes), Vec::<&str>::new());
    let recipe = |text: &str| [("Makefile".to_owned(), text.to_owned())];
    assert_eq!(unifying(&recipe("check:\n\tcargo clippy --workspace --all-features\n")), ["Makefile"]);
    assert_eq!(unifying(&recipe("# Never --all-features.\ncheck:\n\tcargo clippy --all-targets\n")), Vec::<&str>::new());
}

/// Package → names of what it depends on outside its tests.
type Dependencies = BTreeMap<String, BTreeSet<String>>;

fn dependencies() -> Dependencies {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--no-deps", "--format-version", "1"])
        .current_dir(repository())
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let used = package["dependencies"].as_array().unwrap().iter().filter(|dependency| dependency["kind"] != "dev");
            let used = used.map(|dependency| dependency["name"].as_str().unwrap().to_owned()).collect();
            (package["name"].as_str().unwrap().to_owned(), used)
        })
        .collect()
}

/// Who may know whom.
const MAP: [(&str, &[&str]); 6] = [
    ("domain", &[]),
    ("app", &["domain"]),
    ("frontend", &["app"]),
    ("verifier", &["domain"]),
    ("migrations", &[]),
    ("server", &["app", "domain", "migrations"]),
];

/// What does I/O, and so may not stand under the rules or in the browser.
const DOES_IO: [&str; 14] = [
    "axum",
    "tokio",
    "sea-orm",
    "sea-orm-migration",
    "sqlx",
    "getrandom",
    "rand",
    "hyper",
    "reqwest",
    "ureq",
    "tower",
    "leptos_axum",
    "async-std",
    "rusqlite",
];

fn wrong_dependencies(dependencies: &Dependencies) -> Vec<String> {
    let members: BTreeSet<&str> = MAP.iter().map(|(name, _)| *name).collect();
    let mut wrong = Vec::new();
    for (package, used) in dependencies {
        let Some((_, may)) = MAP.iter().find(|(name, _)| name == package) else {
            wrong.push(format!("{package} is not on the map"));
            continue;
        };
        for other in used {
            if members.contains(other.as_str()) && !may.contains(&other.as_str()) {
                wrong.push(format!("{package} must not know {other}"));
            }
            if ["domain", "app"].contains(&package.as_str()) && DOES_IO.contains(&other.as_str()) {
                wrong.push(format!("{package} must not do I/O with {other}"));
            }
        }
    }
    wrong
}

#[test]
fn the_crates_know_each_other_as_on_the_map() {
    let mut dependencies = dependencies();
    assert_eq!(dependencies.len(), MAP.len());
    assert_eq!(wrong_dependencies(&dependencies), Vec::<String>::new());
    for (package, other, complaint) in [
        ("domain", "tokio", "domain must not do I/O with tokio"),
        ("app", "sea-orm", "app must not do I/O with sea-orm"),
        ("server", "frontend", "server must not know frontend"),
        ("app", "server", "app must not know server"),
        ("migrations", "domain", "migrations must not know domain"),
        ("somebody", "else", "somebody is not on the map"),
    ] {
        dependencies.entry(package.to_owned()).or_default().insert(other.to_owned());
        assert!(wrong_dependencies(&dependencies).contains(&complaint.to_owned()), "{complaint}");
    }
}
