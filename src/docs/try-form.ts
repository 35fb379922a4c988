import type { JsonSchema } from '../protocol/json-schema.ts'
import type { Operation } from './document.ts'
import { propertiesOf } from './fields.ts'
import { type Html, html } from './markup.ts'

interface Input {
  name: string
  /** Where the value goes. */
  place: 'path' | 'query' | 'header' | 'body'
  isRequired: boolean
  schema: JsonSchema
}

/** A form that sends the request of the operation from the page; the script of the page does it. */
export function tryForm(operation: Operation): Html {
  const inputs = inputsOf(operation)
  const { id, method, path } = operation
  return html`<details class="try"><summary>Try it</summary>
<form data-operation="${id}" data-method="${method}" data-path="${path}" data-access="${operation.access}" autocomplete="off" aria-label="Try ${method} ${path}">
${inputs.map((input) => inputField(id, input))}<button type="submit" class="send">Send the request</button>
<div class="answer" role="status"></div>
</form></details>`
}

function inputsOf({ parameters, body }: Operation): Input[] {
  const required = (body?.schema.required ?? []) as string[]
  return [
    ...parameters.map(
      (parameter): Input => ({
        name: parameter.name,
        place: parameter.in,
        isRequired: parameter.required === true,
        schema: parameter.schema,
      }),
    ),
    ...Object.entries(body ? propertiesOf(body.schema) : {}).map(
      ([name, schema]): Input => ({ name, place: 'body', isRequired: required.includes(name), schema }),
    ),
  ]
}

function inputField(id: string, { name, place, isRequired, schema }: Input): Html {
  const field = `${id}-try-${name}`
  return html`<div class="try-field"><label for="${field}"><code>${name}</code>${isRequired && html` <span class="field-required">required</span>`}</label>
<input id="${field}" name="${name}" data-place="${place}" type="${inputType(name, schema)}"></div>
`
}

function inputType(name: string, schema: JsonSchema): string {
  if (schema.format === 'binary') return 'file'
  return name.includes('password') ? 'password' : 'text'
}
