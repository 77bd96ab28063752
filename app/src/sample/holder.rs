//! A hospital that has worked with us for a year, and one that has just joined.

use super::studies::{self, sakuradai};
use super::{NOW, Person, at};
use async_trait::async_trait;
use domain::actor::{Actor, Operation, OperatorRole};
use domain::check::RawIdentifier;
use domain::code::{ActivationCode, RecoveryCode};
use domain::disclosure::Conflict;
use domain::failure::Failure;
use domain::holder::ClientScope;
use domain::id::{LettersId, RequestId};
use domain::ports::{
    ClientView, ClientsView, FaultyRow, HolderHome, HolderPort, Issued, KeyView, Letter, LettersView, NewProgram, Poster, QrCode,
    Recipients, RowFault, Statistics, StudiesPort, WayBack, WayBackLetter,
};
use domain::statistics::{Month, What};

/// The letters that a sample shows.
pub(crate) const LETTERS: &str = "000000000000000000000S6100";
const BASE: &str = "https://hikae.example";

/// The holder's own pages, for that person.
pub(super) struct Sample(pub(super) Person);

impl Sample {
    fn new_here(&self) -> bool {
        matches!(self.0, Person::NewManager)
    }
}

/// A drawing of a QR code's size, with nothing to read in it.
pub(crate) fn qr() -> QrCode {
    QrCode { size: 41, path: "M4 4h7v1h-7zM4 5h1v1h-1zM10 5h1v1h-1zM13 13h3v1h-3zM30 30h5v1h-5z".to_owned() }
}

fn key(kid: &str, alg: &'static str, made: &str, revoked: Option<&str>) -> KeyView {
    KeyView { kid: kid.to_owned(), alg, created_at: at(made), revoked_at: revoked.map(at) }
}

fn programs() -> Vec<ClientView> {
    let all = ClientScope::ALL.into_iter().collect();
    vec![
        ClientView {
            id: "01KAJ00000000000000000000A".to_owned(),
            name: "研究データ抽出 <夜間>".to_owned(),
            scopes: all,
            created_at: at("2026-04-01T00:30:00.000Z"),
            revoked_at: None,
            keys: vec![
                key("2026-04", "ES384", "2026-04-01T00:30:00.000Z", Some("2026-11-01T02:00:00.000Z")),
                key("2026-11", "ES384", "2026-11-01T01:30:00.000Z", None),
                key("hsm-rsa", "RS384", "2026-11-10T01:30:00.000Z", None),
            ],
        },
        ClientView {
            id: "01KAJ00000000000000000000B".to_owned(),
            name: "登録データ連携（旧）".to_owned(),
            scopes: [ClientScope::ConsentRead].into(),
            created_at: at("2025-10-01T00:30:00.000Z"),
            revoked_at: Some(at("2026-04-02T00:00:00.000Z")),
            keys: vec![key("k1", "RS384", "2025-10-01T00:30:00.000Z", None)],
        },
    ]
}

fn written() -> LettersView {
    let letter =
        |row: usize, own: Option<&str>, code: &str| Letter { row, own_number: own.map(ToOwned::to_owned), code: code.to_owned(), qr: qr() };
    let faulty = |row: usize, fault, number: &str, birth_date: &str| FaultyRow {
        row,
        fault,
        own_number: !number.contains('-') || number.starts_with('P'),
        number: number.to_owned(),
        birth_date: birth_date.to_owned(),
    };
    LettersView {
        id: LETTERS.parse().unwrap(),
        holder: sakuradai(),
        letters: vec![letter(1, Some("P-0012"), "7WQ2M-KX4TA-9B3C"), letter(3, None, "0HDFR-6ZNE1-VY8S")],
        faulty: vec![
            faulty(2, RowFault::InvalidIdentifier, "06132013-12-567", "1979-04-02"),
            faulty(4, RowFault::InvalidDate, "P-0013", "昭和54年4月2日"),
            faulty(5, RowFault::NoNumber, "", "1979-04-02"),
            faulty(6, RowFault::Duplicate, "P-0012", "1979-04-02"),
            faulty(7, RowFault::UnknownSystem, "<b>123456789012</b>", "1979-04-02"),
        ],
        made_at: at(NOW),
        expires_at: at("2026-12-13T01:14:07.000Z"),
        shown_until: at("2026-11-22T01:44:07.000Z"),
        base_url: BASE.to_owned(),
    }
}

fn way_back() -> WayBack {
    WayBack { id: LETTERS.parse().unwrap(), number: "P-0012".to_owned(), until: at("2026-12-13T01:14:07.000Z") }
}

fn operator(actor: &Actor, operation: Operation) -> Result<OperatorRole, Failure> {
    actor.may(operation)?;
    match actor {
        Actor::Operator { role, .. } => Ok(*role),
        _ => Err(domain::failure::Problem::NotAllowed.into()),
    }
}

