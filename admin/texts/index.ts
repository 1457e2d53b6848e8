import { de } from "./de"
import { en } from "./en"

/** Plural forms stand side by side in a file and are one key in the code. */
type WithoutPlural<Key extends string> = Key extends `${infer Name}_one` | `${infer Name}_other` ? Name : Key

type Leaves<Texts, Prefix extends string = ""> = {
  [Key in keyof Texts & string]: Texts[Key] extends string
    ? `${Prefix}${WithoutPlural<Key>}`
    : Leaves<Texts[Key], `${Prefix}${Key}.`>
}[keyof Texts & string]

/** Every text of the screens by its key; a key that no text has does not compile. */
export type TextKey = Leaves<typeof en>

/** Medusa merges these into its i18next; a language that is not here falls back to English. */
export const resources = { en: { recommendations: en }, de: { recommendations: de } }
