import type { GiftBudget, GiftValue, QuestionKey } from "../../../../core/gift"

/** Words of a language for the questions and their usual answers. */
interface GiftLabels {
  readonly questions: Readonly<Record<QuestionKey, string>>
  /** Before a day by which it must be there, and by which it can be. */
  readonly by: string
  readonly canBeThere: string
  readonly later: string
  readonly givenBy: string
  readonly wrapped: string
  readonly message: string
  readonly wrappedWithMessage: string
  readonly within: string
  readonly upTo: string
  readonly over: string
  readonly years: string
  readonly values: Readonly<Record<string, string>>
}

const EN: GiftLabels = {
  questions: {
    recipient: "Who is it for?",
    age_band: "How old are they?",
    occasion: "What is the occasion?",
    interest: "What do they like?",
    style: "Which style do they like?",
    budget: "How much would you like to spend?",
    arrives_by: "When must it be there?",
  },
  ...{ by: "By {day}", canBeThere: "Can be there by {day}", later: "There is time", within: "Within {days} days" },
  ...{ givenBy: "Bought as a gift by {people} people", wrapped: "Gift wrap possible" },
  ...{ message: "Your message possible", wrappedWithMessage: "Gift wrap and your message possible" },
  ...{ upTo: "Up to {amount}", over: "More than {amount}", years: "{from} to {to} years" },
  values: {
    ...{ self: "Myself", host: "A host", grandparent: "Grandparents", colleague: "A colleague", teacher: "A teacher" },
    ...{ friend: "A friend", child: "A child", baby: "A baby", teen: "Teenager", adult: "Adult", senior: "Senior" },
    ...{ "thank-you": "Thank you", "new-baby": "New baby", valentines: "Valentine’s Day" },
    ...{ "mothers-day": "Mother’s Day", "fathers-day": "Father’s Day", "tea-coffee": "Tea and coffee" },
    ...{ garden: "Garden and plants", cooking: "Cooking and baking", "food-sweets": "Good food and sweets" },
    ...{ "reading-writing": "Reading and writing", craft: "Making things", games: "Games and puzzles" },
    ...{ home: "Home and decor", wellbeing: "Wellbeing", "jewellery-fashion": "Jewellery and fashion" },
    ...{ "outdoors-travel": "Outdoors and travel", tech: "Technology", toys: "Toys", drinks: "Wine and drinks" },
  },
}

const DE: GiftLabels = {
  questions: {
    recipient: "Für wen ist es?",
    age_band: "Wie alt ist die Person?",
    occasion: "Zu welchem Anlass?",
    interest: "Was mag die Person?",
    style: "Welcher Stil gefällt?",
    budget: "Wie viel möchtest du ausgeben?",
    arrives_by: "Wann muss es da sein?",
  },
  ...{ by: "Bis {day}", canBeThere: "Bis {day} da", later: "Es hat Zeit", within: "Binnen {days} Tagen" },
  ...{ givenBy: "Von {people} Menschen verschenkt", wrapped: "Geschenkverpackung möglich" },
  ...{ message: "Grußtext möglich", wrappedWithMessage: "Geschenkverpackung und Grußtext möglich" },
  ...{ upTo: "Bis {amount}", over: "Über {amount}", years: "{from} bis {to} Jahre" },
  values: {
    ...{ mother: "Mutter", father: "Vater", partner: "Partnerin oder Partner", friend: "Freunde", child: "Kind" },
    ...{ baby: "Baby", grandparent: "Großeltern", colleague: "Kollegen", teacher: "Lehrer", host: "Gastgeber" },
    ...{ self: "Mich selbst", teen: "Jugendlich", adult: "Erwachsen", senior: "Älter", birthday: "Geburtstag" },
    ...{ christmas: "Weihnachten", "thank-you": "Dankeschön", housewarming: "Einzug", anniversary: "Jahrestag" },
    ...{ wedding: "Hochzeit", "new-baby": "Geburt", graduation: "Abschluss", valentines: "Valentinstag" },
    ...{ easter: "Ostern", "mothers-day": "Muttertag", "fathers-day": "Vatertag", halloween: "Halloween" },
    ...{ garden: "Garten und Pflanzen", cooking: "Kochen und Backen", "tea-coffee": "Tee und Kaffee" },
    ...{ "food-sweets": "Gutes Essen und Süßes", drinks: "Wein und Getränke", craft: "Basteln und Handarbeit" },
    ...{ "reading-writing": "Lesen und Schreiben", games: "Spiele und Rätsel", toys: "Spielzeug" },
    ...{ home: "Wohnen", wellbeing: "Wohlbefinden", "jewellery-fashion": "Schmuck und Mode", music: "Musik" },
    ...{ "outdoors-travel": "Natur und Reisen", tech: "Technik", animals: "Tiere" },
  },
}

