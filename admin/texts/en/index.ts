import { common } from "./common"
import { features } from "./features"
import { insight } from "./insight"
import { model } from "./model"
import { rules } from "./rules"
import { settings } from "./settings"

export const en = { ...common, ...features, ...model, ...insight, ...rules, ...settings }

/** The same keys with texts of any language: a translation that misses one does not compile. */
export type Translation<Texts> = { [Key in keyof Texts]: Texts[Key] extends string ? string : Translation<Texts[Key]> }
