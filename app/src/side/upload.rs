//! A form with a file, sent so that its progress can be seen. `fetch` tells nothing of what it sends; `XMLHttpRequest` does.

use super::call::member;
use super::{Answered, NotAnswered};
use js_sys::Promise;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, FormData, HtmlFormElement, ProgressEvent, Url, XmlHttpRequest, XmlHttpRequestResponseType};

/// Nobody knows how far it came.
const BROKE_OFF: &str = "broke-off";
/// More than the last line of an answer has.
const LAST_LINE: f64 = 1_024.0;

/// Sends a list, and takes its answer. `so_far` is told how much is on the other side, in percent; nothing once all is.
pub(crate) async fn send_list(form: &HtmlFormElement, so_far: impl Fn(Option<u32>) + 'static) -> Result<Answered, NotAnswered> {
    let broke_off = |_| BROKE_OFF.to_owned();
    let data = FormData::new_with_form(form).map_err(broke_off)?;
    let name = data.get("file").dyn_into::<File>().map(|file| file.name()).unwrap_or_default();
    let request = sent(form, &data, so_far).await.map_err(broke_off)?;
    let answer: Blob = request.response().map_err(broke_off)?.dyn_into().map_err(broke_off)?;
    match request.status() {
        Ok(200) => {}
        Ok(0) | Err(_) => return Err(BROKE_OFF.to_owned()),
        Ok(_) => return Err(problem(&answer).await),
    }
    let end = answer.slice_with_f64((answer.size() - LAST_LINE).max(0.0)).map_err(broke_off)?;
    let counts = summary(&text(&end).await).ok_or(BROKE_OFF)?;
    let address = Url::create_object_url_with_blob(&answer).map_err(broke_off)?;
    let stem = name.strip_suffix(".csv").or_else(|| name.strip_suffix(".CSV")).unwrap_or(&name);
    Ok(Answered { counts, address, file_name: format!("{stem}.checked.csv") })
}

async fn sent(form: &HtmlFormElement, data: &FormData, so_far: impl Fn(Option<u32>) + 'static) -> Result<XmlHttpRequest, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("POST", &form.action())?;
    request.set_response_type(XmlHttpRequestResponseType::Blob);
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        let (sent, all) = (event.loaded(), event.total());
        so_far((sent < all).then(|| percent(sent, all)));
    });
    request.upload()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    // `loadend` comes whatever happens, and after everything else.
    let over = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    request.send_with_opt_form_data(Some(data))?;
    JsFuture::from(over).await?;
    Ok(request)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most a hundred, and never less than nothing")]
fn percent(sent: f64, all: f64) -> u32 {
    // Whole numbers: writing out a broken one takes ten kilobytes of tables.
    (sent / all * 100.0) as u32
}

/// The three counts of the last line. Without one there is no answer, whatever else came.
fn summary(end: &str) -> Option<[String; 3]> {
    let mut cells = end.trim_end().rsplit('\n').next()?.split(',');
    if cells.next() != Some("#summary") {
        return None;
    }
    let mut count = || cells.next().map(str::to_owned);
    Some([count()?, count()?, count()?])
}

async fn problem(answer: &Blob) -> NotAnswered {
    member(&text(answer).await, "code").unwrap_or_else(|| "unavailable".to_owned())
}

async fn text(blob: &Blob) -> String {
    JsFuture::from(blob.text()).await.ok().and_then(|text| text.as_string()).unwrap_or_default()
}
