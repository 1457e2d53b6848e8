/** Where the dashboard shows the plugin's settings: with the shop's others. */
export const SETTINGS_PATH = "/settings/recommendations"
export const RESULTS_PATH = "/recommendations/results"
/** The first page: what is healthy, and the first steps of a shop that shows nothing yet. */
export const START_PATH = "/recommendations"

/** Whether the page of a product is still there at a path: Medusa's drawers open below its own. A variant has its own page. */
export function showsProduct(id: string, pathname: string): boolean {
  const page = `/products/${id}`
  if (pathname === page) return true
  return pathname.startsWith(`${page}/`) && !/^\/variants\/(?!create$)/.test(pathname.slice(page.length))
}
