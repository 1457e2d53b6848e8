/** Where the dashboard shows the plugin's settings: with the shop's others. */
export const SETTINGS_PATH = "/settings/recommendations"
export const RESULTS_PATH = "/recommendations/results"
