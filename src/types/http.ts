/** Shared by the API, the dashboard and the storefront widget. Types only: nothing here runs. */
export type * from "./store-http"
export type * from "./gift-http"
export type * from "./model-http"
export type * from "./insight-http"
export type * from "./page-http"
export type * from "./rule-http"
export type * from "./envelope-http"
export type * from "./saying"
