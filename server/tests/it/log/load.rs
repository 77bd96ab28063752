//! People who decide without pause, over HTTP, and keep what they were told.

use crate::personas::{Hospital, Patient};
use crate::world::{Answer, World};
use domain::log::Position;

const SCOPES: [&str; 4] = ["all", "commercial", "purpose:ai-development", "purpose:education"];

/// Something that was said, and what came back.
#[derive(Clone, Debug)]
pub struct Said {
    scope: &'static str,
    stance: &'static str,
    key: String,
    /// Where it stands. `None`: no answer came.
    pub position: Option<Position>,
}

/// Somebody who decides, and asks again what was not answered.
pub struct Decider {
    pub patient: Patient,
    /// Everything, in the order in which it was said.
    pub said: Vec<Said>,
    /// The receipts that they were handed and nobody has looked at yet.
    pub receipts: Vec<String>,
    /// What came instead of an answer.
    pub failed: String,
}

impl Decider {
    /// So many people.
    pub async fn some(world: &World, number: usize) -> Vec<Self> {
        let mut some = Vec::new();
        for _ in 0..number {
            some.push(Self { patient: world.patient().await, said: Vec::new(), receipts: Vec::new(), failed: String::new() });
        }
        some
    }

    /// Decides once, and asks for the receipt; `false`: no answer came.
    pub async fn decide(&mut self) -> bool {
        let number = self.said.len();
        self.say(SCOPES[number % SCOPES.len()], if number % 3 == 2 { "allow" } else { "refuse" }).await
    }

    /// Says that, and asks for the receipt; `false`: no answer came.
    pub async fn say(&mut self, scope: &'static str, stance: &'static str) -> bool {
        let mut said = Said { scope, stance, key: format!("k{}", self.said.len()), position: None };
        let answered = self.send(&mut said).await;
        self.said.push(said);
        answered
    }

    /// Asks again what was not answered, twice: the same key has the same place (P6).
    pub async fn ask_again(&mut self) {
        let mut said = std::mem::take(&mut self.said);
        for one in said.iter_mut().filter(|one| one.position.is_none()) {
            assert!(self.send(one).await, "asked again, {one:?} is answered");
            let first = one.position;
            assert!(self.send(one).await);
            assert_eq!(one.position, first, "P6: {}", one.key);
        }
        self.said = said;
    }

    /// A hospital that asks now sees what was said last about everything, about companies, and about each purpose (P5).
    pub async fn is_heard_by(&self, hospital: &Hospital) {
        let answer = hospital.check_purpose(&[self.patient.insured_number()], "ai-development").await;
        let last = |scope| self.said.iter().rev().find(|said| said.scope == scope).map(|said| said.stance);
        let refused = [last("all"), last("purpose:ai-development")].contains(&Some("refuse"));
        let decision = answer.json()["results"][0]["decision"].clone();
        assert_eq!(decision == "deny", refused, "P5: {} after {:?}", answer.text(), self.said);
    }

    async fn send(&mut self, said: &mut Said) -> bool {
        let form = [("scope", said.scope), ("stance", said.stance), ("key", &said.key)];
        let answer = self.patient.browser.call("/do/choices/record", &form).await;
        if answer.status.is_server_error() {
            return self.failed_with(answer);
        }
        assert_eq!(answer.status, 200, "{}", answer.text());
        let position: Position = serde_json::from_value(answer.json()["position"].clone()).unwrap();
        said.position = Some(position);
        let receipt = self.patient.browser.get(&receipt_of(position)).await;
        if receipt.status.is_server_error() {
            return self.failed_with(receipt);
        }
        assert_eq!(receipt.status, 200, "P1: the receipt of {position}: {}", receipt.text());
        self.receipts.push(receipt.text().to_owned());
        true
    }

    fn failed_with(&mut self, answer: Answer) -> bool {
        self.failed = format!("{} {}", answer.status, String::from_utf8_lossy(&answer.body));
        false
    }
}

/// Where the receipt of a decision is downloaded.
pub fn receipt_of(position: Position) -> String {
    format!("/decisions/{position}/receipt")
}
