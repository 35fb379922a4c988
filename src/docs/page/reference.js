import { startMenu } from './menu.js'
import { startSamples } from './samples.js'
import { startForms } from './try.js'

document.documentElement.classList.add('has-script')
const samples = startSamples()
startForms(samples)
startMenu()
openTarget()
window.addEventListener('hashchange', openTarget)

/** Opens what hides the target of the address. Addresses of the former reference ended in `#/Session/signIn`. */
function openTarget() {
  const id = decodeURIComponent(location.hash.slice(1))
  const target = document.getElementById(id.startsWith('/') ? id.split('/').at(-1) : id)
  if (!target) return
  for (let part = target; part; part = part.parentElement) if (part.tagName === 'DETAILS') part.open = true
  target.scrollIntoView()
}
