import ProductModule from "@medusajs/medusa/product"
import { defineLink } from "@medusajs/framework/utils"
import { SIMILAR_PRODUCT } from "../modules/recommendation"

/** `query.graph({ entity: "product", fields: ["similar_products.*"] })`; read alone, nothing of it is stored. */
export default defineLink(
  { linkable: ProductModule.linkable.product, field: "id", isList: true },
  { linkable: SIMILAR_PRODUCT },
  { readOnly: true, isList: true },
)
