/** @jest-environment @happy-dom/jest-environment */
import { describeHooks } from "./hooks/describe-hooks"

describeHooks(19)
