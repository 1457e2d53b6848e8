/** Where the dashboard shows the plugin's settings: with the shop's others. */
export const SETTINGS_PATH = "/settings/recommendations"
export const RESULTS_PATH = "/recommendations/results"
/** The first page: what is healthy, and the first steps of a shop that shows nothing yet. */
export const START_PATH = "/recommendations"
