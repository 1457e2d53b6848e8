import { model } from "@medusajs/framework/utils"

/**
 * Words as Medusa's Translation module knows them. It has no table, `listTexts` gives its rows: that it is defined makes
 * Medusa's dashboard offer its `text` for translation.
 */
model.define("recommendation_text", { id: model.id().primaryKey(), text: model.text().translatable() })
