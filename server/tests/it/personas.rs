//! People and programs who use a [`World`]: a patient with a passkey, a hospital with a key.

use crate::soft_passkey::SoftPasskey;
use crate::world::{Answer, Browser, World};
use axum::body::Body;
use axum::http::{Request, header};
use domain::account::Level;
use domain::actor::{Actor, OperatorRole, OwnSignIn, StaffRole};
use domain::clock::{Timestamp, parse_date};
use domain::code::ActivationCode;
use domain::holder::{ClientScope, Holder, SourceKind};
use domain::id::{AccountId, HolderId, StudyId, SubjectId};
use domain::identifier::{INSURED, Identifier, Systems};
use domain::ports::{Invitation, WorkRole};
use domain::study::{Registration, Study};
use domain::words::Words;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use p384::elliptic_curve::sec1::ToEncodedPoint;
use p384::pkcs8::{EncodePrivateKey, LineEnding};
use serde_json::{Value, json};
use server::service::activations::{self, NewActivation};
use server::service::clients::{self, NewClient};
use server::service::people;
use server::store;
use std::sync::atomic::{AtomicU32, Ordering};

/// When everybody here was born.
pub const BIRTH_DATE: &str = "1979-04-02";

/// An identifier as the wire writes it.
pub fn wire(system: &str, value: &str) -> Value {
    json!({ "system": system, "value": value })
}

