import type { Translation, en } from "../en"
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

export const de: Translation<typeof en> = {
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
