/** Every word of the gift finder; questions and answers come from the shop. */
export interface GiftLabels {
  title: string
  /** How far it is: question 2 of at most 5. */
  progress: (number: number, most: number) => string
  skip: string
  back: string
  /** Before the answers that were given, each of which may be changed. */
  given: string
  change: (question: string) => string
  skipped: string
  /** Label of the field for own words. */
  own: string
  send: string
  again: string
  found: (count: number) => string
  done: string
  relaxed: string
  failed: string
  retry: string
  loading: string
}

export const giftLabels: GiftLabels = {
  title: "Find a gift",
  progress: (number, most) => `Question ${number} of at most ${most}`,
  skip: "I don’t know",
  back: "Back",
  given: "Your answers",
  change: (question) => `Change: ${question}`,
  skipped: "Skipped",
  own: "Or in your own words",
  send: "Answer",
  again: "Start again",
  found: (count) => (count === 1 ? "One gift fits" : `${count} gifts fit`),
  done: "These fit best.",
  relaxed: "Nothing fits all of that. These come closest.",
  failed: "The shop did not answer.",
  retry: "Try again",
  loading: "Looking for gifts",
}

export const giftLabelsDe: GiftLabels = {
  title: "Geschenk finden",
  progress: (number, most) => `Frage ${number} von höchstens ${most}`,
  skip: "Weiß ich nicht",
  back: "Zurück",
  given: "Deine Antworten",
  change: (question) => `Ändern: ${question}`,
  skipped: "egal",
  own: "Oder in eigenen Worten",
  send: "Antworten",
  again: "Von vorn",
  found: (count) => (count === 1 ? "Ein Geschenk passt" : `${count} Geschenke passen`),
  done: "Das passt am besten.",
  relaxed: "Nichts passt zu allem, daher hier, was am nächsten kommt.",
  failed: "Der Shop hat nicht geantwortet.",
  retry: "Noch einmal",
  loading: "Geschenke werden gesucht",
}
