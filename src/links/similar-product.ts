import ProductModule from "@medusajs/medusa/product"
import { defineLink } from "@medusajs/framework/utils"
import { SIMILAR_PRODUCT } from "../modules/recommendation"

/** From a neighbor to the product that it is: `similar_products.product.*`. */
export default defineLink(
  { linkable: SIMILAR_PRODUCT, field: "similar_product_id" },
  { linkable: ProductModule.linkable.product },
  { readOnly: true },
)
