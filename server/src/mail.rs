//! Hands mails over to the SMTP relay that the configuration names. What they say is the same for everybody: that there is
//! something new in the portal, and where that is.

use crate::config::Config;
use crate::service::Core;
use crate::service::contact::outbox::{self, Handed, Letter, Outgoing};
use crate::store::mails::MailKind;
use app::Locale;
use app::i18n::{Value, text_in};
use domain::failure::Failure;
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// How long the relay may take for one step of a conversation.
const PATIENCE: Duration = Duration::from_secs(30);

/// A relay that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InvalidRelay {
    /// The address of the relay. It may hold a password, so that it is not repeated here.
    #[error("smtp_url is not smtp://… or smtps://…")]
    Url,
    /// The sender.
    #[error("mail_from is not an address such as \"Hikae <no-reply@hikae.example>\": {0:?}")]
    From(String),
    /// One without the other.
    #[error("smtp_url and mail_from belong together: set both, or neither")]
    Half,
}

/// The relay.
#[derive(Clone)]
pub struct Relay {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Relay {
    /// The relay that the configuration names, if it names one.
    ///
    /// # Errors
    /// [`InvalidRelay`].
    pub fn of(config: &Config) -> Result<Option<Self>, InvalidRelay> {
        match (config.smtp_url.as_str(), config.mail_from.as_str()) {
            ("", "") => Ok(None),
            ("", _) | (_, "") => Err(InvalidRelay::Half),
            (url, from) => {
                let name = ClientId::Domain(config.host());
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| InvalidRelay::Url)?;
                let from = from.parse().map_err(|_| InvalidRelay::From(from.to_owned()))?;
                Ok(Some(Self { transport: transport.hello_name(name).timeout(Some(PATIENCE)).build(), from }))
            }
        }
    }

    /// Hands over what is due; what fails is tried again later.
    ///
    /// # Errors
    /// The database cannot be reached; the next round goes on.
    pub async fn send_due(&self, core: &Core) -> Result<(), Failure> {
        for mail in outbox::take_due(core).await? {
            let how = self.hand_over(core, &mail).await;
            outbox::handed(core, &mail, how).await?;
        }
        Ok(())
    }

    async fn hand_over(&self, core: &Core, mail: &Outgoing) -> Handed {
        let message = match self.message(&core.config, mail) {
            Ok(message) => message,
            Err(error) => {
                tracing::error!(%error, "a mail cannot be written");
                return Handed::Never;
            }
        };
        match self.transport.send(message).await {
            Ok(_) => Handed::Over,
            // What the relay answers may name the address: its kind alone gets into a log line.
            Err(error) if error.is_permanent() => {
                tracing::warn!("the relay refuses a mail for good");
                Handed::Never
            }
            Err(error) => {
                tracing::warn!(timeout = error.is_timeout(), transient = error.is_transient(), "the relay does not take a mail now");
                Handed::NotNow
            }
        }
    }

    fn message(&self, config: &Config, mail: &Outgoing) -> Result<Message, Box<dyn std::error::Error + Send + Sync>> {
        let (subject, body) = words(config, mail.kind, &mail.letter);
        Ok(Message::builder()
            .from(self.from.clone())
            .to(mail.letter.to.parse()?)
            .message_id(Some(format!("<{}@{}>", mail.id, config.host())))
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body)?)
    }
}

/// What a mail says: never what is new, only that and where.
fn words(config: &Config, kind: MailKind, letter: &Letter) -> (String, String) {
    let locale = Locale::from_code(&letter.language).unwrap_or_default();
    let name = kind.code();
    let values: [(&'static str, Value); 2] =
        [("address", format!("{}/overview", config.base_url).into()), ("code", letter.code.clone().unwrap_or_default().into())];
    let text = |part: &str| text_in(locale, &format!("mail-{name}-{part}"), &values);
    (text("subject"), format!("{}\r\n\r\n{}\r\n", text("text"), text_in(locale, "mail-foot", &values)))
}
