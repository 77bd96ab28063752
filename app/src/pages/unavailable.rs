//! The page for when nobody can say who came: the database is gone. It asks no port, shows nothing of anybody, and stands
//! outside the frame of all other pages.

use crate::i18n::Locale;
use crate::text;
use leptos::prelude::*;

/// The whole document. `assets` is the version of the style sheet; `again` the address that can simply be asked for once more:
/// nothing for a form, whose words are still in the browser.
#[must_use]
pub fn unavailable(locale: Locale, assets: &str, again: Option<String>) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_context(locale);
        document(assets, again).to_html()
    });
    format!("<!DOCTYPE html>{html}")
}

fn document(assets: &str, again: Option<String>) -> impl IntoView + use<> {
    let what = if again.is_some() { "unavailable-page" } else { "unavailable-form" };
    let style = format!("/pkg/hikae.css?v={assets}");
    let title = text!("unavailable-title");
    view! {
        <html lang=Locale::current().code()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="robots" content="noindex" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=style />
                <title>{format!("{title} | {}", text!("site-name"))}</title>
            </head>
            <body>
                <main id="main">
                    <div class="wrap narrow stack" data-problem="unavailable">
                        <div>
                            <p class="eyebrow">{text!("site-name")}</p>
                            <h1>{title.clone()}</h1>
                            <p class="lead">{text!(what)}</p>
                            <p>{text!("unavailable-safe")}</p>
                        </div>
                        {again
                            .map(|address| {
                                view! {
                                    <p>
                                        <a class="btn" href=address>
                                            {text!("unavailable-again")}
                                        </a>
                                    </p>
                                }
                            })}
                    </div>
                </main>
            </body>
        </html>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_speaks_the_language_of_the_visit_and_leads_nowhere_else() {
        let (ja, en) = (unavailable(Locale::Ja, "7", Some("/choices?x=\"><script>".to_owned())), unavailable(Locale::En, "7", None));
        assert!(ja.starts_with("<!DOCTYPE html><html lang=\"ja\""), "{ja}");
        assert!(en.contains("lang=\"en\"") && !en.contains("<a "), "{en}");
        assert!(!ja.contains("\"><script>"), "{ja}");
        for html in [ja, en] {
            assert_eq!(html.matches("<h1").count(), 1);
            assert!(html.contains("/pkg/hikae.css?v=7"));
        }
    }
}
