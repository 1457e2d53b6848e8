import { showsProduct } from "../lib/paths"

test.each([
  ["/products/prod_1", true],
  ["/products/prod_1/edit", true],
  ["/products/prod_1/metadata/edit", true],
  ["/products/prod_1/variants/create", true],
  ["/products/prod_1/variants/variant_1", false],
  ["/products/prod_1/variants/variant_1/edit", false],
  ["/products/prod_12", false],
  ["/products", false],
  ["/orders", false],
])("paths: at %s the page of the product is there: %s", (pathname, isThere) => {
  expect(showsProduct("prod_1", pathname)).toBe(isThere)
})
