//! Whether this node lives, and whether it can serve.

use crate::state::Hikae;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::sync::Arc;

/// `/healthz`: the process answers. `/readyz`: its database answers too, and has the schema this program was built for.
pub fn router(hikae: &Hikae) -> Router {
    Router::new()
        .route("/healthz", get(|| async { Json(json!({ "status": "ok" })) }))
        .route("/readyz", get(ready))
        .with_state(Arc::new(hikae.clone()))
}

async fn ready(State(hikae): State<Arc<Hikae>>) -> (StatusCode, Json<Value>) {
    let (code, how) = match hikae.core.schema_is_current().await {
        Ok(true) => (StatusCode::OK, "ready"),
        Ok(false) => (StatusCode::SERVICE_UNAVAILABLE, "schema-behind"),
        Err(failure) => {
            tracing::warn!(?failure, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "database-unavailable")
        }
    };
    (code, Json(json!({ "status": how })))
}
