//! What people see.

use super::state::App;
use axum::Router;

/// The pages.
pub fn router() -> Router<App> {
    Router::new()
}
