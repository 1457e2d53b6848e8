import { Link } from "react-router-dom"
import { Picture } from "./picture"

interface ProductCellProps {
  id: string
  title: string
  picture: string | null | undefined
}

/** A product in a table: its picture, and its title as the way to its page. */
export function ProductCell({ id, title, picture }: ProductCellProps) {
  return (
    <span className="flex items-center gap-x-2">
      <Picture url={picture} />
      <Link
        to={`/products/${id}`}
        className="text-ui-fg-base hover:text-ui-fg-interactive focus-visible:shadow-borders-focus rounded-sm outline-none"
      >
        {title}
      </Link>
    </span>
  )
}
