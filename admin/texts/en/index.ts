import { common } from "./common"
import { features } from "./features"
import { gifts } from "./gifts"
import { imports } from "./imports"
import { insight } from "./insight"
import { model } from "./model"
import { rules } from "./rules"
import { said } from "./said"
import { settings } from "./settings"
import { versions } from "./versions"

export const en = {
  ...common,
  ...features,
  ...gifts,
  ...imports,
  ...model,
  ...insight,
  ...rules,
  ...said,
  ...settings,
  ...versions,
}

/** The same keys with texts of any language: a translation that misses one does not compile. */
export type Translation<Texts> = { [Key in keyof Texts]: Texts[Key] extends string ? string : Translation<Texts[Key]> }