const labelsOf = (locale: string): GiftLabels => (locale.toLowerCase().startsWith("de") ? DE : EN)

/** The question in the shopper's language. */
export const questionText = (key: QuestionKey, locale: string): string => labelsOf(locale).questions[key]

/** A value in the shopper's language; one of the shop's own is its own word. */
export function valueText({ key, value }: GiftValue, locale: string): string {
  const { values, years } = labelsOf(locale)
  const [, from, to] = (key === "age_band" && /^(\d{1,3})-(\d{1,3})$/.exec(value)) || []
  if (from !== undefined && to !== undefined) return years.replace("{from}", from).replace("{to}", to)
  if (Object.hasOwn(values, value)) return values[value]
  const plain = value.replaceAll("-", " ")
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

/** A budget in the shopper's language, in the market's currency. */
export function budgetText({ min, max }: GiftBudget, currencyCode: string, locale: string): string {
  const { upTo, over } = labelsOf(locale)
  const money = new Intl.NumberFormat(locale.replaceAll("_", "-"), {
    ...{ style: "currency", currency: currencyCode, minimumFractionDigits: 0 },
  })
  return max === null ? over.replace("{amount}", money.format(min ?? 0)) : upTo.replace("{amount}", money.format(max))
}

/** A day by which a gift must be there, or can be, in the shopper's language; `date` is as `2026-12-24`. */
export function arrivalText(date: string, locale: string, kind: "by" | "canBeThere" = "by"): string {
  const day = new Intl.DateTimeFormat(locale.replaceAll("_", "-"), {
    ...{ weekday: "long", day: "numeric", month: "long", timeZone: "UTC" },
  })
  return labelsOf(locale)[kind].replace("{day}", day.format(new Date(`${date}T00:00:00Z`)))
}

/** How many people have bought a product as a gift. */
export const buyersText = (people: number, locale: string): string =>
  labelsOf(locale).givenBy.replace("{people}", String(people))

/** What the shop does for a gift; null where it does nothing. */
export function serviceText(
  does: { readonly wrap: boolean; readonly message: boolean },
  locale: string,
): string | null {
  const { wrapped, message, wrappedWithMessage } = labelsOf(locale)
  if (does.wrap) return does.message ? wrappedWithMessage : wrapped
  return does.message ? message : null
}

/** The answer of whoever has time. */
export const laterText = (locale: string): string => labelsOf(locale).later

/** An answer as it is kept, in the reader's language: a value, or a budget such as `20-50 eur`. */
export function keptValueText(key: QuestionKey, value: string, locale: string): string {
  const [, min, max, currency] = (key === "budget" && /^([\d.]*)-([\d.]*) ([a-z]{3})$/.exec(value)) || []
  if (currency !== undefined) {
    const bound = (text: string | undefined): number | null => (text ? Number(text) : null)
    return budgetText({ min: bound(min), max: bound(max) }, currency, locale)
  }
  if (key === "arrives_by") return arrivalKept(value, labelsOf(locale))
  return key === "budget" ? value : valueText({ key, value }, locale)
}

/** Days until a gift had to be there; `later` is no day. */
const arrivalKept = (value: string, { within, later }: GiftLabels): string =>
  /^-?\d+$/.test(value) ? within.replace("{days}", value) : later
