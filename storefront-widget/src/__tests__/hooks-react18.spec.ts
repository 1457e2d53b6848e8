/** @jest-environment @happy-dom/jest-environment */
import { describeHooks } from "./hooks/describe-hooks"

// The widget's own React is 19; the plugin's, beside which Medusa's dashboard runs, is 18.
jest.mock("react", () => jest.requireActual<object>("../../../node_modules/react"))
jest.mock("react-dom", () => jest.requireActual<object>("../../../node_modules/react-dom"))
jest.mock("react-dom/client", () => jest.requireActual<object>("../../../node_modules/react-dom/client"))

describeHooks(18)
