import { Photo } from "@medusajs/icons"

/** A product's picture beside its name, which says what it shows; a grey square where there is none. */
export function Picture({ url }: { url: string | null | undefined }) {
  return (
    <span className="bg-ui-bg-component text-ui-fg-muted flex size-8 shrink-0 items-center justify-center overflow-hidden rounded-md">
      {url ? <img src={url} alt="" loading="lazy" className="size-full object-cover" /> : <Photo aria-hidden />}
    </span>
  )
}