#[async_trait]
impl HolderPort for Sample {
    async fn home(&self, actor: &Actor) -> Result<HolderHome, Failure> {
        operator(actor, Operation::SeeHolder)?;
        Ok(HolderHome {
            holder: sakuradai(),
            joined_at: at(if self.new_here() { NOW } else { "2025-10-01T00:00:00.000Z" }),
            clients: usize::from(!self.new_here()),
            did_something: !self.new_here(),
        })
    }

    async fn clients(&self, actor: &Actor) -> Result<ClientsView, Failure> {
        operator(actor, Operation::ManageClients)?;
        let clients = if self.new_here() { vec![] } else { programs() };
        Ok(ClientsView { clients, token_endpoint: format!("{BASE}/oauth/token"), base_url: BASE.to_owned() })
    }

    async fn register_client(&self, actor: &Actor, _: NewProgram) -> Result<String, Failure> {
        operator(actor, Operation::ManageClients)?;
        Ok("01KAJ00000000000000000000A".to_owned())
    }

    async fn add_keys(&self, actor: &Actor, _: &str, _: &str) -> Result<(), Failure> {
        operator(actor, Operation::ManageClients).map(|_| ())
    }

    async fn revoke_key(&self, actor: &Actor, _: &str, _: &str) -> Result<(), Failure> {
        operator(actor, Operation::ManageClients).map(|_| ())
    }

    async fn revoke_client(&self, actor: &Actor, _: &str) -> Result<(), Failure> {
        operator(actor, Operation::ManageClients).map(|_| ())
    }

    async fn issue(&self, actor: &Actor, _: &[RawIdentifier], _: &str) -> Result<Issued, Failure> {
        actor.may(Operation::IssueActivation)?;
        Ok(Issued { code: ActivationCode::from_bytes(&[0x5a; 16]), expires_at: at("2026-12-13T01:14:07.000Z") })
    }

    async fn write_letters(&self, actor: &Actor, _: Recipients, _: &str) -> Result<LettersId, Failure> {
        operator(actor, Operation::IssueActivation)?;
        Ok(written().id)
    }

    async fn letters(&self, actor: &Actor, id: LettersId) -> Result<Option<LettersView>, Failure> {
        operator(actor, Operation::IssueActivation)?;
        let mut view = written();
        if self.new_here() {
            // One person, and the number was mistyped.
            view.letters.clear();
            view.faulty.truncate(1);
        }
        Ok((id == view.id).then_some(view))
    }

    async fn letters_printed(&self, actor: &Actor, _: LettersId) -> Result<(), Failure> {
        operator(actor, Operation::IssueActivation).map(|_| ())
    }

    async fn ways_back(&self, actor: &Actor) -> Result<Vec<WayBack>, Failure> {
        operator(actor, Operation::IssueActivation)?;
        Ok(if self.new_here() { vec![] } else { vec![way_back()] })
    }

    async fn way_back(&self, actor: &Actor, id: RequestId) -> Result<Option<WayBackLetter>, Failure> {
        operator(actor, Operation::IssueActivation)?;
        let code = RecoveryCode::from_bytes(&[0x3c; 16]).grouped();
        let letter = WayBackLetter { of: way_back(), holder: sakuradai(), code, qr: qr(), base_url: BASE.to_owned() };
        Ok((id == letter.of.id).then_some(letter))
    }

    async fn way_back_printed(&self, actor: &Actor, _: RequestId) -> Result<(), Failure> {
        operator(actor, Operation::IssueActivation).map(|_| ())
    }

    async fn poster(&self, actor: &Actor) -> Result<Poster, Failure> {
        operator(actor, Operation::IssueActivation)?;
        Ok(Poster { holder: sakuradai(), base_url: BASE.to_owned(), qr: qr() })
    }

    async fn statistics(&self, actor: &Actor) -> Result<Statistics, Failure> {
        operator(actor, Operation::SeeHolder)?;
        let present = Month::of(at(NOW));
        let months: Vec<Month> = std::iter::successors(Some(present), |month| Some(month.before())).take(12).collect();
        if self.new_here() {
            return Ok(Statistics { months, counts: vec![], studies: vec![], attested: 0 });
        }
        let study = studies::Sample.study(studies::all()[0].id).await?;
        let studies: Vec<_> = study.into_iter().collect();
        let mut counts = vec![
            (months[0], What::Checks, 12),
            (months[0], What::CheckedRows, 12_004),
            (months[0], What::AgainstChoice(Conflict::Against), 3),
            (months[0], What::AgainstChoice(Conflict::LateEntry), 14),
            (months[0], What::ActivationsIssued, 126),
            (months[0], What::ActivationsUsed, 41),
            (months[1], What::ActivationsIssued, 7),
        ];
        for study in &studies {
            counts.extend([
                (months[0], What::Reports(study.id), 11),
                (months[0], What::ReportedRows(study.id), 9_871),
                (months[0], What::UncheckedRows(study.id), 1_204),
            ]);
        }
        Ok(Statistics { months, counts, studies, attested: 86 })
    }
}
