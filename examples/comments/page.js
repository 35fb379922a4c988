const list = document.querySelector('ul')
const form = document.querySelector('form')
const text = document.querySelector('#text')

async function show() {
  const { isSignedIn, profileUrl, comments } = await (await fetch('/comments')).json()
  document.querySelector('#out').hidden = isSignedIn
  form.hidden = !isSignedIn
  document.querySelector('#profile').href = profileUrl
  list.replaceChildren(...comments.map(itemOf))
}

function itemOf({ name, picture, text }) {
  const item = document.createElement('li')
  const image = document.createElement('img')
  image.alt = ''
  if (picture) image.src = picture
  const author = document.createElement('strong')
  author.textContent = name
  const body = document.createElement('p')
  body.textContent = text
  const words = document.createElement('div')
  words.append(author, body)
  item.append(image, words)
  return item
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const body = JSON.stringify({ text: text.value })
  const answer = await fetch('/comments', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  if (answer.ok) form.reset()
})

new EventSource('/changes').addEventListener('message', show)
await show()
