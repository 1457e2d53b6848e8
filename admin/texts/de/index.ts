import type { Translation, en } from "../en"
import { common } from "./common"
import { features } from "./features"
import { insight } from "./insight"
import { model } from "./model"
import { rules } from "./rules"
import { settings } from "./settings"

export const de: Translation<typeof en> = { ...common, ...features, ...model, ...insight, ...rules, ...settings }
