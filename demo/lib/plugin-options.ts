/** The demo's customers are made up: what they gave of themselves counts without a banner, and Results says so. */
export const DEMO_OPTIONS = JSON.stringify({
  segments: { legitimate_interest: true },
  results: {
    note: "Simulated: what these figures count was done by the demo's own simulated shoppers, but for your own visits.",
  },
})
