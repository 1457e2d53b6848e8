/** Handle of the wrap that the demo's own shop sells. */
export const WRAP_HANDLE = "gift-wrap"
/** Field of a line item's metadata in which the demo's shop reads a giver's message. */
const MESSAGE_FIELD = "gift_message"

/** The demo's customers are made up: what they gave of themselves counts without a banner, and Results says so. */
export const DEMO_OPTIONS = JSON.stringify({
  gift: { wrap_product: WRAP_HANDLE, message: MESSAGE_FIELD },
  segments: { legitimate_interest: true },
  results: {
    note: {
      en: "Simulated: what these figures count was done by the demo's own simulated shoppers, but for your own visits.",
      de: "Simuliert: Was hier gezählt wird, haben simulierte Kunden der Demo getan, bis auf deine eigenen Besuche.",
    },
  },
})
