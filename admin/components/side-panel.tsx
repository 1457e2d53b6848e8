import { XMark } from "@medusajs/icons"
import { Drawer, IconButton, Kbd, Text } from "@medusajs/ui"
import type { FormEvent, ReactNode } from "react"
import { useText } from "../lib/text"
import { useClose } from "../lib/use-unsaved-prompt"
import { UnsavedGuard } from "./unsaved-guard"

interface SidePanelProps {
  open: boolean
  close: () => void
  title: string
  description: string
  footer: ReactNode
  children: ReactNode
  /** Makes a form of the panel. */
  onSubmit?: (event: FormEvent) => void
  /** Something was typed and not saved: Escape, the cross, Cancel, the dimmed page and leaving the page ask first. */
  unsaved?: boolean
}

/** Medusa's drawer with a header of our own: the closing button of Medusa's has no name for a screen reader. */
export function SidePanel({
  open,
  close,
  title,
  description,
  footer,
  children,
  onSubmit,
  unsaved = false,
}: SidePanelProps) {
  const t = useText()
  const leave = useClose(unsaved, close)
  const content = (
    <>
      <Drawer.Body className="flex flex-1 flex-col gap-y-6 overflow-y-auto">{children}</Drawer.Body>
      <Drawer.Footer>{footer}</Drawer.Footer>
    </>
  )
  return (
    <Drawer open={open} onOpenChange={(next) => (next ? undefined : void leave())}>
      {open && unsaved ? <UnsavedGuard /> : null}
      <Drawer.Content>
        <div className="flex items-start justify-between gap-x-4 border-b px-6 py-4">
          <div className="flex min-w-0 flex-col gap-y-1">
            <Drawer.Title className="txt-compact-large-plus">{title}</Drawer.Title>
            <Drawer.Description asChild>
              <Text size="small" className="text-ui-fg-subtle">
                {description}
              </Text>
            </Drawer.Description>
          </div>
          <div className="flex items-center gap-x-2">
            <Kbd>esc</Kbd>
            <Drawer.Close asChild>
              <IconButton size="small" type="button" variant="transparent" aria-label={t("actions.close")}>
                <XMark />
              </IconButton>
            </Drawer.Close>
          </div>
        </div>
        {onSubmit ? (
          <form onSubmit={onSubmit} className="flex flex-1 flex-col overflow-hidden" noValidate>
            {content}
          </form>
        ) : (
          <div className="flex flex-1 flex-col overflow-hidden">{content}</div>
        )}
      </Drawer.Content>
    </Drawer>
  )
}