fn next() -> u32 {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

/// Somebody with an account.
pub struct Patient {
    pub browser: Browser,
    pub passkey: SoftPasskey,
    pub subject: SubjectId,
    pub insured: String,
}

impl Patient {
    /// The person's insured number, as a hospital sends it.
    pub fn insured_number(&self) -> Value {
        wire(INSURED, &self.insured)
    }

    /// Says something about a scope, as the switch does.
    pub async fn decide(&self, scope: &str, stance: &str) -> Answer {
        self.browser.call("/do/choices/record", &[("scope", scope), ("stance", stance)]).await
    }
}

impl Patient {
    /// The same for somebody whom the person has in view, as the form says it.
    pub async fn decide_for(&self, whom: SubjectId, scope: &str, stance: &str) -> Answer {
        let whom = whom.to_string();
        self.browser.call("/do/choices/record", &[("scope", scope), ("stance", stance), ("for", &whom)]).await
    }
}

/// Somebody at work: a member of staff, or a person of a holder.
pub struct Worker {
    pub browser: Browser,
    pub passkey: SoftPasskey,
    pub account: AccountId,
}

impl Worker {
    /// Their sign-in, as an actor carries it.
    pub fn sign_in(&self) -> OwnSignIn {
        OwnSignIn { account: self.account, fresh: false, session: None }
    }
}

/// A holder with one program.
pub struct Hospital {
    router: axum::Router,
    pub id: HolderId,
    pub client_id: String,
    pub local_system: String,
    audience: String,
    kid: String,
    key: EncodingKey,
    /// The public key as it was registered.
    pub jwk: Value,
    now: std::sync::Arc<crate::world::TestClock>,
}

impl World {
    /// A code for whoever these insured numbers name, on the word of that issuer.
    pub async fn issue(&self, insured: &[&str], birth_date: &str, issuer: HolderId, grants: Level) -> (ActivationCode, SubjectId) {
        let open = Systems { insured_numbers: true, local: None };
        let identifiers: Vec<_> = insured.iter().map(|value| Identifier::parse(INSURED, value, &open).unwrap()).collect();
        let birth_date = parse_date(birth_date).unwrap();
        let new = NewActivation { identifiers: &identifiers, birth_date, issuer, grants, expires: true };
        let tx = self.core().store.begin().await.unwrap();
        let issued = activations::issue(self.core(), &tx, &new).await.unwrap();
        store::commit(tx).await.unwrap();
        issued
    }

    /// An insured number that nobody else has.
    pub fn new_insured_number(&self) -> String {
        format!("06132013:11:{:07}:01", next())
    }

    /// A person of level 2 who came the whole way: letter, birth date, passkey.
    pub async fn patient(&self) -> Patient {
        self.patient_of(HolderId(uuid::Uuid::nil()), Level::Two).await
    }

    /// The same, on the word of that issuer.
    pub async fn patient_of(&self, issuer: HolderId, level: Level) -> Patient {
        let insured = self.new_insured_number();
        let (code, subject) = self.issue(&[&insured], BIRTH_DATE, issuer, level).await;
        let (browser, passkey) = self.activate(&code.grouped(), BIRTH_DATE).await;
        Patient { browser, passkey, subject, insured }
    }

    /// Somebody opens an account with that code, and is signed in.
    pub async fn activate(&self, code: &str, birth_date: &str) -> (Browser, SoftPasskey) {
        let browser = self.browser();
        let passkey = SoftPasskey::new(&self.core().config.base_url);
        let begun = browser.call("/do/activation/begin", &[("code", code), ("birth_date", birth_date)]).await;
        assert_eq!(begun.status, 200, "{}", begun.text());
        let registering = &begun.json()["Register"];
        let made = passkey.make(&registering["challenge"]).await;
        let done = browser.call_json("/do/activation/finish", &json!({ "ceremony": registering["ceremony"], "made": made })).await;
        assert_eq!(done.status, 200, "{}", done.text());
        (browser, passkey)
    }

    /// Somebody of the desk.
    pub async fn support(&self) -> Worker {
        self.worker(WorkRole::Staff(StaffRole::Support)).await
    }

    /// Somebody who registers studies.
    pub async fn registrar(&self) -> Worker {
        self.worker(WorkRole::Staff(StaffRole::Registrar)).await
    }

    /// Somebody who lets people and organisations in.
    pub async fn administrator(&self) -> Worker {
        self.worker(WorkRole::Staff(StaffRole::Administrator)).await
    }

    /// A manager of that hospital.
    pub async fn manager(&self, hospital: &Hospital) -> Worker {
        self.worker(WorkRole::Operator(hospital.id, OperatorRole::Manager)).await
    }

    /// A clerk of that hospital.
    pub async fn operator(&self, hospital: &Hospital) -> Worker {
        self.worker(WorkRole::Operator(hospital.id, OperatorRole::Clerk)).await
    }

    /// Somebody who came the whole way: invitation, passkey.
    async fn worker(&self, role: WorkRole) -> Worker {
        let code = self.invite(role).await;
        let (browser, passkey) = self.activate(&code.grouped(), "").await;
        let account = crate::identity::actor(self, &browser).await.account().unwrap();
        Worker { browser, passkey, account }
    }

    /// An invitation to work, as the command line makes the first one.
    pub async fn invite(&self, role: WorkRole) -> ActivationCode {
        let invitation = Invitation { role, label: format!("worker-{}", next()) };
        let tx = self.core().store.begin().await.unwrap();
        let code = people::issue(self.core(), &tx, &Actor::System, &invitation, true).await.unwrap();
        store::commit(tx).await.unwrap();
        code
    }

    /// A hospital that joined long ago, with a program that may do everything.
    pub async fn hospital(&self) -> Hospital {
        self.hospital_with(&ClientScope::ALL).await
    }

    /// The same, with those scopes.
    pub async fn hospital_with(&self, scopes: &[ClientScope]) -> Hospital {
        let (core, number) = (self.core(), next());
        let holder = Holder {
            id: HolderId::new(core.now(), &*core.random),
            name: Words::new(&format!("第{number}病院"), &format!("Hospital {number}")),
            kind: SourceKind::Provider,
            institution_number: Some(format!("13{number:08}")),
        };
        let client_id = format!("hospital-{number}");
        let (pem, jwk) = new_key(core);
        let tx = core.store.begin().await.unwrap();
        store::holders::insert(&tx, &holder, Timestamp::from_millis(0)).await.unwrap();
        let keys = [("key-1".to_owned(), jwk.to_string())];
        let new = NewClient { id: &client_id, holder: holder.id, name: "test", scopes: scopes.iter().copied().collect(), keys: &keys };
        clients::register(core, &tx, &new).await.unwrap();
        store::commit(tx).await.unwrap();
        Hospital {
            router: self.router.clone(),
            id: holder.id,
            client_id,
            local_system: Systems::local_of(&holder, &core.config.base_url),
            audience: core.config.token_endpoint(),
            kid: "key-1".to_owned(),
            key: EncodingKey::from_ec_pem(pem.as_bytes()).unwrap(),
            jwk,
            now: self.clock.clone(),
        }
    }

    /// A published study.
    pub async fn study(&self, purposes: &[&str], commercial: bool) -> StudyId {
        let core = self.core();
        let id = StudyId::new(core.now(), &*core.random);
        let registration: Registration = serde_json::from_value(json!({
            "title": { "ja": "糖尿病の研究", "en": "A study of diabetes" },
            "summary": { "ja": "調べます。", "en": "It looks." },
            "purposes": purposes,
            "users": [{ "name": { "ja": "東都大学", "en": "Toto University" }, "commercial": commercial }],
            "review": { "body": { "ja": "東都大学倫理委員会", "en": "Toto ethics committee" }, "approval_number": "2026-001" },
            "categories": ["laboratory"],
            "form": "pseudonymised",
            "sources": [{ "name": { "ja": "桜台大学病院", "en": "Sakuradai" }, "kind": "provider" }],
            "legal_basis": { "ja": "次世代医療基盤法", "en": "Next Generation Medical Infrastructure Act" },
            "period": ["2026-01-01", "2027-12-31"],
            "results": null
        }))
        .unwrap();
        let study = Study { id, version: 1, status: domain::study::Status::Published, ended_at: None, registration };
        let tx = core.store.begin().await.unwrap();
        store::studies::insert(&tx, &study, core.now(), Some(core.now())).await.unwrap();
        store::commit(tx).await.unwrap();
        id
    }
}

impl Hospital {
    /// The same hospital's program of that id, which signs with that key.
    pub fn program(&self, client_id: &str, kid: &str, pem: &str) -> Self {
        Self {
            router: self.router.clone(),
            id: self.id,
            client_id: client_id.to_owned(),
            local_system: self.local_system.clone(),
            audience: self.audience.clone(),
            kid: kid.to_owned(),
            key: EncodingKey::from_ec_pem(pem.as_bytes()).unwrap(),
            jwk: self.jwk.clone(),
            now: self.now.clone(),
        }
    }

    /// A token of that scope, if there is one to be had.
    pub async fn token_for(&self, scope: &str) -> Option<String> {
        let answer = self.ask_token(&self.assertion(&self.header(), &self.claims()), scope).await;
        answer.json()["access_token"].as_str().map(str::to_owned)
    }

    /// Asks for an activation code with that token.
    pub async fn post_activation(&self, token: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post("/api/v1/activations")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(body.into())
            .unwrap();
        crate::world::send(&self.router, request).await
    }

    /// The claims of a good assertion.
    pub fn claims(&self) -> Value {
        use domain::clock::Clock;
        let now = self.now.now().millis() / 1_000;
        json!({ "iss": self.client_id, "sub": self.client_id, "aud": self.audience, "exp": now + 240, "jti": format!("jti-{}", next()) })
    }

    /// The header of a good assertion.
    pub fn header(&self) -> Header {
        let mut header = Header::new(Algorithm::ES384);
        header.kid = Some(self.kid.clone());
        header
    }

    /// Signs an assertion, good or not.
    pub fn assertion(&self, header: &Header, claims: &Value) -> String {
        jsonwebtoken::encode(header, claims, &self.key).unwrap()
    }

    /// Asks for a token with that assertion.
    pub async fn ask_token(&self, assertion: &str, scope: &str) -> Answer {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("scope", scope)
            .append_pair("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            .append_pair("client_assertion", assertion)
            .finish();
        let request =
            Request::post("/oauth/token").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(form)).unwrap();
        crate::world::send(&self.router, request).await
    }

    /// A good token.
    pub async fn token(&self) -> String {
        let answer = self.ask_token(&self.assertion(&self.header(), &self.claims()), "system/Consent.rs").await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// Sends a body to the check endpoint with that token.
    pub async fn post_check(&self, token: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post("/api/v1/checks")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(body.into())
            .unwrap();
        crate::world::send(&self.router, request).await
    }

    /// Asks about these rows for a purpose, without a commercial user.
    pub async fn check_purpose(&self, rows: &[Value], purpose: &str) -> Answer {
        // While the database is gone there is no token either; the answer is then that of the token endpoint.
        let asked = self.ask_token(&self.assertion(&self.header(), &self.claims()), "system/Consent.rs").await;
        if asked.status != 200 {
            return asked;
        }
        let token = asked.json()["access_token"].as_str().unwrap().to_owned();
        self.post_check(&token, json!({ "purpose": purpose, "commercial": false, "subjects": rows }).to_string()).await
    }

    /// Asks about these rows for a study.
    pub async fn check_study(&self, rows: &[Value], study: StudyId) -> Answer {
        self.post_check(&self.token().await, json!({ "study": study, "subjects": rows }).to_string()).await
    }
}

/// A key for ES384: as its owner keeps it, and as it is registered.
pub fn new_key(core: &server::service::Core) -> (String, Value) {
    let mut bytes = [0; 48];
    core.random.fill(&mut bytes);
    // Below the order of the curve with certainty.
    bytes[0] = 0;
    let secret = p384::SecretKey::from_slice(&bytes).unwrap();
    let point = secret.public_key().to_encoded_point(false);
    let coordinate = |bytes: &[u8]| server::keys::base64url(bytes);
    let jwk = json!({ "kty": "EC", "crv": "P-384", "x": coordinate(point.x().unwrap()), "y": coordinate(point.y().unwrap()) });
    (secret.to_pkcs8_pem(LineEnding::LF).unwrap().to_string(), jwk)
}
